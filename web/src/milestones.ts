/** Tells the outside when the page has caught up: `window.callsheet` and the performance marks. */

declare global {
  interface Window {
    callsheet?: {
      /** Resolves when the first live plan is painted. */
      readonly ready: Promise<void>;
      /** Resolves when the plan of the present text is painted. */
      readonly settled: () => Promise<void>;
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

export class Milestones {
  #painted = -1;
  #waiters: Waiter[] = [];

  constructor(version: () => number) {
    const reaches = (wanted: number): Promise<void> =>
      new Promise((resolve) => {
        this.#waiters.push({ version: wanted, resolve });
        this.#release();
      });
    window.callsheet = { ready: reaches(0), settled: () => reaches(version()) };
  }

  /** The engine's answer for this version of the text is in the document. */
  async shown(version: number): Promise<void> {
    await painted();
    performance.mark('callsheet:paint', { detail: version });
    this.#painted = Math.max(this.#painted, version);
    this.#release();
  }

  #release(): void {
    const due = this.#waiters.filter((waiter) => waiter.version <= this.#painted);
    this.#waiters = this.#waiters.filter((waiter) => waiter.version > this.#painted);
    for (const waiter of due) {
      waiter.resolve();
    }
  }
}
