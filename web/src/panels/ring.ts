/** Cycles as rings: what waits for each other in a circle, with the steps numbered as in the order. */

import { html, nothing, svg, type SVGTemplateResult, type TemplateResult } from 'lit';
import type { CycleView, HopView } from 'callsheet';

const WIDTH = 300;
const HEIGHT = 190;
const RADIUS = 52;
/** From a node to the ends of the arrows beside it, in radians. */
const GAP = 0.3;
/** So many rings are drawn, and so many nodes have room for their names. */
const MOST = { rings: 6, names: 12 };
/** Letters that fit beside the ring, and above or below it. */
const LETTERS = { beside: 12, above: 38 };

type Point = readonly [x: number, y: number];

/** A place on a circle around the middle; from the top, as the clock goes. */
function at(angle: number, radius: number): Point {
  return [WIDTH / 2 + radius * Math.sin(angle), HEIGHT / 2 - radius * Math.cos(angle)].map(Math.round) as unknown as Point;
}

function shortened(name: string, letters: number): string {
  const half = Math.floor((letters - 1) / 2);
  return name.length > letters ? `${name.slice(0, half)}…${name.slice(-half)}` : name;
}

/** A cycle of one node goes round among its components. */
export function isLocal({ kind }: CycleView): boolean {
  return kind === 'own-export' || kind === 'local';
}

function words({ from, to, producer, consumer, capability }: HopView, local: boolean): string {
  return `${local ? consumer : to} waits for ${capability} of ${local ? producer : from}`;
}

function label(name: string, angle: number): SVGTemplateResult {
  const [x, y] = at(angle, RADIUS + 16);
  const side = Math.sin(angle);
  const isBeside = Math.abs(side) > 0.3;
  const anchor = isBeside ? (side > 0 ? 'start' : 'end') : 'middle';
  const text = shortened(name, isBeside ? LETTERS.beside : LETTERS.above);
  return svg`<text x=${x} y=${y} text-anchor=${anchor} dominant-baseline="central">${text}<title>${name}</title></text>`;
}

function step(hop: HopView, place: number, cycle: CycleView, pick: (component: string) => void): SVGTemplateResult {
  const turn = (2 * Math.PI) / cycle.hops.length;
  const gap = Math.min(GAP, turn / 4);
  const angle = turn * place;
  const [[x, y], [endX, endY], [middleX, middleY]] = [at(angle + gap, RADIUS), at(angle + turn - gap, RADIUS), at(angle + turn / 2, RADIUS)];
  const [nodeX, nodeY] = at(angle, RADIUS);
  const large = turn - 2 * gap > Math.PI ? 1 : 0;
  const press = (event: KeyboardEvent): void => {
    if (event.key === 'Enter' || event.key === ' ') pick(hop.consumer);
  };
  return svg`
    <path class="ring-arrow" d="M${x} ${y}A${RADIUS} ${RADIUS} 0 ${large} 1 ${endX} ${endY}" marker-end="url(#ring-head)" />
    <circle class="ring-node" cx=${nodeX} cy=${nodeY} r="6" />
    ${cycle.hops.length > MOST.names ? nothing : label(isLocal(cycle) ? hop.producer : hop.from, angle)}
    <g class="ring-step" role="button" tabindex="0" transform="translate(${middleX} ${middleY})"
      aria-label="Step ${place + 1}: ${words(hop, isLocal(cycle))}" @click=${() => pick(hop.consumer)} @keydown=${press}>
      <title>${words(hop, isLocal(cycle))}</title>
      <circle r="14" /><text text-anchor="middle" dominant-baseline="central">${place + 1}</text>
    </g>`;
}

/** All cycles, one below the other; `pick` hears of whose step was chosen. */
export function rings(cycles: readonly CycleView[], pick: (component: string) => void): TemplateResult {
  return html`<details class="rings" open>
    <summary>${cycles.length === 1 ? 'Cycle' : `${cycles.length} cycles`}</summary>
    <div>${cycles.slice(0, MOST.rings).map(
      (cycle) => html`<svg role="group" aria-label="Cycle: ${[...cycle.nodes, cycle.nodes[0]].join(' → ')}" viewBox="0 0 ${WIDTH} ${HEIGHT}">
        <defs>
          <marker id="ring-head" viewBox="0 0 8 8" refX="6" refY="4" markerWidth="7" markerHeight="7" orient="auto">
            <path class="ring-head" d="M0 0L8 4L0 8z" />
          </marker>
        </defs>
        ${cycle.hops.map((hop, place) => step(hop, place, cycle, pick))}
      </svg>`,
    )}</div>
    ${cycles.length > MOST.rings ? html`<p>The order lists all of them.</p>` : nothing}
  </details>`;
}
