import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { expect, test } from './page';

/** What the native library gives for every case; `cargo test --test golden` writes it. */
const GOLDEN = '../target/golden.json';
const LIBRARY = 'node_modules/@mermaid-js/tiny/dist/mermaid.tiny.js';

/** What things are called in that case. */
const NAMES = [
  'end;',
  '1. www.x.example *x* _y_ fa:fa-car ~~z~~ $$w$$ ﬂ°lt¶ß 日本',
  'Db[a"b\'`|\\]',
  'Web[line\nbreak]',
  'Sql[<b> & ]]>]',
];

interface Golden {
  readonly name: string;
  readonly texts: Readonly<Record<string, string>>;
}

interface Mermaid {
  initialize(options: object): void;
  parse(text: string): Promise<unknown>;
  render(id: string, text: string): Promise<{ readonly svg: string }>;
}

declare global {
  interface Window {
    mermaid: Mermaid;
  }
}

async function charts(): Promise<readonly (readonly [string, string])[]> {
  const golden = JSON.parse(await readFile(GOLDEN, 'utf8')) as readonly Golden[];
  return golden.map(({ name, texts }) => [name, texts['mermaid'] ?? ''] as const);
}

async function open(page: Page): Promise<void> {
  await page.setContent('<!doctype html><title>Mermaid</title><body></body>');
  await page.addScriptTag({ path: LIBRARY });
  await page.evaluate(() => window.mermaid.initialize({ startOnLoad: false, maxEdges: 100_000, maxTextSize: 10_000_000 }));
}

test('Mermaid reads the flowchart of every case', async ({ page }) => {
  await open(page);
  const all = await charts();
  const distinct = [...new Map(all.map(([name, text]) => [text, name] as const))];
  expect(distinct.length).toBeGreaterThan(100);
  const wrong = await page.evaluate(async (texts) => {
    const found: string[] = [];
    for (const [text, name] of texts) {
      await window.mermaid.parse(text).catch((error: unknown) => found.push(`${name}: ${String(error)}\n${text}`));
    }
    return found;
  }, distinct);
  expect(wrong).toEqual([]);
});

test('Mermaid shows names as they are, whatever signs are in them', async ({ page }) => {
  await open(page);
  const all = await charts();
  const [, text] = all.find(([name]) => name.includes('Names that are signs elsewhere')) ?? ['', ''];
  const labels = await page.evaluate(async (chart) => {
    document.body.innerHTML = (await window.mermaid.render('chart', chart)).svg;
    const found = [...document.querySelectorAll('.nodeLabel, .edgeLabel p, .cluster-label p')];
    // What keeps a mark of Mermaid apart cannot be seen.
    return found.map((label) => label.textContent?.replaceAll('\u200b', ''));
  }, text);
  for (const name of NAMES) {
    expect(labels).toContain(name);
  }
});
