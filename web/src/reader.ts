/**
 * Decides when to read a file for the editor: at once when idle, one at a time, the newest text of each file. A reading
 * takes a part of the time of a plan, so it goes first.
 */

import type { Answers } from './engine';
import type { Reading, SourceFile } from './protocol';

/** A file whose text was not read yet. */
export interface Unread extends SourceFile {
  readonly version: number;
}

/** How often the same text is tried: a plan that takes too long ends the worker that reads as well. */
const TRIES = 2;

export class Reader {
  #engine: Answers;
  #show: (file: Unread, reading: Reading) => void;
  #waiting = new Map<string, Unread>();
  #busy = false;

  constructor(engine: Answers, show: (file: Unread, reading: Reading) => void) {
    this.#engine = engine;
    this.#show = show;
  }

  /** Reads this file, unless a newer text of it arrives first. */
  read(file: Unread): void {
    this.#waiting.set(file.path, file);
    if (!this.#busy) void this.#run();
  }

  /** Forgets all files that wait. */
  forget(): void {
    this.#waiting.clear();
  }

  async #run(): Promise<void> {
    this.#busy = true;
    for (let [file] = this.#waiting.values(); file; [file] = this.#waiting.values()) {
      this.#waiting.delete(file.path);
      const reading = await this.#ask(file);
      if (reading) this.#show(file, reading);
    }
    this.#busy = false;
  }

  async #ask({ path, text }: Unread): Promise<Reading | undefined> {
    for (let tries = 0; tries < TRIES; tries += 1) {
      const answer = await this.#engine.ask({ kind: 'read', file: { path, text } }).catch(() => undefined);
      if (answer?.kind === 'read') return answer.reading;
    }
    return undefined;
  }
}
