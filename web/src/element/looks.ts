/** What a text without an editor looks like, from all that is known of it. */

import type { Drawing, Problem, Range } from 'callsheet';
import { everyCard } from '../graph/related';
import type { Span } from './colours';
import type { Looks } from './lines';

/** What is known of a text. */
export interface Known {
  readonly words: readonly Span[];
  /** What is pointed at. */
  readonly marks: readonly Range[];
  readonly problems: readonly Problem[];
  readonly drawing: Drawing | undefined;
  /** Lines that the author points out. */
  readonly lines: readonly [number, number] | undefined;
}

export function looksOf(path: string, { words, marks, problems, drawing, lines }: Known): Looks {
  const isHere = ({ file }: Range): boolean => file === path;
  const own = problems.filter(({ range, severity }) => isHere(range) && severity !== 'note');
  return {
    spans: [
      ...words,
      ...marks.filter(isHere).map(({ from, to }) => ({ from, to, look: 'source-mark' })),
      ...own.map(({ range: { from, to }, severity }) => ({ from, to: Math.max(to, from + 1), look: `found-${severity}` })),
    ],
    badges: badgesOf(drawing, path),
    signs: new Map(own.map(({ range, severity, message }) => [range.line, { severity, words: message.replaceAll('`', '') }])),
    pointed: lines,
  };
}

/** The waves of the components declared in each line. */
function badgesOf(drawing: Drawing | undefined, path: string): Map<number, string> {
  const waves = new Map<number, number[]>();
  for (const { wave, chips } of drawing ? everyCard(drawing) : []) {
    for (const { source } of chips) {
      if (source.file === path && typeof wave === 'number') waves.set(source.line, [...(waves.get(source.line) ?? []), wave]);
    }
  }
  return new Map([...waves].map(([line, all]) => [line, all.every((wave) => wave === all[0]) ? `${all[0]}` : `${Math.min(...all)}–${Math.max(...all)}`]));
}

/** What points a wave out; a number makes no other rules than these. */
export function pointedOut(wave: number): string {
  return `.card:not([data-wave='${wave}']), .pill, .edge { opacity: 0.45; }
.lane[data-lane='${wave}'] > .lane-ground { stroke: var(--accent); stroke-width: 2; }
.wave-badge[data-wave='${wave}'] { color: var(--on-accent); background: var(--accent); }
[role='tree'] > :nth-child(${wave + 1}) { background: var(--accent-ground); border-radius: 6px; }`;
}
