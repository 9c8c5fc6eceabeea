/** The engine's thread: one message in, one message out, nothing kept between them. */

import init, { folds, format, plan, symbols, tokens } from 'callsheet';
import type { Answer, Reply, Request } from './protocol';

async function answer(request: Request): Promise<Answer> {
  switch (request.kind) {
    case 'start':
      await init({ module_or_path: request.module });
      return { kind: 'started' };
    case 'plan': {
      const start = performance.now();
      const view = plan([...request.files], {});
      return { kind: 'plan', view, took: performance.now() - start };
    }
    case 'read': {
      const { path, text } = request.file;
      return { kind: 'read', reading: { tokens: tokens(path, text), folds: folds(path, text) } };
    }
    case 'outline':
      return { kind: 'outline', outlines: request.files.map((file) => ({ ...file, symbols: symbols(file.path, file.text) })) };
    case 'format':
      return { kind: 'format', text: format(request.file.path, request.file.text) };
  }
}

async function reply(request: Request): Promise<Reply> {
  try {
    return { id: request.id, ...(await answer(request)) };
  } catch (error) {
    return { id: request.id, kind: 'failed', message: error instanceof Error ? error.message : String(error) };
  }
}

self.addEventListener('message', (event: MessageEvent<Request>) => {
  void reply(event.data).then((message) => self.postMessage(message));
});
