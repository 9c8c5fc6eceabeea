/** Reads zip archives, as far as folders of texts need it. */

import { through, Unreadable } from './link';

export interface Found {
  readonly path: string;
  readonly blob: () => Promise<Blob>;
}

const END = 0x06054b50;
const ENTRY = 0x02014b50;
/** Bytes of the last record, without its comment, and of the longest comment. */
const LAST = 22;
const COMMENT = 0xffff;

/** What the archive says is in it; a file is unpacked when asked for, up to `largest` bytes. */
export async function unzip(archive: Blob, largest: number): Promise<Found[]> {
  const view = new DataView(await archive.arrayBuffer());
  try {
    return entries(view, archive, largest);
  } catch (error) {
    throw error instanceof RangeError ? new Unreadable('This zip archive is damaged.') : error;
  }
}

function entries(view: DataView, archive: Blob, largest: number): Found[] {
  let end = view.byteLength - LAST;
  const first = Math.max(0, end - COMMENT);
  while (end >= first && view.getUint32(end, true) !== END) end -= 1;
  if (end < first) throw new Unreadable('This is no zip archive.');
  const found: Found[] = [];
  let at = view.getUint32(end + 16, true);
  for (let left = view.getUint16(end + 10, true); left > 0; left -= 1) {
    if (view.getUint32(at, true) !== ENTRY) throw new Unreadable('This zip archive is damaged.');
    const [flags, method] = [view.getUint16(at + 8, true), view.getUint16(at + 10, true)];
    const [size, name] = [view.getUint32(at + 20, true), view.getUint16(at + 28, true)];
    const local = view.getUint32(at + 42, true);
    const path = new TextDecoder().decode(new Uint8Array(view.buffer, at + 46, name));
    const blob = async (): Promise<Blob> => {
      if (flags & 1 || (method !== 0 && method !== 8)) throw new Unreadable(`“${path}” is encrypted or packed in an unusual way.`);
      const start = local + 30 + view.getUint16(local + 26, true) + view.getUint16(local + 28, true);
      const packed = archive.slice(start, start + size);
      return method === 0 ? packed : through(packed, new DecompressionStream('deflate-raw'), largest);
    };
    if (!path.endsWith('/')) found.push({ path, blob });
    at += 46 + name + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
  }
  return found;
}
