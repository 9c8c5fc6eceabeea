/** Capabilities as pills in the channels between waves. */

import type { PillView } from 'callsheet';
import { hue } from './cards';
import { KeyedChildren, make, set, write } from './svg';

interface Pill {
  readonly root: SVGGElement;
  readonly outline: SVGRectElement;
  readonly inner: SVGRectElement;
  readonly lock: SVGPathElement;
  readonly title: SVGTextElement;
  readonly tip: SVGTitleElement;
}

/** A padlock, 8 wide and 10 high: order without values. */
const LOCK = 'M0 4.5h8v5.5h-8z M1.8 4.5v-1.8a2.2 2.2 0 0 1 4.4 0v1.8';

function pillName(view: PillView): string {
  const parts = [view.capability];
  parts.push(view.producer ? `exported by ${view.producer}` : 'exported by nobody');
  if (view.consumers.length > 0) parts.push(`wanted by ${view.consumers.join(', ')}`);
  if (view.orderOnly) parts.push('order only, no values');
  if (view.shared) parts.push('shared between instances');
  return parts.join(', ');
}

function create(): Pill {
  const outline = make('rect', { class: 'pill-outline' });
  const inner = make('rect', { class: 'pill-inner', x: 2.5, y: 2.5 });
  const lock = make('path', { class: 'pill-lock', d: LOCK });
  const title = make('text', { class: 'pill-title', 'text-anchor': 'middle', 'dominant-baseline': 'central' });
  const tip = make('title');
  const root = make('g', { role: 'button', tabindex: -1 }, [tip, outline, inner, lock, title]);
  return { root, outline, inner, lock, title, tip };
}

function update(pill: Pill, view: PillView): void {
  const { x, y, width, height } = view.rect;
  const marks = `${view.unresolved ? ' unresolved' : ''}${view.shared ? ' shared' : ''}${view.orderOnly ? ' order-only' : ''}`;
  pill.root.style.transform = `translate(${x}px, ${y}px)`;
  set(pill.root, {
    class: `pill ${hue(view.colour)}${marks}`,
    'data-capability': view.capability,
    'aria-label': pillName(view),
  });
  set(pill.outline, { width, height, rx: height / 2 });
  set(pill.inner, { width: Math.max(0, width - 5), height: height - 5, rx: (height - 5) / 2 });
  set(pill.lock, { transform: `translate(8 ${height / 2 - 5.5})` });
  set(pill.title, { x: width / 2 + (view.orderOnly ? 6 : 0), y: height / 2 });
  write(pill.title, view.title);
  write(pill.tip, pillName(view));
}

export function pillLayer(layer: SVGGElement): KeyedChildren<PillView, Pill> {
  return new KeyedChildren(layer, { key: (view) => view.capability, create, update });
}
