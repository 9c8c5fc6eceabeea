/** Builds the documentation into `docs/` beside the page, after everything else. */

import { join } from 'node:path';
import { build, type InlineConfig, type Plugin } from 'vite';
import { drawingStyle } from './docs/embed.ts';
import { buildSite, type Assets } from './docs/site.ts';
import { engineIn } from './examples.ts';

const STYLE = 'virtual:drawings.css';

/** Builds one script, and says how its files are called. */
async function bundled(web: string, out: string, drawings: string, file: string, format: 'es' | 'iife'): Promise<string[]> {
  const config: InlineConfig = {
    configFile: false,
    root: web,
    base: './',
    logLevel: 'warn',
    plugins: [{ name: 'drawings', resolveId: (id) => (id === STYLE ? `\0${STYLE}` : undefined), load: (id) => (id === `\0${STYLE}` ? drawings : undefined) }],
    build: {
      target: 'es2022',
      outDir: out,
      emptyOutDir: false,
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      reportCompressedSize: false,
      rolldownOptions: { input: join(web, 'src/docs', file), output: { format } },
    },
  };
  const results = await build(config);
  const outputs = (Array.isArray(results) ? results : [results]).flatMap((it) => ('output' in it ? it.output : []));
  return outputs.filter((it) => it.type === 'asset' || it.isEntry).map(({ fileName }) => fileName);
}

async function assets(web: string, out: string, drawings: string): Promise<Assets> {
  const early = await bundled(web, out, drawings, 'early.ts', 'iife');
  const main = await bundled(web, out, drawings, 'main.ts', 'es');
  const one = (names: readonly string[], end: string): string => names.find((name) => name.endsWith(end)) ?? '';
  return { early: one(early, '.js'), main: one(main, '.js'), style: one(main, '.css') };
}

/** `pkg` has the engine; `root` is the whole checkout. */
export function docs(pkg: string, root: string): Plugin {
  return {
    name: 'docs',
    apply: 'build',
    closeBundle: {
      order: 'post',
      sequential: true,
      async handler(error?: Error) {
        if (error) return;
        const web = join(root, 'web');
        const out = join(web, 'dist/docs');
        const engine = await engineIn(pkg);
        await buildSite({ web, root, out }, await assets(web, out, drawingStyle(engine)), engine);
      },
    },
  };
}
