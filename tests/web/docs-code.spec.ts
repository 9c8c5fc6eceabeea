/** Every code block of the documentation is run: what it has to be is said where it begins (`web/scripts/docs/fences.ts`). */

import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { expectedOf, filesOfGroup, isSource, type Fence, type SourceFile } from '../../web/scripts/docs/fences';
import { actionOf, hooksOf, yaml } from '../../web/scripts/docs/pipeline';
import { exampleFiles, filesNamed, ROOT, run, withWorld, withFiles, written, type Written } from './docs';

/** Languages whose blocks are no code that could be run, each with the reason. */
const NOT_RUN: Readonly<Record<string, string>> = {
  text: 'prose in fixed letters: synopses, pictures, forms of names',
  html: 'mounted in docs-embeds.spec.ts',
  js: 'run there, in the page that is mounted',
  css: 'applied there',
};

interface Finding {
  readonly code: string;
  readonly severity: string;
}

/** Errors and warnings of an environment, all nodes compiled. */
async function findings(files: readonly SourceFile[]): Promise<string[]> {
  return withFiles(files, async (folder) => {
    const isOne = files.length === 1 && files[0]?.path === 'site.pp';
    const { out, err } = await run(`callsheet check --format json -e ${isOne ? 'site.pp' : '.'}`, folder);
    if (out === '') return [err];
    const found = (JSON.parse(out) as Finding[]).filter(({ severity }) => severity !== 'note');
    return [...new Set(found.map(({ code }) => code))].sort();
  });
}

/** A transcript in pieces: a command, and the lines it prints. */
function steps(text: string): { command: string; printed: string }[] {
  return text
    .split(/^\$ /m)
    .slice(1)
    .map((step) => {
      const [command = '', ...printed] = step.trimEnd().split('\n');
      return { command, printed: printed.join('\n').trimEnd() };
    });
}

/** Lines without the blanks around them. */
function bare(text: string): string {
  return text.trim().split('\n').map((line) => line.trim()).join('\n');
}

/** `…` alone on a line stands for any lines. */
function isPrinted(printed: string, expected: string): boolean {
  if (!/^ *…$/m.test(expected)) return printed === expected;
  let at = 0;
  return expected.split(/^ *…$/m).every((part, place, all) => {
    const text = part.replace(/^\n|\n$/g, '');
    const found = printed.indexOf(text, at);
    at = found + text.length;
    return found >= 0 && (place > 0 || found === 0) && (place < all.length - 1 || text === '' || printed.endsWith(text));
  });
}

/** What the commands of a transcript print now, written as it is. */
async function played(page: Written, { text, options }: Fence): Promise<string> {
  const folder = options.get('in');
  const use = async (at: string): Promise<string> => {
    let all = '';
    for (const { command, printed } of steps(text)) {
      const { out, err } = await run(command, at);
      const now = `${out}${err}`.trimEnd();
      all += `$ ${command}\n${isPrinted(now, printed) ? printed : now}\n`.replace(/\n+$/, '\n');
    }
    return all;
  };
  return folder === undefined ? withWorld(use) : withFiles(filesNamed(page, folder), use);
}

/** `UPDATE=1` writes into the pages what is printed now; the reader of the change judges it. */
function rewrite(name: string, { text, line }: Fence, now: string): void {
  const path = join(ROOT, 'web/docs', name);
  const lines = readFileSync(path, 'utf8').split('\n');
  lines.splice(line, text.split('\n').length - 1, ...now.trimEnd().split('\n'));
  writeFileSync(path, lines.join('\n'));
}

/** All values below a key, however deep. */
function below(value: unknown, key: string): unknown[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) => [...(name === key ? [inner] : []), ...below(inner, key)]);
}

/** A workflow or a list of hooks only names what there is. */
function checkPipeline(where: string, document: unknown, isAction: boolean): void {
  const named = isAction ? below(document, 'with').flatMap((it) => Object.keys(it as object)) : below(document, 'id');
  const known: unknown[] = isAction ? Object.keys(actionOf(ROOT).inputs) : hooksOf(ROOT).map(({ id }) => id);
  expect(named.length, where).toBeGreaterThan(0);
  for (const name of named) expect(known, where).toContain(name);
}

for (const page of written()) {
  test(`the code of ${page.name} does what the page says`, async () => {
    for (const [name, group] of page.groups) {
      if (!group.some(({ language }) => language === 'puppet')) continue;
      expect(await findings(filesOfGroup(group, exampleFiles)), `findings of ${name}`).toEqual(expectedOf(group).sort());
    }
    for (const { name, from, to, gives } of page.changes) {
      const files = filesNamed(page, name);
      expect(files.map(({ text }) => text).join(''), `${page.name} has what it asks to change`).toContain(from);
      const changed = files.map(({ path, text }) => ({ path, text: text.replace(from, () => to) }));
      expect(await findings(changed), `findings of ${name} with ${to} for ${from}`).toEqual(gives);
    }
    // From the end, so that a block that is rewritten moves no other.
    for (const fence of [...page.fences].reverse()) {
      const { language, options, text, line } = fence;
      const where = `${page.name}:${line}`;
      const whole = options.get('of');
      if (whole !== undefined) {
        const texts = filesNamed(page, whole).map((file) => bare(file.text));
        expect(texts.some((it) => it.includes(bare(text))), `${where} stands so in ${whole}`).toBe(true);
      } else if (language === 'console') {
        expect(steps(text).length, `${where} has a command`).toBeGreaterThan(0);
        const now = await played(page, fence);
        if (process.env['UPDATE']) rewrite(page.name, fence, now);
        else expect(now, where).toBe(text);
      } else if (language === 'sh') {
        await withWorld(async (folder) => {
          // What other programs make of the output is theirs.
          for (const [command = ''] of text.matchAll(/^callsheet [^|&\n]*/gm)) {
            const { status, err } = await run(command, folder);
            expect(status, `${where}: ${command}\n${err}`).toBeLessThan(2);
          }
        });
      } else if (options.has('action') || options.has('hooks')) {
        checkPipeline(where, yaml(text), options.has('action'));
      } else if (language === 'json') {
        JSON.parse(text);
      } else if (!isSource(fence)) {
        expect(Object.keys(NOT_RUN), `${where}: blocks of this language are run`).toContain(language);
      }
    }
  });
}
