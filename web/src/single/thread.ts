/** A worker that runs the engine; its script is a text of this one. */

import InlineWorker from '../worker.ts?worker&inline';

export function startWorker(): Worker {
  return new InlineWorker();
}
