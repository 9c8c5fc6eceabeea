/** Plans the first example while the page is built, so that it is drawn before the engine has arrived. */

import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { Plugin } from 'vite';

const NAME = 'virtual:first-view';
const FIRST = 'three-tiers';

function filesIn(folder: string): { path: string; text: string }[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
    .map((path) => ({ path: relative(folder, path), text: readFileSync(path, 'utf8') }));
}

/** Makes the module `virtual:first-view` from the engine in `pkg` and the first of `examples`. */
export function firstView(pkg: string, examples: string): Plugin {
  return {
    name: 'first-view',
    resolveId: (id) => (id === NAME ? `\0${NAME}` : undefined),
    async load(id) {
      if (id !== `\0${NAME}`) return undefined;
      const engine = (await import(join(pkg, 'callsheet.js'))) as typeof import('callsheet');
      engine.initSync({ module: readFileSync(join(pkg, 'callsheet_bg.wasm')) });
      const { timings: _, ...view } = engine.plan(filesIn(join(examples, FIRST)), {});
      return `export const FIRST = ${JSON.stringify(FIRST)};\nexport const view = ${JSON.stringify(view)};`;
    },
  };
}
