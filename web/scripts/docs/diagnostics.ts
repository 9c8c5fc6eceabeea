/**
 * A page for each finding, from the files that `callsheet explain` and the playground show too
 * (`tests/cases/diagnostics`), and an index of them by what finds them (the catalogue, `crate/src/diag/code.rs`).
 */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface Finding {
  readonly id: string;
  readonly severity: string;
  /** What it is, in a few words. */
  readonly title: string;
  /** `Reading one file` */
  readonly family: string;
}

/** The rows of the catalogue, each with the remark above it. */
export function catalogue(source: string): Finding[] {
  const rows = source.split('\ncatalogue! {')[1]?.split('\n}')[0] ?? '';
  let family = '';
  const found: Finding[] = [];
  for (const line of rows.split('\n')) {
    family = /^ *\/\/ (.*?)\.?$/.exec(line)?.[1] ?? family;
    const [, id = '', severity = '', title = ''] = /^ *\w+ "([^"]+)" (\w+) "([^"]+)";/.exec(line) ?? [];
    if (id) found.push({ id, severity: severity.toLowerCase(), title, family });
  }
  if (found.length < 100) throw new Error('the catalogue of findings is written another way now');
  return found;
}

/** The blocks below one heading stand together: their files are named on the line above, as in all cases. */
function together(section: string, place: number): string {
  let isFirst = true;
  return section.replace(/^(?:`([^`\n]+)`:\n\n)?```([a-z][\w-]*)(.*)$/gm, (line, name: string | undefined, language: string, rest: string) => {
    if (name === undefined && language !== 'puppet') return line;
    // What an application does can be seen; for the rest an embed would show no more than the text.
    const isLive = isFirst && section.startsWith('## Example') && /^application /m.test(section) && /^site /m.test(section);
    isFirst = false;
    return `\`\`\`${language}${rest}${isLive ? ' live view=split' : ''} name=case-${place}${name === undefined ? '' : ` file=${name}`}`;
  });
}

function page(text: string, { id, severity, title, family }: Finding): string {
  const shown = text.replace(/^# .*\n+/, '').split(/^(?=## )/m).map(together).join('');
  return `# \`${id}\`\n\n<p class="finding"><span class="severity ${severity}">${severity}</span> ${title} · <span class="family">${family}</span></p>\n\n${shown}`;
}

export interface Made {
  readonly page: string;
  readonly title: string;
  readonly description: string;
  readonly text: string;
}

/** What the site makes of them; `diagnostics/index` is written by hand around the list. */
export function diagnosticPages(cases: string, findings: readonly Finding[]): Made[] {
  return findings.map((finding) => ({
    page: `diagnostics/${finding.id}`,
    title: finding.id,
    description: `${finding.severity}: ${finding.title}`,
    text: page(readFileSync(join(cases, `${finding.id}.md`), 'utf8'), finding),
  }));
}

/** The list of the index, a table for each family. */
export function findingList(findings: readonly Finding[]): string {
  const families = [...new Set(findings.map(({ family }) => family))];
  const rows = (family: string): string =>
    findings
      .filter((finding) => finding.family === family)
      .map(({ id, severity, title }) => `| [\`${id}\`](${id}.md) | <span class="severity ${severity}">${severity}</span> | ${title} |`)
      .join('\n');
  return families.map((family) => `## ${family}\n\n| code | severity | what it is |\n|---|---|---|\n${rows(family)}\n`).join('\n');
}
