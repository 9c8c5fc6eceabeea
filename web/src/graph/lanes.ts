/** Waves as lanes, and the lines between components and capabilities. */

import type { EdgeView, WaveView } from 'callsheet';
import { hue } from './cards';
import { KeyedChildren, make, set, write } from './svg';

export interface LaneIn {
  readonly view: WaveView;
  readonly slack: number;
}

interface Lane {
  readonly root: SVGGElement;
  readonly ground: SVGRectElement;
  readonly title: SVGTextElement;
  readonly count: SVGTextElement;
}

function createLane(): Lane {
  const ground = make('rect', { class: 'lane-ground', rx: 10 });
  const title = make('text', { class: 'lane-title' });
  const count = make('text', { class: 'lane-count', 'text-anchor': 'end' });
  return { root: make('g', { class: 'lane' }, [ground, title, count]), ground, title, count };
}

/** A drawing lower than its frame has lanes that reach beyond it, by `slack` in all. */
function updateLane(lane: Lane, { view, slack }: LaneIn): void {
  const { x, width } = view.rect;
  const [y, height] = [view.rect.y - slack / 2, view.rect.height + slack];
  const neverRuns = typeof view.index !== 'number';
  set(lane.root, { class: `lane${neverRuns ? ' never' : ''}`, 'data-lane': view.index ?? 'never' });
  set(lane.ground, { x, y, width, height });
  set(lane.title, { x: x + 14, y: y + 26 });
  set(lane.count, { x: x + width - 14, y: y + 26 });
  write(lane.title, neverRuns ? 'Never run' : `Wave ${view.index}`);
  write(lane.count, `${view.nodes} ${view.nodes === 1 ? 'node' : 'nodes'}`);
}

export function laneLayer(layer: SVGGElement): KeyedChildren<LaneIn, Lane> {
  return new KeyedChildren(layer, {
    key: ({ view }) => `${view.index ?? 'never'}`,
    create: createLane,
    update: updateLane,
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
