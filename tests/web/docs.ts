/** What the specs of the documentation share: its sources, its built pages, the command line. */

import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { filesIn } from '../../web/scripts/examples';
import { changesIn, filesOfGroup, groupsOf, type Change, type Fence, type SourceFile } from '../../web/scripts/docs/fences';
import { fencesIn } from '../../web/scripts/docs/markdown';

export const ROOT = join(__dirname, '../..');
export const BUILT = join(ROOT, 'web/dist/docs');
/** Built by the native tests. */
const BINARY = join(process.env['CARGO_TARGET_DIR'] ?? join(ROOT, 'target'), 'debug/callsheet');

/** Files below a folder with this ending, by name. */
export function below(folder: string, end: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith(end)).sort();
}

/** A page of the documentation as it is written. */
export interface Written {
  /** `tutorial/one-node.md` */
  readonly name: string;
  readonly fences: readonly Fence[];
  /** Texts with the names they have on this page, and the examples of the gallery. */
  readonly groups: ReadonlyMap<string, Fence[]>;
  readonly changes: readonly Change[];
}

export function written(): Written[] {
  const folder = join(ROOT, 'web/docs');
  return below(folder, '.md').map((name) => {
    const text = readFileSync(join(folder, name), 'utf8');
    const fences = fencesIn(text);
    const changes = changesIn(text);
    if (changes.length !== text.split('<!-- change ').length - 1) throw new Error(`${name} has a change that cannot be read`);
    return { name, fences, groups: groupsOf(fences), changes };
  });
}

export function exampleFiles(id: string): SourceFile[] {
  return filesIn(join(ROOT, 'web/examples', id));
}

/** The files that a name means on a page: its own blocks of that name, or an example. */
export function filesNamed(page: Written, name: string): SourceFile[] {
  const group = page.groups.get(name);
  return group ? filesOfGroup(group, exampleFiles) : exampleFiles(name);
}

export interface Printed {
  readonly status: number;
  readonly out: string;
  readonly err: string;
}

/** Runs a command of a shell in a folder, with `callsheet` as it was built. */
export function run(command: string, folder: string): Promise<Printed> {
  const env = { ...process.env, PATH: `${dirname(BINARY)}:${process.env['PATH'] ?? ''}`, NO_COLOR: '1', HOME: join(folder, '../home') };
  return new Promise((resolve) => {
    execFile('bash', ['-c', command], { cwd: folder, env }, (error, out, err) => {
      resolve({ status: error ? Number(error.code ?? 1) : 0, out, err });
    });
  });
}

/** Calls with a scratch folder that has these files. */
export async function withFiles<Result>(files: readonly SourceFile[], use: (folder: string) => Promise<Result>): Promise<Result> {
  const folder = mkdtempSync(join(tmpdir(), 'callsheet-docs-'));
  try {
    for (const { path, text } of files) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
    return await use(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Calls with a scratch folder as examples of commands suppose it: an environment, another one beside it, one file. */
export async function withWorld<Result>(use: (folder: string) => Promise<Result>): Promise<Result> {
  const world = filesIn(join(__dirname, 'world'));
  const placed = (folder: string): SourceFile[] => world.map(({ path, text }) => ({ path: `${folder}/${path}`, text }));
  const one = { path: 'here/site.pp', text: world.map(({ text }) => text).join('\n') };
  const homes = ['home/.zfunc/_', 'home/.config/fish/completions/_', 'home/.local/share/man/man1/_', 'here/docs/command-line/_'].map((path) => ({ path, text: '' }));
  return withFiles([...placed('here'), ...placed('before'), ...placed('here/environments/production'), one, ...homes], (folder) => {
    cpSync(join(ROOT, 'web/examples'), join(folder, 'here/web/examples'), { recursive: true });
    return use(join(folder, 'here'));
  });
}
