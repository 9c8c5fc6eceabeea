/** Plans and reads the first example while the page is built, so that it is drawn before the engine has arrived. */

import { join } from 'node:path';
import type { Plugin } from 'vite';
import { engineIn, filesIn, type Engine } from './examples.ts';

const NAME = 'virtual:first-view';
const FIRST = 'three-tiers';
/** What most phones have; others make more or less of it by zooming until the engine has arrived. */
const PHONE = 360;

/** Tokens that begin so many characters after the one before: smaller numbers, of which more are the same. */
function gaps(tokens: Uint32Array): number[] {
  return [...tokens].map((number, place) => (place % 3 === 0 && place > 0 ? number - (tokens[place - 3] ?? 0) - (tokens[place - 2] ?? 0) : number));
}

function reading(engine: Engine, path: string, text: string) {
  return { gaps: gaps(engine.tokens(path, text)), folds: [...engine.folds(path, text)] };
}

/** The first of `examples`, planned by the engine in `pkg`. */
export async function firstOf(pkg: string, examples: string) {
  const engine = await engineIn(pkg);
  const files = filesIn(join(examples, FIRST));
  const { timings: _, ...view } = engine.plan(files, {});
  return { engine, files, view, rows: engine.plan(files, { room: PHONE }).drawing };
}

/** Makes the module `virtual:first-view` from the engine in `pkg` and the first of `examples`. */
export function firstView(pkg: string, examples: string): Plugin {
  return {
    name: 'first-view',
    resolveId: (id) => (id === NAME ? `\0${NAME}` : undefined),
    async load(id) {
      if (id !== `\0${NAME}`) return undefined;
      const { engine, files, view, rows } = await firstOf(pkg, examples);
      const readings = files.map(({ path, text }) => ({ path, ...reading(engine, path, text) }));
      const [tokenKinds, symbolKinds] = engine.kinds().split(';').map((names) => names.split(' '));
      const values = { FIRST, VERSION: engine.version(), files, view, rows, readings, tokenKinds, symbolKinds };
      return Object.entries(values).map(([name, value]) => `export const ${name} = ${JSON.stringify(value)};`).join('\n');
    },
  };
}
