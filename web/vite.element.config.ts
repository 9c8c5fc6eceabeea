import { fileURLToPath } from 'node:url';
import { defineConfig, mergeConfig, type Plugin } from 'vite';
import { whole } from './scripts/split.ts';
import page from './vite.config.ts';

const source = (name: string): string => fileURLToPath(new URL(name, import.meta.url));

/**
 * The element and the page for frames, beside the playground but on their own: shared pieces would cost the playground
 * requests, and its size. `--mode package` builds the element for the npm package, where the engine has its own name.
 */
export default defineConfig(({ mode }) => {
  const isPackage = mode === 'package';
  /** The page for frames loads the element as any other page does. */
  const element: Plugin = {
    name: 'element-script',
    transformIndexHtml: { order: 'post', handler: () => [{ tag: 'script', injectTo: 'head', attrs: { type: 'module', src: './callsheet-plan.js' } }] },
  };
  const plugins = (page.plugins ?? []).filter((plugin) => plugin && 'name' in plugin && ['halves', 'templates', 'no-parser', 'first-view'].includes(plugin.name));
  return mergeConfig({ ...page, plugins: [...plugins, element, ...(isPackage ? [whole(fileURLToPath(new URL('../crate/pkg', import.meta.url)))] : [])] }, {
    publicDir: 'element-public',
    build: {
      outDir: isPackage ? '../target/package/npm' : 'dist',
      emptyOutDir: isPackage,
      modulePreload: false,
      // Written out for older browsers, `light-dark()` would follow the element and not what is in it.
      cssTarget: ['chrome123', 'edge123', 'firefox121', 'safari17.5'],
      rolldownOptions: {
        input: isPackage ? { 'callsheet-plan': source('src/element/plan.ts') } : { 'callsheet-plan': source('src/element/plan.ts'), embed: source('embed.html') },
        preserveEntrySignatures: 'allow-extension',
        output: {
          entryFileNames: ({ name }: { name: string }) => (name === 'callsheet-plan' ? '[name].js' : 'element/[name]-[hash].js'),
          chunkFileNames: 'element/[name]-[hash].js',
          assetFileNames: ({ names }: { names: readonly string[] }) => (names.some((name) => name.endsWith('.wasm')) ? (isPackage ? '[name][extname]' : 'assets/[name]-[hash][extname]') : 'element/[name]-[hash][extname]'),
        },
      },
    },
    worker: { rolldownOptions: { output: { entryFileNames: 'element/[name]-[hash].js', assetFileNames: isPackage ? '[name][extname]' : 'assets/[name]-[hash][extname]' } } },
  });
});
