/** Which names a file may have, and what they tell. */

import type { SourceFile } from './protocol';

/** The file of facts and other input: shown as the tab of this name. */
export const INPUTS = 'callsheet.yaml';

/** Whether the engine reads it as code; other files are data. */
export function isCode(path: string): boolean {
  return /\.(pp|epp|rb)$/.test(path);
}

/** Why there can be no new file of this path; none if there can. */
export function pathFault(path: string, files: readonly SourceFile[]): string | undefined {
  if (path.includes('\\')) return 'Use / between folders, not \\.';
  if (path.startsWith('/')) return 'A path begins with a folder or a name, not with /.';
  const parts = path.split('/');
  if (parts.includes('..') || parts.includes('.')) return 'A path has no . or .. in it.';
  if (parts.includes('')) return 'A folder or the file has no name.';
  if (!/[^/]\.(pp|epp|rb|ya?ml|json)$/.test(path)) return 'A name ends in .pp, .epp, .rb, .yaml or .json.';
  if (files.some((file) => file.path === path)) return 'There is a file of this path already.';
  return undefined;
}
