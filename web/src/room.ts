/** On a phone the waves of the drawing are rows, as wide as the page. */

import { type Store, withRoom } from './state';

/** One pane is shown at a time. */
export const isPhone = matchMedia('(max-width: 699px)');
/** What the page has beside the drawing. */
const BESIDE = 16;
/** Less of a change plans nothing anew. */
const STEP = 20;

function room(): number | undefined {
  const width = document.documentElement.clientWidth - BESIDE;
  return isPhone.matches ? width - (width % STEP) : undefined;
}

/** Keeps the drawing as wide as there is room; `changed` is told before it is made anew. */
export function startRoom(store: Store, changed: () => void): void {
  store.update(() => ({ room: room() }));
  window.addEventListener('resize', () => {
    const now = room();
    if (now === store.state.room) return;
    changed();
    store.update((state) => withRoom(state, now));
  });
}
