/** How it works: the words of the crate's own documentation, so that there is no second copy of them. */

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * The documentation of a file, without its marks; its headings stand below one of `level`. Names of things in it are no
 * links here, and lines of code that it hides are left out.
 */
export function moduleDoc(source: string, level: number): string {
  const lines = /^(?:\/\/!.*\n)+/.exec(source)?.[0] ?? '';
  const parts = lines.replace(/^\/\/! ?/gm, '').split(/^(```[^]*?^```)$/m);
  return parts
    .map((part, place) =>
      place % 2 === 1
        ? part.replace(/^```(?=\n)/, '```rust').replace(/^# ?.*\n/gm, '')
        : part.replace(/^#+ /gm, (marks) => `${'#'.repeat(level)}${marks}`).replace(/\[(`[^`\]]+`)\](?:\([^)]*\))?/g, '$1'),
    )
    .join('')
    .trim();
}

/** Modules in the order in which `lib.rs` names them, each with its file. */
function modules(crate: string): { name: string; doc: string }[] {
  const library = readFileSync(join(crate, 'lib.rs'), 'utf8');
  return [...library.matchAll(/^pub mod (\w+);$/gm)].flatMap(([, name = '']) => {
    const path = join(crate, `${name}.rs`);
    return existsSync(path) ? [{ name, doc: moduleDoc(readFileSync(path, 'utf8'), 3) }] : [];
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
  return `${moduleDoc(readFileSync(join(crate, 'lib.rs'), 'utf8'), 1)}\n\n## The stages\n\n${stages.map(section).join('\n')}\n## What they share\n\n${others.map(section).join('\n')}`;
}
