// Prints what the page weighs, compressed, against its budgets; fails above one.

import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

const assets = fileURLToPath(new URL('../dist/assets/', import.meta.url));
const BUDGETS = [
  { what: 'wasm before the first plan', is: /^first-.*\.wasm$/, budget: 350_000 / 1024 },
  { what: 'wasm in all', is: /\.wasm$/, budget: 500 },
  { what: 'JS + CSS', is: /\.(js|css)$/, budget: 160 },
];

const files = readdirSync(assets).map((name) => ({
  name,
  bytes: gzipSync(readFileSync(assets + name), { level: 9 }).length,
}));

let isOver = false;
for (const { what, is, budget } of BUDGETS) {
  const own = files.filter(({ name }) => is.test(name));
  const kilobytes = own.reduce((sum, { bytes }) => sum + bytes, 0) / 1024;
  isOver ||= kilobytes > budget;
  console.log(`${what}: ${kilobytes.toFixed(1)} KB gzip of ${budget.toFixed(1)} KB${kilobytes > budget ? ' TOO MUCH' : ''}`);
}

// What a page of somebody's loads for an element before it is touched: the script, what that imports, and its style sheet.
const dist = new URL('../dist/', import.meta.url);
const ELEMENT_BUDGET = 12;

function loaded(name, seen = new Set()) {
  if (seen.has(name)) return seen;
  seen.add(name);
  const text = readFileSync(new URL(name, dist), 'utf8');
  for (const [, other] of text.matchAll(/(?:from|import)\s*"(\.[^"]+)"/g)) loaded(new URL(other, new URL(name, 'file:///')).pathname.slice(1), seen);
  return seen;
}

const element = [...loaded('callsheet-plan.js'), 'callsheet-plan.css'];
const bytes = element.reduce((sum, name) => sum + gzipSync(readFileSync(new URL(name, dist)), { level: 9 }).length, 0);
isOver ||= bytes / 1024 > ELEMENT_BUDGET;
console.log(`an untouched element: ${(bytes / 1024).toFixed(1)} KB gzip of ${ELEMENT_BUDGET} KB, in ${element.length} files`);

// Nobody waits for it: it is there before it is opened.
const FILE_BUDGET = 1500;
const file = readFileSync(new URL('callsheet.html', dist)).length / 1024;
isOver ||= file > FILE_BUDGET;
console.log(`the single file: ${file.toFixed(1)} KB of ${FILE_BUDGET} KB`);
process.exitCode = isOver ? 1 : 0;
