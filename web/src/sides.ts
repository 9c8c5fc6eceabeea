/** Shows one of the tabs of the right pane. */

import { recall, remember } from './memory';
import { listen } from './panels/panel';
import type { SideTabs } from './panels/sides';
import type { Store } from './state';

const SIDES = ['order', 'changes', 'outputs'] as const;

export function startSides(store: Store, tabs: SideTabs): void {
  const panels = document.querySelectorAll<HTMLElement>('.order > [role=tabpanel]');
  const show = (): void => {
    const { side, changes } = store.state;
    tabs.input = { side, changes: changes.length };
    for (const panel of panels) panel.hidden = panel.id !== `side-${side}`;
  };
  store.subscribe((state, before) => {
    if (state.side !== before.side || state.changes !== before.changes) show();
  });
  listen('open-side', (side) => {
    remember('side', side);
    store.update(() => ({ side }));
  });
  const kept = SIDES.find((side) => side === recall('side'));
  if (kept) store.update(() => ({ side: kept }));
  show();
}
