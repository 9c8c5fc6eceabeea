import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';
import { docs } from './scripts/docs.ts';
import { examples } from './scripts/examples.ts';
import { explanations } from './scripts/explanations.ts';
import { firstPage, preload } from './scripts/first-page.ts';
import { firstView } from './scripts/first-view.ts';
import { noParser } from './scripts/no-parser.ts';
import { halves } from './scripts/split.ts';
import { templates } from './scripts/templates.ts';

const pkg = fileURLToPath(new URL('../crate/pkg', import.meta.url));
const folder = fileURLToPath(new URL('./examples', import.meta.url));
const root = fileURLToPath(new URL('..', import.meta.url));
const pages = fileURLToPath(new URL('../tests/cases/diagnostics', import.meta.url));

/** The engine is reached by alias, so that `npm ci` works before it is built. */
export default defineConfig({
  base: './',
  // What is not there is not found, as on any web server.
  appType: 'mpa',
  plugins: [halves(pkg, folder), templates(), noParser(), firstView(pkg, folder), firstPage(pkg, folder), preload(), examples(pkg, folder), explanations(pages), docs(pkg, root)],
  resolve: {
    alias: [
      { find: /^callsheet$/, replacement: `${pkg}/callsheet.js` },
      { find: /^callsheet\//, replacement: `${pkg}/` },
    ],
  },
  worker: { format: 'es', plugins: () => [halves(pkg, folder)] },
  // Nothing inlined: data: addresses would break the Content-Security-Policy.
  build: { target: 'es2022', assetsInlineLimit: 0, modulePreload: { polyfill: false }, reportCompressedSize: false, minify: 'terser', terserOptions: { module: true, compress: { passes: 3, unsafe_arrows: true, keep_fargs: false } }, rolldownOptions: { treeshake: { propertyReadSideEffects: false } } },
  server: { fs: { allow: ['..'] } },
});
