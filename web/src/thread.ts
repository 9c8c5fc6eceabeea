/** A worker that runs the engine; its script is a text of the page's, so that it comes with it. */

import InlineWorker from './worker.ts?worker&inline';

export function startWorker(): Worker {
  return new InlineWorker();
}
