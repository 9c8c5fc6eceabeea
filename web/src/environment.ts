/** Any files -> those of an environment that the engine reads, as texts, with paths from the environment's root. */

import { Unreadable } from './link';
import type { SourceFile } from './protocol';
import type { Found } from './zip';

/** Files, and UTF-16 units or bytes in all. */
const [MOST, LARGEST] = [500, 2_000_000];

/** Folders beside an environment's own. */
const BESIDE = /(^|\/)(\.[^/]*|__MACOSX|spec|vendor|node_modules|fixtures)\//;
const READ = /\.e?pp$|(^|\/)(hiera|callsheet)\.yaml$|(^|\/)(data|hiera(data)?)\/.*\.(ya?ml|json)$|(^|\/)lib\/puppet\/(type|functions|parser\/functions)\/.*\.rb$/;
/** What tells where the root is. */
const ROOT = /^(.*?)(manifests|modules|site-modules|data|hiera\.yaml|environment\.conf|callsheet\.yaml)(\/|$)/;

/** The folder that the environment lies in, with a `/` behind it: the uppermost that has what an environment has. */
function rootOf(paths: readonly string[]): string {
  const roots = paths.flatMap((path) => ROOT.exec(path)?.[1] ?? []).filter((root) => root === '' || root.endsWith('/'));
  return roots.reduce((shortest, root) => (root.length < shortest.length ? root : shortest), roots[0] ?? '');
}

/** The text of a file; none if it is none. */
async function textOf(blob: Blob): Promise<string | undefined> {
  const bytes = await blob.arrayBuffer();
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes).replaceAll('\r\n', '\n');
  } catch {
    return undefined;
  }
}

/** The files of the environment; a JSON file that stands alone may be a saved graph. */
export async function environmentOf(found: readonly Found[]): Promise<SourceFile[]> {
  const sound = found.filter(({ path }) => !BESIDE.test(path));
  const root = rootOf(sound.map(({ path }) => path));
  const isAlone = sound.length === 1;
  const files: SourceFile[] = [];
  let size = 0;
  for (const { path, blob } of sound) {
    if (!path.startsWith(root) || !(READ.test(path) || (isAlone && /\.(json|ya?ml|rb)$/.test(path)))) continue;
    const content = await blob();
    size += content.size;
    if (files.length >= MOST || size > LARGEST) {
      throw new Unreadable(`This is too much: up to ${MOST} files and ${LARGEST / 1_000_000} MB of manifests, types and data can be opened.`);
    }
    const text = await textOf(content);
    if (text !== undefined) files.push({ path: path.slice(root.length).replace(/^site-modules\//, 'modules/'), text });
  }
  if (files.length === 0) throw new Unreadable('Nothing to open: there are no manifests (.pp), and no graph as JSON.');
  return files.sort((a, b) => (a.path < b.path ? -1 : 1));
}
