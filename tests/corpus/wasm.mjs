// The built WebAssembly package (crate/pkg), asked how long it takes to parse.
//
// Paths on standard input, one a line, then an empty line; from then on each line is `all` or a path, and the seconds
// that parsing took are printed, by the package's own clock: `plan` tells for each stage. What follows parsing is not
// counted.

import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';

// The package asks the worker it runs in for its clock.
globalThis.WorkerGlobalScope = class {
  static [Symbol.hasInstance](value) {
    return value === globalThis;
  }
};
const root = new URL('../../crate/pkg/', import.meta.url);
const module_or_path = await WebAssembly.compile(readFileSync(new URL('callsheet_bg.wasm', root)));
let instances = 0;
let plan = await start();

const corpus = [];
let asked = false;
for await (const line of createInterface({ input: process.stdin })) {
  if (asked) {
    console.log(line === 'all' ? await together() : await seconds(readFileSync(line, 'utf8')));
  } else if (line === '') {
    asked = true;
    console.log(0);
  } else {
    corpus.push(readFileSync(line, 'utf8'));
  }
}

async function start() {
  instances += 1;
  const { default: init, plan } = await import(new URL(`callsheet.js?${instances}`, root).href);
  await init({ module_or_path });
  return plan;
}

async function together() {
  let sum = 0;
  for (const text of corpus) {
    sum += await seconds(text);
  }
  return sum;
}

// A crash takes the instance with it.
async function seconds(text) {
  try {
    return plan([{ path: 'site.pp', text }], {}).timings.parse / 1000;
  } catch {
    plan = await start();
    return 'crashed';
  }
}
