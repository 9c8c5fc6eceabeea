/** Says in one sentence what was planned, for people who do not see the drawing; never more than once in 1.5 s. */

import type { View } from 'callsheet';
import { count } from './panels/panel';

const PAUSE = 1500;

function summary(view: View): string {
  const nodes = view.drawing.waves.reduce((sum, wave) => sum + wave.nodes, 0);
  const of = (severity: string): number => view.problems.filter((problem) => problem.severity === severity).length;
  const findings = ['error', 'warning'].filter((severity) => of(severity) > 0);
  return [
    `Planned: ${count(nodes, 'node')}`,
    count(view.levels.length, 'wave'),
    ...findings.map((severity) => count(of(severity), severity)),
  ].join(', ');
}

/** What follows a key press is said sooner. */
const SHORT = 400;

export class Announcer {
  #timer: number | undefined;

  constructor(readonly region: Element) {}

  /** Waits until typing pauses; an unchanged sentence is not repeated. */
  say(view: View): void {
    this.#later(() => summary(view), PAUSE);
  }

  /** Says what somebody just asked for. */
  tell(sentence: string): void {
    this.#later(() => sentence, SHORT);
  }

  #later(words: () => string, pause: number): void {
    clearTimeout(this.#timer);
    this.#timer = window.setTimeout(() => {
      const sentence = words();
      if (this.region.textContent !== sentence) {
        this.region.textContent = sentence;
      }
    }, pause);
  }
}
