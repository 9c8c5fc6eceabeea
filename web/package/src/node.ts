/** For Node: the engine is read from beside this file when this is imported. */

import { readFileSync } from 'node:fs';
import { initSync } from './callsheet.js';

export * from './index.js';

initSync({ module: readFileSync(new URL('callsheet_bg.wasm', import.meta.url)) });

/** Nothing is left to do: the engine is ready. */
export async function init(): Promise<void> {}
