/** The documentation in a browser: every page in light and dark, the search, the keyboard, a phone, paper. */

import { readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { below, BUILT } from './docs';
import { expect, test as base } from './page';

const names = below(BUILT, '.html');

/** A page of the documentation that asks no other machine. */
const test = base.extend<{ doc: Page }>({
  doc: async ({ page, baseURL }, use) => {
    const faults: string[] = [];
    page.on('request', (request) => request.url().startsWith(baseURL ?? '') || /^(data|blob):/.test(request.url()) || faults.push(request.url()));
    await use(page);
    expect(faults).toEqual([]);
  },
});

const AXE = readFileSync('node_modules/axe-core/axe.min.js', 'utf8');

/** How many pixels can be scrolled sideways. */
function sideways(page: Page): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
}

interface Violation {
  readonly id: string;
  readonly nodes: readonly { readonly html: string }[];
}

/** What axe finds; `rules` are only some. */
async function violations(page: Page, rules?: readonly string[]): Promise<string[]> {
  const found = await page.evaluate(async (only) => {
    // What depends on sizes is set in the frame after they are known.
    await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
    const run = window.axe.run as (root: Document, options: object) => Promise<{ violations: Violation[] }>;
    return (await run(document, { resultTypes: ['violations'], ...(only ? { runOnly: only } : {}) })).violations;
  }, rules);
  return found.map(({ id, nodes }) => `${id}: ${nodes.slice(0, 3).map(({ html }) => html.slice(0, 160)).join(' | ')}`);
}

test.describe('every page', () => {
  // axe is a script of its own, which the policy of the pages forbids.
  test.use({ bypassCSP: true });
  test('axe finds nothing on any page in light and dark, and none scrolls sideways on a phone', async ({ doc }) => {
    test.setTimeout(300_000);
    await doc.addInitScript(AXE);
    // Embeds stay as a reader finds them who has not come near; live ones are checked on a page of their own below.
    await doc.addInitScript(() => {
      IntersectionObserver.prototype.observe = () => undefined;
    });
    const found: string[] = [];
    for (const name of names) {
      await doc.setViewportSize({ width: 1280, height: 900 });
      await doc.emulateMedia({ colorScheme: 'light' });
      await doc.goto(`docs/${name}`);
      const light = await violations(doc);
      await doc.emulateMedia({ colorScheme: 'dark' });
      // Dark is other colours, and nothing else.
      const dark = await violations(doc, ['color-contrast']);
      await doc.setViewportSize({ width: 390, height: 844 });
      const phone = await sideways(doc);
      found.push(...[...light, ...dark, ...(phone > 0 ? [`${phone} pixels too wide on a phone`] : [])].map((it) => `${name}: ${it}`));
    }
    expect(found).toEqual([]);
  });
});

test.describe('a page with a live embed', () => {
  test.use({ bypassCSP: true });
  test('axe finds nothing in light and dark', async ({ doc }) => {
    await doc.addInitScript(AXE);
    await doc.goto('docs/tutorial/a-run.html');
    await expect(doc.locator('.card[data-node="web1.shop"]')).toBeVisible();
    for (const colorScheme of ['light', 'dark'] as const) {
      await doc.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      expect(await violations(doc)).toEqual([]);
    }
  });
});

test('the search finds a page by its words, with the keyboard alone', async ({ doc }) => {
  await doc.goto('docs/tutorial/one-node.html');
  await doc.keyboard.press('/');
  const field = doc.getByRole('combobox', { name: 'Search the documentation' });
  await expect(field).toBeFocused();
  await doc.keyboard.type('never-exported');
  const options = doc.getByRole('option');
  await expect(options.first()).toBeVisible();
  await expect(doc.locator('.search mark').first()).toBeVisible();
  await expect(doc.getByRole('status').filter({ hasText: /\d+ places? on \d+ pages?/ })).toBeVisible();
  await doc.keyboard.press('ArrowDown');
  await expect(options.nth(1)).toHaveAttribute('aria-selected', 'true');
  await doc.keyboard.press('ArrowUp');
  await doc.keyboard.press('Enter');
  await expect(doc).toHaveURL(/diagnostics\/never-exported\.html/);
});

test('the search says when nothing is found, and closes', async ({ doc }) => {
  await doc.goto('docs/index.html');
  await doc.keyboard.press('Control+k');
  await doc.keyboard.type('xyzzyqwv');
  await expect(doc.getByText('Nothing was found for “xyzzyqwv”.')).toBeVisible();
  await doc.keyboard.press('Escape');
  await expect(doc.getByRole('dialog')).toBeHidden();
});

