/** Moves the focus in the drawing: arrows between cards as they stand, `]` and `[` into and out of components. */

import { set } from './svg';

function cards(layer: Element): SVGGElement[] {
  return [...layer.querySelectorAll<SVGGElement>(':scope > [data-node]')];
}

/** What an arrow means among columns, where waves are rows. */
const TURNED: Readonly<Record<string, string>> = {
  ArrowDown: 'ArrowRight',
  ArrowRight: 'ArrowDown',
  ArrowUp: 'ArrowLeft',
  ArrowLeft: 'ArrowUp',
};

function neighbours(layer: Element, card: Element, key: string): Element | undefined {
  const all = cards(layer);
  const lane = (element: Element): string | null => element.getAttribute('data-in-row') ?? element.getAttribute('data-wave');
  const lanes = [...new Set(all.map(lane))];
  const own = all.filter((other) => lane(other) === lane(card));
  const place = own.findIndex((other) => other === card);
  const beside = (step: number): Element | undefined => {
    const there = all.filter((other) => lane(other) === lanes[lanes.indexOf(lane(card)) + step]);
    return there[Math.min(place, there.length - 1)];
  };
  switch (card.hasAttribute('data-in-row') ? (TURNED[key] ?? key) : key) {
    case 'ArrowDown':
      return own[place + 1];
    case 'ArrowUp':
      return own[place - 1];
    case 'ArrowRight':
      return beside(1);
    case 'ArrowLeft':
      return beside(-1);
    case 'Home':
      return all[0];
    case 'End':
      return all.at(-1);
    default:
      return undefined;
  }
}

function amongChips(chip: Element, key: string): Element | null | undefined {
  switch (key) {
    case 'ArrowDown':
      return chip.nextElementSibling;
    case 'ArrowUp':
      return chip.previousElementSibling;
    case '[':
      return chip.closest('[data-node]');
    default:
      return undefined;
  }
}

/** The element to focus next, if the key moves the focus. */
export function next(layer: Element, focused: Element, key: string): Element | undefined {
  if (focused.hasAttribute('data-component')) {
    const found = amongChips(focused, key);
    if (found !== undefined) return found ?? undefined;
  }
  const card = focused.closest('[data-node]');
  if (!card) {
    return undefined;
  }
  return key === ']' ? (card.querySelector('[data-component]') ?? undefined) : neighbours(layer, card, key);
}

/** One card is in the tab order: the focused one, or else the first. */
export function rove(layer: Element, focused: Element | null): void {
  const all = cards(layer);
  const stop = all.find((card) => card === focused) ?? all.find((card) => card.getAttribute('tabindex') === '0') ?? all[0];
  for (const card of all) {
    set(card, { tabindex: card === stop ? 0 : -1 });
  }
}
