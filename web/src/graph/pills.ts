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
  readonly lockGround: SVGCircleElement;
  readonly lockPath: SVGPathElement;
  readonly cross: SVGPathElement;
  readonly title: SVGTextElement;
  readonly tip: SVGTitleElement;
}

/** So many names are read out. */
const MOST = 8;

/** A padlock, 7 wide and 9 high: order without values. It hangs below the pill, whose width is all for the name, and beside its lines. */
const LOCK = 'h7.2v4.95h-7.2z m1.62 0v-1.62a1.98 1.98 0 0 1 3.96 0v1.62';

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
  const lockGround = make('circle', { r: 8 });
  const lockPath = make('path');
  const lock = make('g', { class: 'pill-lock' }, [lockGround, lockPath]);
  const cross = make('path', { class: 'pill-cross' });
  const title = make('text', { class: 'pill-title', 'text-anchor': 'middle', 'dominant-baseline': 'central' });
  const tip = make('title');
  const root = make('g', { part: 'pill', role: 'button', tabindex: -1 }, [tip, outline, inner, title, lock, cross]);
  return { root, outline, inner, lockGround, lockPath, cross, title, tip };
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
  const [left, top] = [isInRow ? width - 11 : width / 2 - 4, height - (isInRow ? 6 : 3)];
  set(pill.lockGround, { cx: left + 4, cy: top + 5 });
  set(pill.lockPath, { d: `M${left + 0.4} ${top + 4.25}${LOCK}` });
  set(pill.cross, { d: `M${width - 7} -3l8 8m0 -8l-8 8` });
  set(pill.title, { x: width / 2, y: height / 2 });
  writeName(pill.title, view.title);
  write(pill.tip, pillName(item));
}

export function pillLayer(layer: SVGGElement): KeyedChildren<PillIn, Pill> {
  return new KeyedChildren(layer, { key: ({ view }) => view.capability, create, update });
}