test('the search is loaded when it is opened, not before', async ({ doc }) => {
  const loaded: string[] = [];
  doc.on('request', (request) => loaded.push(request.url()));
  await doc.goto('docs/index.html');
  await doc.waitForLoadState('networkidle');
  expect(loaded.filter((url) => url.includes('search'))).toEqual([]);
  await doc.getByRole('button', { name: /^Search/ }).click();
  await expect(doc.getByRole('dialog')).toBeVisible();
  await expect.poll(() => loaded.filter((url) => url.includes('search')).length).toBe(2);
});

test('light or dark is remembered, and shared with the playground', async ({ doc }) => {
  await doc.emulateMedia({ colorScheme: 'light' });
  await doc.goto('docs/index.html');
  await doc.getByRole('button', { name: 'Switch to dark' }).click();
  await doc.goto('docs/tutorial/one-node.html');
  await expect(doc.locator('html')).toHaveAttribute('data-theme', 'dark');
  await doc.getByRole('link', { name: 'Playground', exact: true }).click();
  await expect(doc.locator('html')).toHaveAttribute('data-theme', 'dark');
  await doc.evaluate(() => window.callsheet?.ready);
});

test('the first stop of the keyboard skips to the text', async ({ doc }) => {
  await doc.goto('docs/diagnostics/index.html');
  await doc.keyboard.press('Tab');
  await expect(doc.getByRole('link', { name: 'Skip to the text' })).toBeFocused();
  await expect(doc.getByRole('link', { name: 'Skip to the text' })).toBeInViewport();
  await doc.keyboard.press('Enter');
  await expect(doc.getByRole('main')).toBeFocused();
});

test('on a phone the contents open and close', async ({ doc }) => {
  await doc.setViewportSize({ width: 390, height: 844 });
  await doc.goto('docs/tutorial/one-node.html');
  const contents = doc.getByRole('navigation', { name: 'Documentation' });
  await expect(contents).toBeHidden();
  await doc.getByRole('button', { name: 'Menu' }).click();
  await expect(contents).toBeVisible();
  await doc.keyboard.press('Escape');
  await expect(contents).toBeHidden();
  await doc.getByRole('button', { name: 'Menu' }).click();
  await contents.getByRole('link', { name: 'Diagnostics' }).click();
  await expect(doc.getByRole('heading', { level: 1 })).toHaveText('Diagnostics');
});

test('on paper there is the text and nothing to press', async ({ doc }) => {
  await doc.goto('docs/tutorial/one-node.html');
  await doc.emulateMedia({ media: 'print', colorScheme: 'dark' });
  await expect(doc.getByRole('heading', { level: 1 })).toBeVisible();
  for (const part of ['.bar', '.contents', '.way']) await expect(doc.locator(part)).toBeHidden();
  expect(await doc.evaluate(() => getComputedStyle(document.body).backgroundColor)).toBe('rgb(255, 255, 255)');
});

test.describe('without scripts', () => {
  test.use({ javaScriptEnabled: false });
  test('the text, the contents and the sources are there', async ({ page }) => {
    await page.goto('docs/tutorial/one-node.html');
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('One node');
    await expect(page.getByRole('navigation', { name: 'Documentation' })).toBeVisible();
    await expect(page.locator('callsheet-plan script').first()).toBeVisible();
    await expect(page.getByRole('button', { name: /^Search/ })).toBeHidden();
  });
});

test('the playground leads to the documentation, and finds it by its name', async ({ doc }) => {
  await doc.goto('./');
  await doc.evaluate(() => window.callsheet?.ready);
  await doc.getByRole('link', { name: 'Docs' }).click();
  await expect(doc.getByRole('heading', { level: 1 })).toHaveText('Callsheet');
  await doc.setViewportSize({ width: 390, height: 844 });
  await doc.goto('./');
  await doc.evaluate(() => window.callsheet?.ready);
  await doc.getByRole('button', { name: 'Find' }).click();
  await doc.keyboard.type('documentation');
  await doc.keyboard.press('Enter');
  await expect(doc).toHaveURL(/docs\/index\.html$/);
});

test('an embed of the tutorial is live when a reader comes to it, and does what the page says', async ({ doc }) => {
  await doc.goto('docs/tutorial/a-run.html');
  const card = doc.locator('.card[data-node="web1.shop"]');
  await card.locator('.status-hit').click();
  await expect(card).toHaveAttribute('data-status', 'failed');
  await expect(doc.locator('.card[data-node="lb.shop"]')).toHaveAttribute('data-status', 'skipped');
});
