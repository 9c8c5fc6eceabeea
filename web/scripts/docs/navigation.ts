/** Which pages there are, in which sections and order: `web/docs/navigation.json`. */

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';

export interface Place {
  /** `tutorial/one-node`, without an ending. */
  readonly page: string;
  readonly title: string;
}

export interface Section {
  readonly title: string;
  readonly pages: readonly Place[];
}

interface Listed {
  readonly title: string;
  /** Pages by name, or all Markdown files of `folder`. */
  readonly pages?: readonly string[];
  readonly folder?: string;
}

/** What a page calls itself in the navigation: `short` or `title` of its head, or its first heading. */
export function titleOf(text: string): string {
  const found = /^short: *(.*)$/m.exec(text) ?? /^title: *(.*)$/m.exec(text) ?? /^# +(.*)$/m.exec(text);
  return (found?.[1] ?? '').replaceAll(/^["']|["']$|`/g, '').replace(/^callsheet (?=[a-z])/, '');
}

export function navigation(folder: string, generated: readonly Place[]): Section[] {
  const listed = JSON.parse(readFileSync(join(folder, 'navigation.json'), 'utf8')) as Listed[];
  const place = (page: string): Place => {
    const made = generated.find((it) => it.page === page);
    return made ?? { page, title: titleOf(readFileSync(join(folder, `${page}.md`), 'utf8')) };
  };
  const within = (name: string): string[] => {
    const path = join(folder, name);
    const files = existsSync(path) ? readdirSync(path).filter((file) => file.endsWith('.md')) : [];
    const pages = files.map((file) => `${name}/${basename(file, '.md')}`);
    return pages.sort((a, b) => (a.endsWith('/index') ? -1 : b.endsWith('/index') ? 1 : a < b ? -1 : 1));
  };
  return listed
    .map(({ title, pages, folder: name }) => ({ title, pages: (name === undefined ? (pages ?? []) : within(name)).map(place) }))
    .filter(({ pages }) => pages.length > 0);
}
