/** Opens what is dropped on the page or chosen by its buttons: files, a folder, a zip archive, a link that was saved. */

import type { Draft } from './drafts';
import { environmentOf } from './environment';
import { mainFile } from './examples';
import { readFile, Unreadable, type Content } from './link';
import { fault, notify } from './panels/notice';
import { count, listen } from './panels/panel';
import { unzip, type Found } from './zip';

/** Bytes of an archive or of a file in it; entries of a folder. */
const [LARGEST, MOST] = [20_000_000, 20_000];

export interface Openers {
  /** Opens a text that is the user's own. */
  readonly own: (draft: Draft) => void;
  readonly content: (content: Content) => void;
}

/** Files below what was dropped; deep folders, and those of tools, are left out. */
async function below(entry: FileSystemEntry, depth: number, found: Found[]): Promise<void> {
  if (found.length > MOST) throw new Unreadable(`This folder has more than ${MOST} files.`);
  if (entry.isFile) {
    const blob = (): Promise<Blob> => new Promise((resolve, reject) => (entry as FileSystemFileEntry).file(resolve, reject));
    found.push({ path: entry.fullPath.slice(1), blob });
  } else if (depth < 12 && !/^(\.|node_modules$)/.test(entry.name)) {
    const reader = (entry as FileSystemDirectoryEntry).createReader();
    const next = (): Promise<FileSystemEntry[]> => new Promise((resolve, reject) => reader.readEntries(resolve, reject));
    // Each call gives some more, the last one none.
    for (let some = await next(); some.length > 0; some = await next()) {
      for (const inner of some) await below(inner, depth + 1, found);
    }
  }
}

async function open(found: Found[], openers: Openers): Promise<void> {
  const [first] = found;
  let all = found;
  if (first && found.length === 1) {
    const blob = await first.blob();
    if (blob.size > LARGEST) throw new Unreadable(`This is larger than ${LARGEST / 1_000_000} MB.`);
    const content = first.path.endsWith('.json') ? readFile(await blob.text()) : undefined;
    if (content) return openers.content(content);
    if (first.path.endsWith('.zip')) all = await unzip(blob, LARGEST / 10);
  }
  const files = await environmentOf(all);
  openers.own({ files, active: mainFile(files), example: undefined });
  const others = all.length - files.length;
  notify({ kind: 'news', text: `Opened ${count(files.length, 'file')}${others > 0 ? `; ${others} that no plan needs were passed over` : ''}.` });
}

export function startOpening(openers: Openers): void {
  const attempt = (found: Promise<Found[]>): void => {
    found.then((all) => open(all, openers)).catch(fault);
  };
  const list = (files: Iterable<File>): Found[] =>
    [...files].map((file) => ({ path: file.webkitRelativePath || file.name, blob: () => Promise.resolve(file) }));

  const isFiles = ({ dataTransfer }: DragEvent): boolean => dataTransfer?.types.includes('Files') ?? false;
  const over = (event: DragEvent): void => {
    if (!isFiles(event)) return;
    event.preventDefault();
    event.stopPropagation();
    // Nothing is left behind when the pointer leaves the page, which no event is sure to tell.
    document.body.classList.toggle('dropping', event.type !== 'drop' && (event.type !== 'dragleave' || event.relatedTarget !== null));
    if (event.type !== 'drop' || !event.dataTransfer) return;
    // Both are gone when the event is over.
    const entries = [...event.dataTransfer.items].flatMap((item) => item.webkitGetAsEntry() ?? []);
    const files = list(event.dataTransfer.files);
    const walk = async (): Promise<Found[]> => {
      const found: Found[] = [];
      for (const entry of entries) await below(entry, 0, found);
      return entries.length > 0 ? found : files;
    };
    attempt(walk());
  };
  for (const type of ['dragenter', 'dragover', 'dragleave', 'drop'] as const) document.addEventListener(type, over, true);

  listen('choose-files', (what) => {
    const input = document.createElement('input');
    input.type = 'file';
    input.multiple = true;
    input.webkitdirectory = what === 'folder';
    input.addEventListener('change', () => attempt(Promise.resolve(list(input.files ?? []))));
    input.click();
  });
}
