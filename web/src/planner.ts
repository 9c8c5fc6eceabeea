/**
 * Decides when to plan: at once when idle, newest text wins, every request gets exactly one answer.
 *
 * No fixed delay: after a plan that took t ms the next one waits min(t, 12 ms), so that keys and frames come between two
 * plans, however large the manifest is.
 */

import { TimedOut, type Answers } from './engine';
import type { SourceFile, View } from './protocol';
import type { Aim, Folding, Room } from './state';

export type Outcome =
  | { readonly status: 'ok'; readonly view: View; readonly took: number }
  | { readonly status: 'superseded' }
  | { readonly status: 'timeout'; readonly message: string }
  | { readonly status: 'error'; readonly message: string };

interface Job {
  readonly files: readonly SourceFile[];
  readonly arrangement: string;
  readonly aim: Aim & Folding & Room;
  readonly done: (outcome: Outcome) => void;
}

const LONGEST_WAIT = 12;

export class Planner {
  #engine: Answers;
  #next: Job | undefined;
  #busy = false;
  #timer: number | undefined;
  #took = 0;
  #finished = -Infinity;

  constructor(engine: Answers) {
    this.#engine = engine;
  }

  /** Plans these files unless newer ones arrive first; draws what was in `arrangement` where it was. */
  plan(files: readonly SourceFile[], arrangement: string, aim: Aim & Folding & Room): Promise<Outcome> {
    return new Promise((done) => {
      this.#next?.done({ status: 'superseded' });
      this.#next = { files, arrangement, aim, done };
      this.#schedule();
    });
  }

  #schedule(): void {
    if (this.#busy || !this.#next) {
      return;
    }
    clearTimeout(this.#timer);
    const rest = this.#finished + Math.min(this.#took, LONGEST_WAIT) - performance.now();
    if (rest > 1) {
      this.#timer = window.setTimeout(() => void this.#run(), rest);
    } else {
      void this.#run();
    }
  }

  async #run(): Promise<void> {
    const job = this.#next;
    if (!job) {
      return;
    }
    this.#next = undefined;
    this.#busy = true;
    const outcome = await this.#ask(job);
    this.#busy = false;
    this.#finished = performance.now();
    job.done(outcome);
    this.#schedule();
  }

  async #ask({ files, arrangement, aim }: Job): Promise<Outcome> {
    try {
      const answer = await this.#engine.ask({ kind: 'plan', files, arrangement, aim });
      if (answer.kind !== 'plan') {
        return { status: 'error', message: 'the engine answered another question' };
      }
      this.#took = answer.took;
      return { status: 'ok', view: JSON.parse(answer.text) as View, took: answer.took };
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      return { status: error instanceof TimedOut ? 'timeout' : 'error', message };
    }
  }
}
