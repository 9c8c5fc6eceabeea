/** Puts the pages that explain findings beside the built page, which fetches them when somebody asks for one. */

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Plugin } from 'vite';

/** Makes `explanations.json` from the Markdown files of `folder`: their texts by code. One file is soon fetched and soon kept. */
export function explanations(folder: string): Plugin {
  const make = (): string => {
    const names = readdirSync(folder).sort();
    return JSON.stringify(Object.fromEntries(names.map((name) => [name.replace(/\.md$/, ''), readFileSync(join(folder, name), 'utf8')])));
  };
  return {
    name: 'explanations',
    generateBundle() {
      this.emitFile({ type: 'asset', fileName: 'explanations.json', source: make() });
    },
    configureServer(server) {
      server.middlewares.use('/explanations.json', (_, response) => {
        response.setHeader('Content-Type', 'application/json').end(make());
      });
    },
  };
}
