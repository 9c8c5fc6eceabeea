/** What the cases of the native tests say: one manifest, and a result of it in a form. */

import { readFileSync, readdirSync } from 'node:fs';

const FOLDER = '../tests/cases/';
const FILES = new Set(['puppet', 'yaml', 'json', 'ruby', 'epp']);

export interface StoredCase {
  readonly name: string;
  readonly manifest: string;
  readonly expected: string;
}

/** All cases of one manifest that hold a result in this form, without options. */
export function storedCases(form: string): StoredCase[] {
  const pages = readdirSync(FOLDER, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.md'));
  return pages.sort().flatMap((path) =>
    readFileSync(FOLDER + path, 'utf8')
      .split(/^##? /m)
      .flatMap((section) => {
        const fences = [...section.matchAll(/^```(\S+)(.*)\n([^]*?)^```$/gm)].map(([, kind = '', options = '', text = '']) => ({ kind, options, text }));
        const files = fences.filter(({ kind }) => FILES.has(kind));
        const [file] = files;
        const result = fences.find(({ kind, options }) => kind === form && options === '');
        if (!file || files.length > 1 || file.kind !== 'puppet' || !result) return [];
        return [{ name: `${path}: ${section.split('\n')[0] ?? ''}`, manifest: file.text, expected: result.text }];
      }),
  );
}
