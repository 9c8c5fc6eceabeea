/**
 * A worker that runs the engine, in a page of any origin. Browsers start workers only from the page's own origin: where
 * this script came from another one, a few words of the page's own import the worker from there.
 */

import address from '../worker.ts?worker&url';

const script = new URL(address, location.href);

/** Whether the worker is of another origin than the page. */
export const isForeign = script.origin !== location.origin;

/** Imports the worker, and gives it what was said in the meantime. A static import would need more of the page's policy. */
const IMPORT = `const early = [];
const keep = (event) => early.push(event.data);
addEventListener('message', keep);
import(${JSON.stringify(script.href)}).then(
  () => {
    removeEventListener('message', keep);
    for (const data of early) dispatchEvent(new MessageEvent('message', { data }));
  },
  (reason) => setTimeout(() => { throw reason; }),
);`;

export function startWorker(): Worker {
  if (!isForeign) return new Worker(script, { type: 'module' });
  const words = URL.createObjectURL(new Blob([IMPORT], { type: 'text/javascript' }));
  const worker = new Worker(words, { type: 'module' });
  URL.revokeObjectURL(words);
  return worker;
}
