/** One worker with a deadline: ask it something, get an answer or an error; a hung worker is replaced. */

import type { Parts } from './parts';
import type { Answer, Ask, Reply, Request } from './protocol';

/** Loading the worker's script depends on the network. */
const START_DEADLINE = 10_000;
/** The first plan of a worker runs code that the browser has not optimised yet. */
const FIRST_DEADLINE = 2000;
const DEADLINE = 1000;
/** What a long text may take beyond that, on a slow machine that does other things too. */
const LETTERS_A_MILLISECOND = 25;
/** The catalogs of all nodes, which nobody waits for. */
const COMPILE_DEADLINE = 8000;
/** What takes that long, by its name in messages. */
const LONG: Partial<Record<Ask['kind'], string>> = {
  compile: 'compiling the catalogs',
  export: 'writing it out',
  diff: 'comparing',
  simulate: 'the simulated run',
};

/** The engine gave no answer in time and was ended. */
export class TimedOut extends Error {
  constructor(what: string, after: number) {
    super(`${what} was stopped after ${Math.round(after / 1000)} s`);
  }
}

/** The question needs what the engine did not have yet. */
class Incomplete extends Error {}

interface Waiting {
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: Error) => void;
  readonly timer: number;
}

/** Whoever answers questions: an engine, or one that is shared. */
export interface Answers {
  /** Asks once; the promise is settled exactly once. */
  readonly ask: (question: Ask) => Promise<Answer>;
}

export class Engine implements Answers {
  #parts: Parts;
  #thread: () => Worker;
  #worker: Promise<Worker> | undefined;
  #deadline = FIRST_DEADLINE;
  #working = new WeakSet<Worker>();
  /** Those that have all parts. */
  #whole = new WeakSet<Worker>();
  #waiting = new Map<number, Waiting>();
  #lastId = 0;

  /** `thread` gives a new worker, in which nothing was asked yet. */
  constructor(parts: Parts, thread: () => Worker) {
    this.#parts = parts;
    this.#thread = thread;
  }

  async ask(question: Ask): Promise<Answer> {
    // All others need it.
    if (question.kind !== 'plan') await this.#parts.rest();
    try {
      const answer = await this.#ask(question);
      if (question.kind === 'plan') {
        this.#deadline = DEADLINE;
        // Somebody will need it; whoever does is told if it cannot be had.
        this.#parts.rest().catch(() => undefined);
      }
      return answer;
    } catch (error) {
      if (!(error instanceof Incomplete)) throw error;
      await this.#parts.hurry();
      return this.ask(question);
    }
  }

  async #ask(question: Ask): Promise<Answer> {
    this.#worker ??= this.#spare();
    const worker = await this.#worker;
    const rest = this.#parts.known;
    if (rest && !this.#whole.has(worker)) {
      this.#whole.add(worker);
      // Whatever is wrong with it, the question behind it is told.
      this.#post(worker, { kind: 'rest', module: rest }, START_DEADLINE).catch(() => undefined);
    }
    return this.#post(worker, question, this.#deadlineOf(question));
  }

  #deadlineOf(question: Ask): number {
    const { kind } = question;
    if (kind === 'plan') return this.#deadline + question.files.reduce((sum, { text }) => sum + text.length, 0) / LETTERS_A_MILLISECOND;
    // What is not a plan may have to wait for one, and what is neither for catalogs.
    return kind in LONG ? (kind === 'compile' ? 1 : 2) * COMPILE_DEADLINE : FIRST_DEADLINE + DEADLINE;
  }

  async #start(): Promise<Worker> {
    // Its script comes at the same time as the engine.
    const worker = this.#thread();
    worker.addEventListener('message', (event: MessageEvent<Reply>) => this.#settle(worker, event.data));
    worker.addEventListener('error', () => this.#end(worker, new Error('the engine stopped by a fault of its own')));
    this.#deadline = FIRST_DEADLINE;
    await this.#post(worker, { kind: 'start', module: await this.#parts.first, isWhole: this.#parts.isWhole }, START_DEADLINE);
    this.#working.add(worker);
    return worker;
  }

  #post(worker: Worker, question: Ask, deadline: number): Promise<Answer> {
    const id = ++this.#lastId;
    return new Promise((resolve, reject) => {
      const what = LONG[question.kind] ?? 'planning';
      const timer = window.setTimeout(() => this.#end(worker, new TimedOut(what, deadline)), deadline);
      this.#waiting.set(id, { resolve, reject, timer });
      worker.postMessage({ ...question, id } satisfies Request);
    });
  }

  /** A worker that works; a reason why there is none is told to whoever asks next. */
  #spare(): Promise<Worker> {
    const worker = this.#start();
    worker.catch(() => undefined);
    return worker;
  }

  #settle(worker: Worker, reply: Reply): void {
    if (reply.kind === 'failed' || reply.kind === 'incomplete') {
      // INVARIANT: after a panic, or without a part it needs, the instance must not be used again.
      this.#end(worker, reply.kind === 'failed' ? new Error(reply.message) : new Incomplete());
      return;
    }
    const waiting = this.#waiting.get(reply.id);
    clearTimeout(waiting?.timer);
    this.#waiting.delete(reply.id);
    waiting?.resolve(reply);
  }

  /** Ends the worker and starts a fresh one from the compiled engine, unless this one never came to work. */
  #end(worker: Worker, reason: Error): void {
    worker.terminate();
    this.#worker = this.#working.has(worker) ? this.#spare() : undefined;
    for (const waiting of this.#waiting.values()) {
      clearTimeout(waiting.timer);
      waiting.reject(reason);
    }
    this.#waiting.clear();
  }
}
