/** Tells the outside when the page has caught up: `window.callsheet` and the performance marks. */

declare global {
  interface Window {
    callsheet?: {
      /** Resolves when the first live plan is painted. */
      readonly ready: Promise<void>;
      /** Resolves when the plan of the present text is painted. */
      readonly settled: () => Promise<void>;
      /** Resolves when the catalogs of the present text are shown, or why there are none. */
      readonly compiled: () => Promise<void>;
    };
  }
}

interface Waiter {
  readonly version: number;
  readonly resolve: () => void;
}

/** Resolves after the browser has painted what is in the document now. */
function painted(): Promise<void> {
  return new Promise((resolve) => {
    const afterFrame = (): void => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => resolve();
      port2.postMessage(undefined);
    };
    if (document.hidden) {
      afterFrame();
    } else {
      requestAnimationFrame(afterFrame);
    }
  });
}

/** Whoever waits for a version of the text to come as far as here. */
class Line {
  #reached = -1;
  #waiters: Waiter[] = [];

  until(version: number): Promise<void> {
    return new Promise((resolve) => {
      this.#waiters.push({ version, resolve });
      this.#release();
    });
  }

  reach(version: number): void {
    this.#reached = Math.max(this.#reached, version);
    this.#release();
  }

  #release(): void {
    const due = this.#waiters.filter((waiter) => waiter.version <= this.#reached);
    this.#waiters = this.#waiters.filter((waiter) => waiter.version > this.#reached);
    for (const waiter of due) {
      waiter.resolve();
    }
  }
}

export class Milestones {
  #plans = new Line();
  #catalogs = new Line();

  constructor(version: () => number) {
    window.callsheet = {
      ready: this.#plans.until(0),
      settled: () => this.#plans.until(version()),
      compiled: () => this.#catalogs.until(version()),
    };
  }

  /** The engine's answer for this version of the text is in the document. */
  async shown(version: number): Promise<void> {
    await painted();
    performance.mark('callsheet:paint', { detail: version });
    this.#plans.reach(version);
  }

  /** So is what its catalogs tell, or there is nothing to tell. */
  compiled(version: number): void {
    this.#catalogs.reach(version);
  }
}
