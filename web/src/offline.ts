/** Keeps the page for when there is no network, and offers a newer one when it has come: never in silence. */

import { notify } from './panels/notice';

/** The browser keeps the page from here on; what it is made of is listed in `sw.js`. */
export async function keepOffline(): Promise<void> {
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
