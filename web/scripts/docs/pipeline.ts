/** What the GitHub Action takes and the hooks of pre-commit do, from their own definitions. */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { load } from 'js-yaml';

interface Action {
  readonly inputs: Readonly<Record<string, { readonly description: string; readonly default?: string }>>;
}

interface Hook {
  readonly id: string;
  readonly description: string;
}

/** What a text of YAML says. */
export function yaml(text: string): unknown {
  return load(text);
}

function read<Kind>(root: string, name: string): Kind {
  return yaml(readFileSync(join(root, name), 'utf8')) as Kind;
}

export function actionOf(root: string): Action {
  return read<Action>(root, 'action.yml');
}

export function hooksOf(root: string): readonly Hook[] {
  return read<readonly Hook[]>(root, '.pre-commit-hooks.yaml');
}

export function inputTable(root: string): string {
  const rows = Object.entries(actionOf(root).inputs).map(([name, { description, default: usual }]) => `| \`${name}\` | ${description} | ${usual ? `\`${usual}\`` : 'none'} |`);
  return `| input | what it is | default |\n|---|---|---|\n${rows.join('\n')}`;
}

export function hookTable(root: string): string {
  return `| hook | what it does |\n|---|---|\n${hooksOf(root).map(({ id, description }) => `| \`${id}\` | ${description} |`).join('\n')}`;
}
