// Compares what the built WebAssembly package answers with what the native library answered (target/golden.json),
// byte by byte.

import { readFile } from 'node:fs/promises';

const root = new URL('../../', import.meta.url);
const golden = JSON.parse(await readFile(new URL('target/golden.json', root), 'utf8'));
const { default: init, exportText, ...engine } = await import(new URL('crate/pkg/callsheet.js', root).href);
await init({ module_or_path: await readFile(new URL('crate/pkg/callsheet_bg.wasm', root)) });

let compared = 0;
const wrong = [];
for (const { name, files, texts, others } of golden) {
  for (const [node, expected] of Object.entries(others)) {
    compare(`${name}, catalog of ${node}`, expected, exportText(files, { node }, 'catalog-json'));
  }
  for (const [form, expected] of Object.entries(texts)) {
    compare(`${name}, ${form}`, expected, exportText(files, {}, form));
  }
  for (const { path, text, ...answers } of files) {
    for (const [question, expected] of Object.entries(answers)) {
      compare(`${name}, ${question} of ${path}`, expected.join(' '), engine[question](path, text).join(' '));
    }
  }
}

function compare(what, expected, shown) {
  compared += 1;
  if (shown !== expected) {
    wrong.push(`${what}: ${firstDifference(expected, shown)}`);
  }
}

function firstDifference(expected, shown) {
  let at = 0;
  while (at < expected.length && expected[at] === shown[at]) {
    at += 1;
  }
  const around = (text) => JSON.stringify(text.slice(Math.max(0, at - 30), at + 30));
  return `at ${at}: native ${around(expected)}, wasm ${around(shown)}`;
}

console.log(wrong.slice(0, 20).join('\n'));
console.log(`same bytes: ${compared - wrong.length} passed, ${wrong.length} failed, ${golden.length} manifests`);
process.exitCode = wrong.length === 0 ? 0 : 1;
