/** Badges on cards: the node is new (a circle), or something of it changed (a square). */

import { make, set, write } from './svg';

export type Mark = '+' | '~';

export function showMarks(layer: Element, marks: ReadonlyMap<string, Mark>): void {
  for (const card of layer.querySelectorAll(':scope > [data-node]')) {
    const mark = marks.get(card.getAttribute('data-node') ?? '');
    const old = card.querySelector(':scope > .card-mark');
    if (old?.textContent === mark) continue;
    old?.remove();
    set(card, { 'aria-description': mark && (mark === '+' ? 'new' : 'changed') });
    if (!mark) continue;
    const text = make('text', { 'text-anchor': 'middle', 'dominant-baseline': 'central' });
    write(text, mark);
    card.append(make('g', { class: 'card-mark' }, [make('rect', { x: -8, y: -8, width: 16, height: 16, rx: mark === '+' ? 8 : 3 }), text]));
  }
}
