/** Puts the pages that explain findings beside the built page, where it fetches them one by one. */

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Plugin } from 'vite';

/** Makes `explanations/<code>.md` from the Markdown files of `folder`. */
export function explanations(folder: string): Plugin {
  return {
    name: 'explanations',
    generateBundle() {
      for (const name of readdirSync(folder).sort()) {
        this.emitFile({ type: 'asset', fileName: `explanations/${name}`, source: readFileSync(join(folder, name)) });
      }
    },
    configureServer(server) {
      server.middlewares.use('/explanations', (request, response) => {
        response.setHeader('Content-Type', 'text/markdown; charset=utf-8');
        response.end(readFileSync(join(folder, (request.url ?? '').replaceAll(/[^a-z0-9.-]/g, ''))));
      });
    },
  };
}
