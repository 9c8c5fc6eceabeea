/** Waves as lanes, and the lines between components and capabilities. */

import type { EdgeView, WaveView } from 'callsheet';
import { hue } from './cards.ts';
import { KeyedChildren, make, set, write } from './svg.ts';

export interface LaneIn {
  readonly view: WaveView;
  readonly slack: number;
}

interface Lane {
  readonly root: SVGGElement;
  readonly ground: SVGRectElement;
}

interface Heading {
  readonly root: SVGGElement;
  readonly title: SVGTextElement;
  readonly count: SVGTextElement;
}

function keyOf({ view }: LaneIn): string {
  return `${view.index ?? 'never'}`;
}

/** A drawing lower than its frame has lanes that reach beyond it, by `slack` in all. */
export function laneLayer(layer: SVGGElement): KeyedChildren<LaneIn, Lane> {
  return new KeyedChildren(layer, {
    key: keyOf,
    create: () => {
      const ground = make('rect', { class: 'lane-ground', rx: 10 });
      return { root: make('g', {}, [ground]), ground };
    },
    update: ({ root, ground }, item) => {
      const { x, y, width, height } = item.view.rect;
      set(root, { class: `lane${typeof item.view.index === 'number' ? '' : ' never'}`, 'data-lane': keyOf(item) });
      set(ground, { x, y: y - item.slack / 2, width, height: height + item.slack });
    },
  });
}

/** What stands at the top of lanes, above the lines: those that arrive in a row come through it. */
export function headingLayer(layer: SVGGElement): KeyedChildren<LaneIn, Heading> {
  return new KeyedChildren(layer, {
    key: keyOf,
    create: () => {
      const title = make('text', { class: 'lane-title' });
      const count = make('text', { class: 'lane-count', 'text-anchor': 'end' });
      return { root: make('g', {}, [title, count]), title, count };
    },
    update: ({ title, count }, { view: { index, nodes, rect }, slack }) => {
      const y = rect.y - slack / 2 + 26;
      set(title, { x: rect.x + 14, y });
      set(count, { x: rect.x + rect.width - 14, y });
      write(title, typeof index === 'number' ? `Wave ${index}` : 'Never run');
      write(count, `${nodes} ${nodes === 1 ? 'node' : 'nodes'}`);
    },
  });
}

const BACK_SOCKET = 'back-socket';

/** The socket at the end of a line that leads back to the right side of a card; its bowl opens to the card. */
export function backSocket(): SVGDefsElement {
  const bowl = make('path', { class: 'back-socket', d: 'M2 -5 a5 5 0 0 0 0 10', stroke: 'context-stroke' });
  const marker = make('marker', {
    id: BACK_SOCKET,
    viewBox: '-7 -7 14 14',
    markerWidth: 14,
    markerHeight: 14,
    markerUnits: 'userSpaceOnUse',
    orient: 'auto',
  });
  marker.append(bowl);
  return make('defs', {}, [marker]);
}

/** A line; ghosts are those of components that are not in the target. */
export interface LineIn {
  readonly view: EdgeView;
  readonly isGhost: boolean;
}

interface Line {
  readonly root: SVGPathElement;
}

function updateLine(line: Line, { view, isGhost }: LineIn): void {
  set(line.root, {
    class: `edge ${hue(view.colour)} via-${view.via}${view.local ? ' local' : ''}${isGhost ? ' ghost' : ''}`,
    d: view.path,
    'marker-end': view.local ? `url(#${BACK_SOCKET})` : undefined,
    'data-edge': view.id,
    'data-edge-capability': view.capability,
    'data-edge-component': view.component,
  });
}

export function lineLayer(layer: SVGGElement): KeyedChildren<LineIn, Line> {
  return new KeyedChildren(layer, {
    key: ({ view }) => view.id,
    create: () => ({ root: make('path', { fill: 'none' }) }),
    update: updateLine,
  });
}
