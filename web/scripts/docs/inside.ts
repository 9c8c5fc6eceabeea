/** How it works: the words of the crate's own documentation, so that there is no second copy of them. */

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The documentation of a file, without its marks. Names of things in it are no links here. */
export function moduleDoc(source: string): string {
  const lines = /^(?:\/\/!.*\n)+/.exec(source)?.[0] ?? '';
  return lines
    .replace(/^\/\/! ?/gm, '')
    .replace(/\[(`[^`\]]+`)\](?:\([^)]*\))?/g, '$1')
    .trim();
}

/** Modules in the order in which `lib.rs` names them, each with its file. */
function modules(crate: string): { name: string; doc: string }[] {
  const library = readFileSync(join(crate, 'lib.rs'), 'utf8');
  return [...library.matchAll(/^pub mod (\w+);$/gm)].flatMap(([, name = '']) => {
    const path = join(crate, `${name}.rs`);
    return existsSync(path) ? [{ name, doc: moduleDoc(readFileSync(path, 'utf8')) }] : [];
  });
}

/** The stages, in the order of the pipeline, and then all other modules. */
const STAGES = ['source', 'syntax', 'yaml', 'input', 'hiera', 'capability_type', 'program', 'eval', 'env', 'graph', 'lint', 'plan', 'catalog', 'provenance', 'simulate', 'diff', 'fix', 'layout', 'view', 'export'];

export function inside(crate: string): string {
  const all = modules(crate);
  const section = ({ name, doc }: { name: string; doc: string }): string => {
    const [first = '', ...rest] = doc.split('\n\n');
    return `### \`${name}\`\n\n${[first, ...rest].join('\n\n')}\n`;
  };
  const stages = STAGES.map((name) => all.find((it) => it.name === name)).filter((it) => it !== undefined);
  if (stages.length < STAGES.length) throw new Error(`a stage has another name now: ${STAGES.join(', ')}`);
  const others = all.filter((it) => !stages.includes(it));
  return `${moduleDoc(readFileSync(join(crate, 'lib.rs'), 'utf8'))}\n\n## The stages\n\n${stages.map(section).join('\n')}\n## What they share\n\n${others.map(section).join('\n')}`;
}
