/**
 * A worker that runs the engine, in a page of any origin. Browsers start workers only from the page's own origin: where
 * this script came from another one, a few words of the page's own import the worker from there.
 */

import address from '../worker.ts?worker&url';

export function startWorker(): Worker {
  const script = new URL(address, location.href);
  if (script.origin === location.origin) return new Worker(script, { type: 'module' });
  const words = new Blob([`import ${JSON.stringify(script.href)};`], { type: 'text/javascript' });
  return new Worker(URL.createObjectURL(words), { type: 'module' });
}
