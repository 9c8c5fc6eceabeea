// Compares what the built WebAssembly package answers with what the native library answered (target/golden.json),
// byte by byte: the whole engine, and the two parts in which the page loads it. Asked for a plan, the first part alone
// has to give the same answer or to stop, for the page then asks again with the rest.

import { readFile } from 'node:fs/promises';

const root = new URL('../../', import.meta.url);
const golden = JSON.parse(await readFile(new URL('target/golden.json', root), 'utf8'));
const [whole, first, rest] = await Promise.all(['callsheet_bg', 'first', 'rest'].map(async (name) => WebAssembly.compile(await readFile(new URL(`crate/pkg/${name}.wasm`, root)))));

let instances = 0;

/** An engine of these parts. Each has a copy of the binding, which holds one engine. */
async function engineOf(module, more) {
  const engine = await import(new URL(`crate/pkg/callsheet.js?${(instances += 1)}`, root).href);
  const shared = engine.initSync({ module });
  if (more) new WebAssembly.Instance(more, { first: shared });
  return engine;
}

/** Every question whose answer is known: its name, the answer, and how to ask. */
function* questions({ name, files, texts, others }) {
  for (const [node, expected] of Object.entries(others)) {
    yield [`${name}, catalog of ${node}`, expected, (engine) => engine.exportText(files, { node }, 'catalog-json')];
  }
  for (const [form, expected] of Object.entries(texts)) {
    yield [`${name}, ${form}`, expected, (engine) => engine.exportText(files, {}, form)];
  }
  for (const { path, text, ...answers } of files) {
    for (const [question, expected] of Object.entries(answers)) {
      yield [`${name}, ${question} of ${path}`, expected.join(' '), (engine) => engine[question](path, text).join(' ')];
    }
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

/** Asks an engine all questions; one that stops for want of the rest is made anew. */
async function compare(what, make, isPart = false) {
  let [compared, stopped, engine] = [0, 0, await make()];
  const wrong = [];
  for (const manifest of golden) {
    for (const [question, expected, ask] of questions(manifest)) {
      if (isPart && !question.endsWith(', view')) continue;
      try {
        const shown = ask(engine);
        compared += 1;
        if (shown !== expected) wrong.push(`${what}: ${question}: ${firstDifference(expected, shown)}`);
      } catch (error) {
        if (!isPart || !(error instanceof WebAssembly.RuntimeError)) throw error;
        stopped += 1;
        engine = await make();
      }
    }
  }
  console.log(wrong.slice(0, 20).join('\n'));
  console.log(`same bytes, ${what}: ${compared - wrong.length} passed, ${wrong.length} failed, ${stopped} stopped, ${golden.length} manifests`);
  return wrong.length === 0 && compared > 0;
}

const isSame = [
  await compare('the whole engine', () => engineOf(whole)),
  await compare('its two parts', () => engineOf(first, rest)),
  await compare('the first part', () => engineOf(first), true),
];
process.exitCode = isSame.every(Boolean) ? 0 : 1;
