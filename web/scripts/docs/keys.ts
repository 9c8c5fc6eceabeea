/** The keys of the playground as tables, from the playground's own list. */

import { readFileSync } from 'node:fs';

/** The value of `KEYS` in `commands.ts`: only arrays of texts. */
export function keyTables(path: string): string {
  const source = readFileSync(path, 'utf8');
  const [, list] = /export const KEYS: Keys\[\] = (\[[^]*?^\]);/m.exec(source) ?? [];
  if (list === undefined) throw new Error(`${path} lists its keys another way now`);
  const json = list.replace(/'([^'\n]*)'/g, (_, text: string) => JSON.stringify(text)).replace(/,(\s*\])/g, '$1');
  const groups = JSON.parse(json) as [string, [string, string][]][];
  return groups
    .map(([where, keys]) => `### ${where}\n\n| key | what it does |\n|---|---|\n${keys.map(([key, does]) => `| ${pressed(key)} | ${does} |`).join('\n')}\n`)
    .join('\n');
}

/** `Ctrl Shift O` as keys. */
function pressed(key: string): string {
  return key.replace(/[^\s,]+|,(?= |$)/g, (part) => (['and', 'Arrows', 'to'].includes(part) ? part : part === ',' && key !== ',' && !key.startsWith(', ') ? ',' : `<kbd>${part.replace('|', '\\|')}</kbd>`));
}
