/** The engine's thread: one message in, one message out, nothing kept between them. */

import { compile, diff, exportText, folds, format, initSync, kinds, simulate, symbols, tokens } from 'callsheet';
import { isCode } from './paths';
import type { Answer, Reading, Reply, Request, SourceFile } from './protocol';
import { yamlTokens } from './yaml';

/** What the editor shows of a file. Data is only coloured; it has neither folds nor an outline. */
function read({ path, text }: SourceFile): Reading {
  if (isCode(path)) return { tokens: tokens(path, text), folds: folds(path, text) };
  const names = kinds().split(';')[0]?.split(' ') ?? [];
  return { tokens: yamlTokens(text, names), folds: new Uint32Array() };
}

/** What the rest of the engine shares with the first part; once it has come, there is nothing more to come. */
let shared: WebAssembly.Exports | undefined;

function answer(request: Request): Answer {
  switch (request.kind) {
    case 'start': {
      const exports = initSync({ module: request.module });
      if (!request.isWhole) shared = { ...exports };
      return { kind: 'started' };
    }
    case 'rest':
      if (shared) new WebAssembly.Instance(request.module, { first: shared });
      shared = undefined;
      return { kind: 'started' };
    case 'plan': {
      const start = performance.now();
      const text = exportText([...request.files], { arrangement: request.arrangement, ...request.aim }, 'view');
      return { kind: 'plan', text, took: performance.now() - start };
    }
    case 'simulate':
      return { kind: 'simulate', run: simulate([...request.files], request.options) };
    case 'compile': {
      const { files, node, aim } = request;
      return { kind: 'compile', compiled: compile([...files], { ...aim, ...(node === undefined ? {} : { node }) }) };
    }
    case 'export': {
      const { files, options, form } = request;
      return { kind: 'export', text: exportText([...files], options, form) };
    }
    case 'diff': {
      const { before, after, options } = request;
      return { kind: 'diff', diff: diff([...before], [...after], options) };
    }
    case 'read':
      return { kind: 'read', reading: read(request.file) };
    case 'outline': {
      const files = request.files.filter(({ path }) => isCode(path));
      return { kind: 'outline', outlines: files.map((file) => ({ ...file, symbols: symbols(file.path, file.text) })) };
    }
    case 'format':
      return { kind: 'format', text: format(request.file.path, request.file.text) };
  }
}

function reply(request: Request): Reply {
  try {
    return { id: request.id, ...answer(request) };
  } catch (error) {
    // Where a function of the rest should stand there is none, which stops the engine.
    if (shared && error instanceof WebAssembly.RuntimeError) return { id: request.id, kind: 'incomplete' };
    return { id: request.id, kind: 'failed', message: error instanceof Error ? error.message : String(error) };
  }
}

self.addEventListener('message', (event: MessageEvent<Request>) => {
  self.postMessage(reply(event.data));
});
