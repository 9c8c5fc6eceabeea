/** For browsers and bundlers: the engine is fetched from beside this file, or from where `init` is told. */

import load from './callsheet.js';
import type { InitInput } from './callsheet.js';

export * from './index.js';

/** Gets the engine ready; a second call waits for the first. */
export async function init(engine?: InitInput | Promise<InitInput>): Promise<void> {
  await (engine === undefined ? load() : load({ module_or_path: engine }));
}
