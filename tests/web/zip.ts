/** Writes zip archives for the specs. */

import { deflateRawSync } from 'node:zlib';

function numbers(...fields: readonly (readonly [bytes: 2 | 4, value: number])[]): Buffer {
  return Buffer.concat(
    fields.map(([bytes, value]) => {
      const buffer = Buffer.alloc(bytes);
      buffer.writeUIntLE(value, 0, bytes);
      return buffer;
    }),
  );
}

/** An archive of these files; those that pack badly are stored as they are. */
export function zip(files: readonly (readonly [path: string, content: string | Buffer])[]): Buffer {
  const locals: Buffer[] = [];
  const entries: Buffer[] = [];
  let at = 0;
  for (const [path, content] of files) {
    const [name, whole] = [Buffer.from(path), Buffer.from(content)];
    const packed = deflateRawSync(whole);
    const isPacked = packed.length < whole.length;
    const data = isPacked ? packed : whole;
    const common = numbers([2, 20], [2, 0x800], [2, isPacked ? 8 : 0], [4, 0], [4, 0], [4, data.length], [4, whole.length], [2, name.length]);
    locals.push(numbers([4, 0x04034b50]), common, numbers([2, 3]), name, Buffer.from('abc'), data);
    entries.push(numbers([4, 0x02014b50], [2, 20]), common, numbers([2, 0], [2, 0], [2, 0], [2, 0], [4, 0], [4, at]), name);
    at += 30 + name.length + 3 + data.length;
  }
  const central = Buffer.concat(entries);
  return Buffer.concat([...locals, central, numbers([4, 0x06054b50], [2, 0], [2, 0], [2, files.length], [2, files.length], [4, central.length], [4, at], [2, 5]), Buffer.from('note.')]);
}
