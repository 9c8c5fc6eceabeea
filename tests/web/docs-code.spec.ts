/** Every code block of the documentation is run: what it has to be is said where it begins (`web/scripts/docs/fences.ts`). */

import { expect, test } from '@playwright/test';
import { expectedOf, filesOfGroup, isSource, type SourceFile } from '../../web/scripts/docs/fences';
import { exampleFiles, filesNamed, run, withWorld, withFiles, written, type Written } from './docs';

/** Languages whose blocks are no code that could be run, each with the reason. */
const NOT_RUN: Readonly<Record<string, string>> = {
  text: 'prose in fixed letters: synopses, pictures, forms of names',
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
  let at = 0;
  return expected.split(/^ *…$/m).every((part, place, all) => {
    const text = part.replace(/^\n|\n$/g, '');
    const found = printed.indexOf(text, at);
    at = found + text.length;
    return found >= 0 && (place > 0 || found === 0) && (place < all.length - 1 || text === '' || printed.endsWith(text));
  });
}

async function checkTranscript(page: Written, text: string, folderOf: string | undefined): Promise<void> {
  const use = async (folder: string): Promise<void> => {
    for (const { command, printed } of steps(text)) {
      const { out, err } = await run(command, folder);
      const all = `${out}${err}`.trimEnd();
      if (!isPrinted(all, printed)) expect(all, `$ ${command}`).toBe(printed);
    }
  };
  await (folderOf === undefined ? withWorld(use) : withFiles(filesNamed(page, folderOf), use));
}

for (const page of written()) {
  test(`the code of ${page.name} does what the page says`, async () => {
    for (const [name, group] of page.groups) {
      if (!group.some(({ language }) => language === 'puppet')) continue;
      expect(await findings(filesOfGroup(group, exampleFiles)), `findings of ${name}`).toEqual(expectedOf(group).sort());
    }
    for (const { language, options, text, line } of page.fences) {
      const where = `${page.name}:${line}`;
      const whole = options.get('of');
      if (whole !== undefined) {
        const texts = filesNamed(page, whole).map((file) => bare(file.text));
        expect(texts.some((it) => it.includes(bare(text))), `${where} stands so in ${whole}`).toBe(true);
      } else if (language === 'console') {
        expect(steps(text).length, `${where} has a command`).toBeGreaterThan(0);
        await checkTranscript(page, text, options.get('in'));
      } else if (language === 'sh') {
        await withWorld(async (folder) => {
          // What other programs make of the output is theirs.
          for (const [command = ''] of text.matchAll(/^callsheet [^|&\n]*/gm)) {
            const { status, err } = await run(command, folder);
            expect(status, `${where}: ${command}\n${err}`).toBeLessThan(2);
          }
        });
      } else if (language === 'json') {
        JSON.parse(text);
      } else if (!isSource({ language, options, text, line })) {
        expect(Object.keys(NOT_RUN), `${where}: blocks of this language are run`).toContain(language);
      }
    }
  });
}
