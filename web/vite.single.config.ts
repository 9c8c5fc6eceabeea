import { fileURLToPath } from 'node:url';
import { defineConfig, mergeConfig } from 'vite';
import { viteSingleFile } from 'vite-plugin-singlefile';
import { single } from './scripts/single.ts';
import page from './vite.config.ts';

const web = fileURLToPath(new URL('.', import.meta.url));
const pkg = fileURLToPath(new URL('../crate/pkg', import.meta.url));
const plugins = (page.plugins ?? []).filter((plugin) => plugin && 'name' in plugin && ['halves', 'templates', 'no-parser', 'first-view', 'first-page'].includes(plugin.name));

/** The playground in one file, `dist/callsheet.html`; built after the page. */
export default mergeConfig(
  { ...page, plugins: [...plugins, viteSingleFile(), ...single(web, pkg)] },
  defineConfig({
    publicDir: false,
    build: { outDir: 'dist', emptyOutDir: false },
    // Workers from a text of the page are no modules everywhere.
    worker: { format: 'iife' },
  }),
);
