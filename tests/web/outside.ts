/** The engine itself, asked outside the page. */

import { readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { engineIn, filesIn, type Engine } from '../../web/scripts/examples';
import type { SourceFile } from '../../web/src/protocol';

const FOLDER = '../web/examples';

/** The whole engine, as it was built for the page. */
export function engine(): Promise<Engine> {
  return engineIn(resolve('../crate/pkg'));
}

/** The ids of all examples. */
export const EXAMPLES: readonly string[] = readdirSync(FOLDER)
  .filter((name) => name.endsWith('.json'))
  .map((name) => name.replace('.json', ''));

/** What is said of an example beside its folder. */
export function described(id: string): { readonly title: string; readonly waves: readonly number[] } {
  return JSON.parse(readFileSync(`${FOLDER}/${id}.json`, 'utf8')) as ReturnType<typeof described>;
}

export function filesOf(id: string): SourceFile[] {
  return filesIn(`${FOLDER}/${id}`);
}
