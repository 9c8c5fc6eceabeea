/** Says in one sentence what was planned, for people who do not see the drawing; never more than once in 1.5 s. */

import type { View } from 'callsheet';
import { count } from './panels/panel';

const PAUSE = 1500;

function summary(view: View): string {
  const nodes = view.drawing.cards.length;
  const of = (severity: string): number => view.problems.filter((problem) => problem.severity === severity).length;
  const findings = ['error', 'warning'].filter((severity) => of(severity) > 0);
  return [
    `Planned: ${count(nodes, 'node')}`,
    count(view.levels.length, 'wave'),
    ...findings.map((severity) => count(of(severity), severity)),
  ].join(', ');
}

export class Announcer {
  #timer: number | undefined;

  constructor(readonly region: Element) {}

  /** Waits until typing pauses; an unchanged sentence is not repeated. */
  say(view: View): void {
    clearTimeout(this.#timer);
    this.#timer = window.setTimeout(() => {
      const sentence = summary(view);
      if (this.region.textContent !== sentence) {
        this.region.textContent = sentence;
      }
    }, PAUSE);
  }
}
