/** The documentation: Markdown in `web/docs` and pages made from other sources, to HTML by Eleventy. */

import Eleventy, { type Config } from '@11ty/eleventy';
import { createHash } from 'node:crypto';
import { copyFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import MiniSearch from 'minisearch';
import type { Engine } from '../examples.ts';
import { filesIn } from '../examples.ts';
import { headingsOf, passagesOf, plain, type Passage } from './contents.ts';
import { catalogue, diagnosticPages, findingList, type Made } from './diagnostics.ts';
import { drawingStyle } from './embed.ts';
import { inside } from './inside.ts';
import { keyTables } from './keys.ts';
import { markdown } from './markdown.ts';
import { navigation, type Place } from './navigation.ts';
import { hookTable, inputTable } from './pipeline.ts';

/** The folders that the documentation is made from, and where it goes. */
export interface Folders {
  /** `web` */
  readonly web: string;
  /** The whole checkout. */
  readonly root: string;
  /** `web/dist/docs` */
  readonly out: string;
}

/** Names of the files that every page loads. */
export interface Assets {
  readonly early: string;
  readonly main: string;
  readonly style: string;
}

/** Which fields the search looks into: the page asks for the same. */
const SEARCH = { fields: ['heading', 'page', 'text'], storeFields: ['page', 'heading', 'text'] };

/** What stands in a page as `{{ name }}` in a paragraph of its own, made from the sources of the program. */
function parts(folders: Folders, engine: Engine): Record<string, () => string> {
  const code = join(folders.root, 'crate/src/diag/code.rs');
  return {
    'finding-list': () => findingList(catalogue(readFileSync(code, 'utf8'))),
    inside: () => inside(join(folders.root, 'crate/src')),
    exceptions: () => exceptions(readFileSync(join(folders.root, 'tests/conformance-exceptions.txt'), 'utf8')),
    schemas: () => schemaTable(join(folders.root, 'schemas')),
    'drawing-hash': () => `\`\`\`text\n'sha256-${createHash('sha256').update(drawingStyle(engine)).digest('base64')}'\n\`\`\``,
    'action-inputs': () => inputTable(folders.root),
    npm: () => /^## Plan in a program\n([^]*?)^## /m.exec(readFileSync(join(folders.web, 'package/README.md'), 'utf8'))?.[1] ?? '',
    hooks: () => hookTable(folders.root),
    keys: () => keyTables(join(folders.web, 'src/commands.ts')),
  };
}

function made(folders: Folders): Made[] {
  const findings = catalogue(readFileSync(join(folders.root, 'crate/src/diag/code.rs'), 'utf8'));
  return diagnosticPages(join(folders.root, 'tests/cases/diagnostics'), findings);
}

/** Where Callsheet answers otherwise than Puppet did, as a list. */
function exceptions(list: string): string {
  const lines = list.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  return lines.map((line) => line.replace(/^([\w-]+) (\S+) on purpose: (.*)$/, '- $3 (`$1 $2`)')).join('\n');
}

function schemaTable(folder: string): string {
  const rows = readdirSync(folder).sort().map((name) => {
    const { title } = JSON.parse(readFileSync(join(folder, name), 'utf8')) as { title: string };
    return `| [\`${name}\`](../schemas/${name}) | ${title} |`;
  });
  return `| schema | of what |\n|---|---|\n${rows.join('\n')}`;
}

/** `../` as often as a page is deep. */
function upFrom(page: string): string {
  return '../'.repeat(page.split('/').length - 1) || './';
}

function copySchemas(from: string, to: string): void {
  mkdirSync(to, { recursive: true });
  for (const name of readdirSync(from)) copyFileSync(join(from, name), join(to, name));
}

/** Builds all pages, the index of the search, and the schemas beside them. */
export async function buildSite(folders: Folders, assets: Assets, engine: Engine): Promise<void> {
  const source = join(folders.web, 'docs');
  const findings = made(folders);
  const places: Place[] = findings.map(({ page, title }) => ({ page, title }));
  const sections = navigation(source, places);
  const order = sections.flatMap(({ title, pages }) => pages.map((place) => ({ ...place, section: title })));
  const passages: Passage[] = [];
  const stood = parts(folders, engine);

  const site = new Eleventy(relative(process.cwd(), source), relative(process.cwd(), folders.out), {
    quietMode: true,
    // Nothing is configured elsewhere.
    configPath: '',
    config(config: Config) {
      config.setIncludesDirectory('_layouts');
      config.setTemplateFormats(['md']);
      // What stands in double braces is a manifest's.
      config.addGlobalData('templateEngineOverride', 'md');
      config.setLibrary('md', markdown(engine, (id) => filesIn(join(folders.web, 'examples', id))));
      config.addGlobalData('layout', 'page.njk');
      config.addGlobalData('assets', assets);
      config.addGlobalData('sections', sections);
      config.addGlobalData('version', engine.version());
      config.addGlobalData('permalink', () => ({ page }: { page: { filePathStem: string } }) => `${page.filePathStem}.html`);
      config.addPreprocessor('parts', 'md', (_data: unknown, content: string) =>
        // Remarks are for whoever writes, and for the tests.
        content.replace(/<!-- .*? -->\n?/g, '').replace(/^\{\{ ([\w-]+) \}\}$/gm, (_, name: string) => {
          const make = stood[name];
          if (!make) throw new Error(`nothing is called ${name}`);
          return make();
        }),
      );
      for (const { page, description, text } of findings) config.addTemplate(`${page}.md`, text, { description });
      config.addFilter('up', (page: string) => upFrom(page));
      config.addFilter('headings', headingsOf);
      config.addFilter('heading', (html: string) => plain(/<h1[^>]*>([^]*?)<\/h1>/.exec(html)?.[1] ?? ''));
      config.addFilter('around', (page: string) => around(order, page));
      config.addFilter('section', (page: string) => order.find((it) => it.page === page)?.section ?? 'Diagnostics');
      config.addFilter('collect', (html: string, page: string) => {
        passages.push(...passagesOf(`${page}.html`, plain(/<h1[^>]*>([^]*?)<\/h1>/.exec(html)?.[1] ?? ''), html));
        return '';
      });
    },
  });
  await site.write();

  const index = new MiniSearch<Passage>(SEARCH);
  index.addAll(passages.sort((a, b) => (a.id < b.id ? -1 : 1)));
  writeFileSync(join(folders.out, 'search.json'), JSON.stringify(index));
  copySchemas(join(folders.root, 'schemas'), join(folders.out, 'schemas'));
}

/** The pages before and after one; those of findings follow each other too. */
function around(order: readonly Place[], page: string): { previous: Place | undefined; next: Place | undefined } {
  const at = order.findIndex((it) => it.page === page);
  return at < 0 ? { previous: undefined, next: undefined } : { previous: order[at - 1], next: order[at + 1] };
}
