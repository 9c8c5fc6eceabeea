/**
 * Keeps the list of problems calm while somebody types: what comes and goes with single letters is marked in the text at
 * once, but is listed, or leaves the list, only after a pause.
 */

import type { Problem } from 'callsheet';

/** Milliseconds without a key. */
const PAUSE = 300;
/** So long the list may be behind at most. */
const LONGEST = 1000;

function key({ code, message, range }: Problem): string {
  return [code, range.file, message].join('\n');
}

export class Steady {
  #show: (problems: readonly Problem[]) => void;
  #listed: readonly Problem[] = [];
  #typed = -Infinity;
  #behind: number | undefined;
  #timer: number | undefined;

  constructor(show: (problems: readonly Problem[]) => void) {
    this.#show = show;
  }

  /** A letter was typed or deleted. */
  typed(): void {
    this.#typed = performance.now();
  }

  /** What to list of what was found; the rest is shown later. */
  list(found: readonly Problem[]): readonly Problem[] {
    const now = performance.now();
    const due = Math.min(this.#typed + PAUSE, (this.#behind ?? now) + LONGEST);
    const fresh = new Map(found.map((problem) => [key(problem), problem]));
    const isSame = fresh.size === new Set(this.#listed.map(key)).size && this.#listed.every((problem) => fresh.has(key(problem)));
    clearTimeout(this.#timer);
    if (isSame || due <= now) {
      this.#behind = undefined;
      this.#listed = found;
    } else {
      this.#behind ??= now;
      this.#timer = window.setTimeout(() => this.#show(this.list(found)), due - now);
      // Repairs are for the text they were made from.
      this.#listed = this.#listed.map((problem) => fresh.get(key(problem)) ?? { ...problem, fixes: [] });
    }
    return this.#listed;
  }
}
