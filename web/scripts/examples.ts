/** Puts the examples beside the built page, which fetches them when somebody asks for one, each with a drawing by the engine. */

import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { Plugin } from 'vite';

/** What stands in the file beside an example's folder. */
interface Description {
  readonly place: number;
  readonly title: string;
  readonly about: string;
  readonly broken?: true;
  /** Nodes in each wave. */
  readonly waves: readonly number[];
  /** Codes of the errors and warnings. */
  readonly findings: readonly string[];
}

export type Engine = typeof import('callsheet');

export async function engineIn(pkg: string): Promise<Engine> {
  const engine = (await import(join(pkg, 'callsheet.js'))) as Engine;
  engine.initSync({ module: readFileSync(join(pkg, 'callsheet_bg.wasm')) });
  return engine;
}

/** Manifests before modules, then Ruby, data last, `init.pp` before its neighbours. */
function rank(path: string): string {
  return (path.endsWith('.yaml') ? '2' : path.endsWith('.rb') ? '1' : '0') + path.replace('/init.pp', '/');
}

/** The files below a folder, in reading order. */
export function filesIn(folder: string): { path: string; text: string }[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .map((path) => ({ path: relative(folder, path), text: readFileSync(path, 'utf8') }))
    .sort((a, b) => (rank(a.path) < rank(b.path) ? -1 : 1));
}

/** The examples in a folder, in the order of the gallery. */
export function describe(folder: string): (Description & { readonly id: string })[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .map((name) => ({ ...(JSON.parse(readFileSync(join(folder, name), 'utf8')) as Description), id: name.slice(0, -5) }))
    .sort((a, b) => a.place - b.place);
}

/** Makes `examples.json`: each example as it is described, with its files and its drawing. One file is soon fetched and soon kept. */
export function examples(pkg: string, folder: string): Plugin {
  const make = async (): Promise<string> => {
    const { exportText } = await engineIn(pkg);
    const whole = describe(folder).map((description) => {
      const files = filesIn(join(folder, description.id));
      return { ...description, files, drawing: exportText(files, {}, 'svg') };
    });
    return JSON.stringify(whole);
  };
  return {
    name: 'examples',
    async generateBundle() {
      this.emitFile({ type: 'asset', fileName: 'examples.json', source: await make() });
    },
    configureServer(server) {
      server.middlewares.use('/examples.json', (_, response, next) => {
        make().then((text) => response.setHeader('Content-Type', 'application/json').end(text), next);
      });
    },
  };
}
