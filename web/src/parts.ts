/** What the browser makes of the engine: one for all workers. It comes in two parts, so that the page plans sooner. */

import firstUrl from 'callsheet/first.wasm?url';
import restUrl from 'callsheet/rest.wasm?url';

export class Parts {
  /** What plans the first example, and texts that are like it. */
  readonly first = compiled(firstUrl);
  #rest: Promise<WebAssembly.Module> | undefined;
  #known: WebAssembly.Module | undefined;

  /** Some builds have the whole engine in one file. */
  readonly isWhole = restUrl === '';

  /** What is fetched before the rest, unless that is in a hurry. */
  before: Promise<unknown> = Promise.resolve();
  #hurried = (): void => undefined;
  #hurry = new Promise<void>((resolve) => (this.#hurried = resolve));

  /** All else. Fetched once, and again after it could not be. */
  rest(): Promise<WebAssembly.Module> {
    if (this.isWhole) return this.first;
    this.#rest ??= Promise.race([this.before, this.#hurry]).then(() => compiled(restUrl)).then(
      (module) => (this.#known = module),
      (error: Error) => {
        this.#rest = undefined;
        throw new Error(`a part of ${error.message}`);
      },
    );
    return this.#rest;
  }

  /** The rest, which is waited for. */
  hurry(): Promise<WebAssembly.Module> {
    this.#hurried();
    return this.rest();
  }

  /** The rest, if it has arrived. */
  get known(): WebAssembly.Module | undefined {
    return this.#known;
  }
}

async function compiled(url: string): Promise<WebAssembly.Module> {
  const response = await fetch(url).catch(() => undefined);
  if (!response?.ok) throw new Error(`the engine could not be loaded (${response?.status ?? 'no answer'})`);
  // Only under this name browsers compile what still arrives.
  if (response.headers.get('Content-Type') === 'application/wasm') return WebAssembly.compileStreaming(response);
  return WebAssembly.compile(await response.arrayBuffer());
}
