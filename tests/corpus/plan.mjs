// Prints the median of the milliseconds that the built WebAssembly package takes from a manifest to the JSON of its
// plan: `node plan.mjs FILE ROUNDS`.

import { readFile } from 'node:fs/promises';

const root = new URL('../../', import.meta.url);
const { default: init, exportText } = await import(new URL('crate/pkg/callsheet.js', root).href);
await init({ module_or_path: await readFile(new URL('crate/pkg/callsheet_bg.wasm', root)) });

const [path, rounds] = process.argv.slice(2);
const files = [{ path: 'manifest.pp', text: await readFile(path, 'utf8') }];
const run = () => {
  const start = performance.now();
  exportText(files, {}, 'plan-json');
  return performance.now() - start;
};
run();
const times = Array.from({ length: Number(rounds) }, run).sort((a, b) => a - b);
console.log(times[Math.floor(times.length / 2)]);
