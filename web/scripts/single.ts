/**
 * The playground as one file that opens from a disk, where a browser fetches nothing: the script and the style are a part
 * of the page, allowed by their hashes; the engine and what else lies beside the page are packed into blocks of data.
 */

import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { deflateSync } from 'node:zlib';
import type { Plugin } from 'vite';

/** Files of the built page that come along. */
const BESIDE = ['examples.json', 'explanations.json'];

/** Where the policy goes when the hashes are known. */
const POLICY = "default-src 'none'; script-src 'sha256-later'; style-src 'sha256-later'";

function packed(id: string, content: string | Uint8Array): string {
  return `<script type="text/plain" id="${id}">${deflateSync(content, { level: 9 }).toString('base64')}</script>`;
}

/** The hashes of all elements that `what` finds, as a policy names them. */
function hashes(html: string, what: RegExp): string {
  return [...html.matchAll(what)].map(([, text = '']) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`).join(' ');
}

/** Nothing but what the file holds. The nonce lets CodeMirror mount its style sheet. */
function policy(html: string): string {
  const scripts = hashes(html, /<script type="module"[^>]*>([^]*?)<\/script>/g);
  const styles = hashes(html, /<style[^>]*>([^]*?)<\/style>/g);
  if (!scripts || !styles) throw new Error('the script or the style is not in the page');
  return `default-src 'none'; script-src ${scripts} 'wasm-unsafe-eval'; worker-src blob:; style-src ${styles} 'nonce-callsheet-editor'; img-src data:; base-uri 'none'; form-action 'none'`;
}

/** Takes the modules in `src/single` in place of their namesakes. Only built, and after the page, whose examples and explanations it takes. */
export function single(web: string, pkg: string): Plugin[] {
  return [
    {
      name: 'single-modules',
      enforce: 'pre',
      resolveId(id) {
        const [, name] = /^\.\.?\/(beside|offline|parts)$/.exec(id) ?? [];
        return name === undefined ? undefined : join(web, `src/single/${name}.ts`);
      },
    },
    {
      name: 'single-page',
      enforce: 'post',
      transformIndexHtml: { order: 'pre', handler: (html) => html.replace(/(<meta http-equiv="Content-Security-Policy" content=")[^"]*/, (_, before: string) => before + POLICY) },
      // After the plugin that puts the script and the style into the page.
      generateBundle: {
        order: 'post',
        handler(_, bundle) {
          const page = bundle['index.html'];
          if (page?.type !== 'asset') throw new Error('there is no page');
          const html = page.source.toString().replace(/<style [^>]*>/g, () => '<style>');
          const texts = BESIDE.map((name) => packed(name, readFileSync(join(web, 'dist', name))));
          const blocks = texts.join('') + packed('engine', readFileSync(join(pkg, 'callsheet_bg.wasm')));
          const source = html.replace(POLICY, () => policy(html)).replace('</body>', () => `${blocks}</body>`);
          delete bundle['index.html'];
          this.emitFile({ type: 'asset', fileName: 'callsheet.html', source });
        },
      },
    },
  ];
}
