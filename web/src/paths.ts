/** Which names a file may have. */

import type { SourceFile } from './protocol';

/** Why there can be no new file of this path; none if there can. */
export function pathFault(path: string, files: readonly SourceFile[]): string | undefined {
  if (path.includes('\\')) return 'Use / between folders, not \\.';
  if (path.startsWith('/')) return 'A path begins with a folder or a name, not with /.';
  const parts = path.split('/');
  if (parts.includes('..') || parts.includes('.')) return 'A path has no . or .. in it.';
  if (parts.includes('')) return 'A folder or the file has no name.';
  if (!/[^/]\.(pp|rb)$/.test(path)) return 'A name ends in .pp or .rb.';
  if (files.some((file) => file.path === path)) return 'There is a file of this path already.';
  return undefined;
}
