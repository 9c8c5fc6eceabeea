/**
 * Cuts the engine in two, so that the page plans before all of it has arrived: `first.wasm` holds the functions that the
 * workload below runs, `rest.wasm` all others. `crate/split` does the cutting.
 */

import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { View } from 'callsheet';
import type { Plugin } from 'vite';
import { filesIn, type Engine } from './examples.ts';

const TOOL = fileURLToPath(new URL('../../crate/split', import.meta.url));
const HERE = fileURLToPath(new URL('.', import.meta.url));

/** What the page opens with. */
const OPENING = 'three-tiers';
/** How much room phones have, in pixels; where waves are rows, the drawing depends on it. */
const PHONES = [300, 340, 360, 380, 400, 580, 680];

type File = { path: string; text: string };

/** Plans these files as the page does, after a drawing with this arrangement; the arrangement of the new one. */
function plan(engine: Engine, files: File[], arrangement: string, room?: number): string {
  const aim = { target: '', withPrerequisites: false, whole: false, open: [], ...(room === undefined ? {} : { room }) };
  const view = JSON.parse(engine.exportText(files, { arrangement, ...aim }, 'view')) as View;
  return view.drawing.arrangement;
}

/** What the page does on a first visit, before the rest is there. */
function work(engine: Engine, examples: string): void {
  const opening = filesIn(join(examples, OPENING));
  for (const room of [undefined, ...PHONES]) plan(engine, opening, plan(engine, opening, '', room), room);
}

/** Runs the workload in a module that marks what is called; the numbers of these functions. */
async function called(pkg: string, marked: string, examples: string): Promise<string> {
  // Of its own: the engine in `callsheet.js` is the whole one, for everything else that is built.
  const engine = (await import(`${pathToFileURL(join(pkg, 'callsheet.js')).href}?marked`)) as Engine;
  const exports: Record<string, unknown> = { ...engine.initSync({ module: readFileSync(marked) }) };
  work(engine, examples);
  const ran = Object.entries(exports).filter(([name, mark]) => name.startsWith('ran ') && (mark as WebAssembly.Global).value === 1);
  return ran.map(([name]) => name.slice('ran '.length)).join(' ');
}

/** What the two depend on. */
function key(pkg: string, examples: string): string {
  const hash = createHash('sha256');
  for (const name of ['callsheet_bg.wasm', 'callsheet.js']) hash.update(readFileSync(join(pkg, name)));
  hash.update(readFileSync(join(HERE, 'split.ts')));
  for (const folder of [examples, join(TOOL, 'src')]) hash.update(JSON.stringify(filesIn(folder)));
  return hash.digest('hex');
}

function isThere(path: string, text: string): boolean {
  try {
    return readFileSync(path, 'utf8') === text;
  } catch {
    return false;
  }
}

/** Leaves `first.wasm` and `rest.wasm` beside the engine in `pkg`, unless they are there. */
export async function splitIn(pkg: string, examples: string): Promise<void> {
  const [done, wanted] = [join(pkg, 'split.txt'), key(pkg, examples)];
  if (isThere(done, wanted)) return;
  const scratch = mkdtempSync(join(tmpdir(), 'callsheet-split-'));
  const tool = (...words: string[]): void => {
    execFileSync('cargo', ['run', '--quiet', '--locked', '--package', 'callsheet-split', '--', ...words], { cwd: TOOL, stdio: 'inherit' });
  };
  const [engine, marked, ran] = [join(pkg, 'callsheet_bg.wasm'), join(scratch, 'marked.wasm'), join(scratch, 'ran.txt')];
  try {
    tool('instrument', engine, marked);
    writeFileSync(ran, await called(pkg, marked, examples));
    tool('split', engine, ran, join(pkg, 'first.wasm'), join(pkg, 'rest.wasm'));
    writeFileSync(done, wanted);
  } finally {
    rmSync(scratch, { recursive: true });
  }
}

/** The two halves in the page, made when they are not there. */
export function halves(pkg: string, examples: string): Plugin {
  return {
    name: 'halves',
    async config(_, { isPreview }) {
      if (!isPreview) await splitIn(pkg, examples);
    },
    /** The binding would bring the whole engine along, in case that nobody gives it one. */
    transform: (code, id) => (id === join(pkg, 'callsheet.js') ? { code: code.replace(/module_or_path = new URL\('callsheet_bg.wasm', import\.meta\.url\);/, ''), map: null } : undefined),
  };
}

/** In place of the two halves, the whole engine in one file: for what is not in a hurry. */
export function whole(pkg: string): Plugin {
  return {
    name: 'whole',
    enforce: 'pre',
    resolveId: (id) => (/\/first\.wasm\?url$/.test(id) ? join(pkg, 'callsheet_bg.wasm?url') : /\/rest\.wasm\?url$/.test(id) ? '\0no-rest' : undefined),
    load: (id) => (id === '\0no-rest' ? "export default '';" : undefined),
  };
}
