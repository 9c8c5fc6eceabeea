/** Keeps the page for when there is no network, and offers a newer one when it has come: never in silence. */

import { notify } from './panels/notice';

/** Milliseconds after which somebody who did nothing reads, and does not wait for an answer. */
const PAUSE = 4000;
const DOING = ['keydown', 'pointerdown', 'pointermove', 'wheel'] as const;

/** Resolves once nobody has typed or pointed for a while, or nobody looks: what is fetched then disturbs no one. */
function leisure(): Promise<void> {
  return new Promise((resolve) => {
    const over = new AbortController();
    let waiting: number | undefined;
    const begin = (): void => {
      clearTimeout(waiting);
      over.abort();
      resolve();
    };
    const wait = (): void => {
      clearTimeout(waiting);
      // Not every browser says when it is idle.
      waiting = window.setTimeout(() => ('requestIdleCallback' in window ? requestIdleCallback(begin) : begin()), PAUSE);
    };
    for (const name of DOING) addEventListener(name, wait, { capture: true, passive: true, signal: over.signal });
    document.addEventListener('visibilitychange', () => document.hidden && begin(), { signal: over.signal });
    wait();
  });
}

/** The browser keeps the page when there is time for it; what it is made of is listed in `sw.js`. */
export async function keepOffline(): Promise<void> {
  await leisure();
  const registration = await navigator.serviceWorker?.register('./sw.js').catch(() => undefined);
  if (!registration) return;
  const offer = (worker: ServiceWorker | null): void => {
    // The first one takes nobody's place.
    if (!worker || !navigator.serviceWorker.controller) return;
    notify({ text: 'A new version is ready.', kind: 'news', actions: [{ label: 'Reload', run: () => take(worker) }] });
  };
  offer(registration.waiting);
  registration.addEventListener('updatefound', () => {
    const coming = registration.installing;
    coming?.addEventListener('statechange', () => {
      if (coming.state === 'installed') offer(coming);
    });
  });
}

function take(worker: ServiceWorker): void {
  navigator.serviceWorker.addEventListener('controllerchange', () => location.reload(), { once: true });
  worker.postMessage({ type: 'SKIP_WAITING' });
}
