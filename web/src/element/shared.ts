/**
 * One engine for all elements of a page, however many: one worker, and WebAssembly that is fetched and made once. One
 * question is asked at a time, so that a text which is stopped for taking too long does not take the answers of others
 * with it; plans and colours, which a reader waits for, go first.
 */

import { Engine, type Answers } from '../engine';
import { Parts } from '../parts';
import type { Answer, Ask } from '../protocol';
import { isForeign, startWorker } from './thread';

interface Waiting {
  readonly question: Ask;
  readonly resolve: (answer: Answer) => void;
  readonly reject: (reason: unknown) => void;
}

/** What most likely is wrong where no answer ever came. */
const FOREIGN = 'The engine cannot start: it is of another origin, which this page’s Content-Security-Policy has to allow (worker-src blob:, connect-src).';

class Queue implements Answers {
  #engine: Engine | undefined;
  #urgent: Waiting[] = [];
  #rest: Waiting[] = [];
  #isBusy = false;
  #hasAnswered = false;

  ask(question: Ask): Promise<Answer> {
    const isUrgent = question.kind === 'plan' || question.kind === 'read';
    return new Promise((resolve, reject) => {
      (isUrgent ? this.#urgent : this.#rest).push({ question, resolve, reject });
      if (!this.#isBusy) void this.#run();
    });
  }

  async #run(): Promise<void> {
    this.#isBusy = true;
    for (let next = this.#next(); next; next = this.#next()) {
      const { question, resolve, reject } = next;
      await this.#start()
        .ask(question)
        .then(
          (answer) => {
            this.#hasAnswered = true;
            resolve(answer);
          },
          (reason: unknown) => reject(isForeign && !this.#hasAnswered ? new Error(FOREIGN) : reason),
        );
    }
    this.#isBusy = false;
  }

  #next(): Waiting | undefined {
    return this.#urgent.shift() ?? this.#rest.shift();
  }

  /** What could not be loaded is tried again for the next question. */
  #start(): Engine {
    if (this.#engine) return this.#engine;
    const parts = new Parts();
    // Most elements show something else than the first example.
    parts.hurry().catch(() => undefined);
    parts.first.catch(() => (this.#engine = undefined));
    return (this.#engine = new Engine(parts, startWorker));
  }
}

export const engine: Answers = new Queue();
