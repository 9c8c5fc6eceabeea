/**
 * Decides when to compile the catalogs of all nodes: when the typing pauses, one at a time, the newest text wins. A worker
 * of its own does it, so that no plan ever waits for it.
 */

import type { Answers } from './engine';
import type { CompiledView, SourceFile } from './protocol';
import type { Aim } from './state';

/** What is to be compiled. */
export interface Compile {
  readonly files: readonly SourceFile[];
  /** Of the text. */
  readonly version: number;
  /** The node whose values are wanted in full. */
  readonly node: string | undefined;
  readonly aim: Aim;
}

/** What came of it: an answer, or why there is none. */
export type Compiled = CompiledView | Error;

/** Milliseconds without a key. */
const PAUSE = 150;

export class Catalogs {
  #engine: Answers;
  #show: (asked: Compile, answer: Compiled) => void;
  #isBehind: () => boolean;
  #next: Compile | undefined;
  #timer: number | undefined;
  #isBusy = false;

  /** `isBehind` says whether a plan is still to come. */
  constructor(engine: Answers, show: (asked: Compile, answer: Compiled) => void, isBehind: () => boolean) {
    this.#engine = engine;
    this.#show = show;
    this.#isBehind = isBehind;
  }

  /** Compiles this text when typing pauses, unless a newer one arrives first. */
  later(compile: Compile): void {
    this.#next = compile;
    clearTimeout(this.#timer);
    this.#timer = window.setTimeout(() => {
      this.#timer = undefined;
      if (this.#isBehind()) this.later(compile);
      else void this.#run();
    }, PAUSE);
  }

  /** Compiles this text at once: somebody looks at the node. */
  now(compile: Compile): void {
    this.forget();
    this.#next = compile;
    void this.#run();
  }

  /** Forgets what waits. */
  forget(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#next = undefined;
  }

  async #run(): Promise<void> {
    const compile = this.#next;
    if (this.#isBusy || this.#timer !== undefined || !compile) return;
    this.#next = undefined;
    this.#isBusy = true;
    const { files, node, aim } = compile;
    const answer = await this.#engine.ask({ kind: 'compile', files, node, aim }).catch((error: unknown) => error);
    this.#isBusy = false;
    this.#show(compile, isAnswer(answer) ? answer.compiled : faultOf(answer));
    void this.#run();
  }
}

function isAnswer(answer: unknown): answer is { readonly compiled: CompiledView } {
  return typeof answer === 'object' && answer !== null && 'compiled' in answer;
}

function faultOf(answer: unknown): Error {
  return answer instanceof Error ? answer : new Error(String(answer));
}
