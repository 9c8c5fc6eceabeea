/** Asks one question at a time: while one is being answered, only the newest of the others is kept. */

import type { Answers } from './engine';
import type { Answer, Ask } from './protocol';

export class Latest {
  #next: readonly [Ask, (answer: Answer | Error) => void] | undefined;
  #isBusy = false;

  constructor(readonly engine: Answers) {}

  /** Asks, and shows the answer unless a newer question came. */
  ask(question: Ask, show: (answer: Answer | Error) => void): void {
    this.#next = [question, show];
    if (!this.#isBusy) void this.#run();
  }

  async #run(): Promise<void> {
    this.#isBusy = true;
    while (this.#next) {
      const [question, show] = this.#next;
      this.#next = undefined;
      const answer = await this.engine.ask(question).catch((error: unknown) => (error instanceof Error ? error : new Error(String(error))));
      if (!this.#next) show(answer);
    }
    this.#isBusy = false;
  }
}
