/** Capabilities as pills in the channels between waves. */

import type { PillView } from 'callsheet';
import { hue } from './cards.ts';
import { KeyedChildren, make, place, set, write, writeName } from './svg.ts';

/** A pill; a ghost when no component in the target has to do with it. */
export interface PillIn {
  readonly view: PillView;
  readonly isGhost: boolean;
  /** Whether it is not available in the simulated run. */
  readonly isMissing: boolean;
  /** Whether its lines are above and below it. */
  readonly isInRow: boolean;
}

interface Pill {
  readonly root: SVGGElement;
  readonly outline: SVGRectElement;
  readonly inner: SVGRectElement;
  readonly lock: SVGGElement;
  readonly cross: SVGPathElement;
  readonly title: SVGTextElement;
  readonly tip: SVGTitleElement;
}

/** So many names are read out. */
const MOST = 8;

/** A padlock, 8 wide and 10 high: order without values. It hangs below the pill, whose width is all for the name, and beside its lines. */
const LOCK = 'M0 4.5h8v5.5h-8z M1.8 4.5v-1.8a2.2 2.2 0 0 1 4.4 0v1.8';

/** All of a few names, some of many. */
function some(names: readonly string[]): string {
  const more = names.length - MOST;
  return more > 1 ? `${names.slice(0, MOST).join(', ')} and ${more} more` : names.join(', ');
}

function pillName({ view, isMissing }: PillIn): string {
  const { stack } = view;
  const parts = [stack.length > 0 ? `${view.title}, such as ${view.capability}` : view.capability];
  parts.push(view.producer ? `exported by ${view.producer}` : 'exported by nobody');
  if (view.consumers.length > 0) parts.push(`wanted by ${some(view.consumers)}`);
  if (view.orderOnly) parts.push('order only, no values');
  if (view.shared) parts.push('shared between instances');
  if (isMissing) parts.push('not available in the simulated run');
  return parts.join(', ');
}

function create(): Pill {
  const outline = make('rect', { class: 'pill-outline' });
  const inner = make('rect', { class: 'pill-inner', x: 2.5, y: 2.5 });
  const lock = make('g', { class: 'pill-lock' }, [
    make('circle', { cx: 4, cy: 5, r: 8 }),
    make('path', { d: LOCK, transform: 'translate(0.4 0.2) scale(0.9)' }),
  ]);
  const cross = make('path', { class: 'pill-cross', d: 'M-4 -4l8 8m0 -8l-8 8' });
  const title = make('text', { class: 'pill-title', 'text-anchor': 'middle', 'dominant-baseline': 'central' });
  const tip = make('title');
  const root = make('g', { part: 'pill', role: 'button', tabindex: -1 }, [tip, outline, inner, title, lock, cross]);
  return { root, outline, inner, lock, cross, title, tip };
}

function update(pill: Pill, item: PillIn): void {
  const { view, isGhost, isMissing, isInRow } = item;
  const { x, y, width, height } = view.rect;
  const marks = `${view.unresolved ? ' unresolved' : ''}${view.shared ? ' shared' : ''}${view.orderOnly ? ' order-only' : ''}${isGhost ? ' ghost' : ''}${isMissing ? ' missing' : ''}`;
  place(pill.root, x, y);
  set(pill.root, {
    class: `pill ${hue(view.colour)}${marks}`,
    'data-capability': view.capability,
    'aria-label': pillName(item),
  });
  set(pill.outline, { width, height, rx: height / 2 });
  set(pill.inner, { width: Math.max(0, width - 5), height: height - 5, rx: (height - 5) / 2 });
  set(pill.lock, { transform: `translate(${isInRow ? width - 11 : width / 2 - 4} ${height - (isInRow ? 6 : 3)})` });
  set(pill.cross, { transform: `translate(${width - 3} 1)` });
  set(pill.title, { x: width / 2, y: height / 2 });
  writeName(pill.title, view.title);
  write(pill.tip, pillName(item));
}

export function pillLayer(layer: SVGGElement): KeyedChildren<PillIn, Pill> {
  return new KeyedChildren(layer, { key: ({ view }) => view.capability, create, update });
}
