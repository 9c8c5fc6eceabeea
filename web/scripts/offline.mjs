// Writes `dist/sw.js`, by which a browser keeps the built page: the playground with its examples and explanations at
// once, the documentation and all else as far as it was read. Runs when everything else is built.

import { fileURLToPath } from 'node:url';
import { generateSW } from 'workbox-build';

const dist = fileURLToPath(new URL('../dist', import.meta.url));

const { count, size, warnings } = await generateSW({
  globDirectory: dist,
  globPatterns: ['index.html', 'assets/*', 'examples.json', 'explanations.json'],
  swDest: `${dist}/sw.js`,
  // Names with a hash in them tell versions apart by themselves.
  dontCacheBustURLsMatching: /^assets\//,
  runtimeCaching: [{ urlPattern: ({ sameOrigin }) => sameOrigin, handler: 'NetworkFirst', options: { cacheName: 'callsheet-read' } }],
  // Whoever uses the page says when it is replaced.
  skipWaiting: false,
  clientsClaim: false,
  cleanupOutdatedCaches: true,
  inlineWorkboxRuntime: true,
  sourcemap: false,
  maximumFileSizeToCacheInBytes: 4 * 2 ** 20,
});
for (const warning of warnings) console.warn(warning);
console.log(`kept for when there is no network: ${count} files, ${Math.round(size / 1024)} KB`);
