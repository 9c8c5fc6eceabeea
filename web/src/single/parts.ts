/** The engine in the single file: all of it at once. */

import { engine } from './beside';

export class Parts {
  readonly first = engine().then((bytes) => WebAssembly.compile(bytes));
  readonly isWhole = true;
  readonly known = undefined;
  before: Promise<unknown> | undefined;

  rest(): Promise<WebAssembly.Module> {
    return this.first;
  }

  hurry(): Promise<WebAssembly.Module> {
    return this.first;
  }
}
