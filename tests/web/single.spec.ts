/** The playground as one file: opened from a disk, it does all that it does from a server, without asking anybody. */

import { copyFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Page } from '@playwright/test';
import { card, expect, open, openExample, settled, test as base, write } from './page';

const VERSION = /"version": "(.*)"/.exec(readFileSync('package.json', 'utf8'))?.[1] ?? '';

/** A folder with nothing else in it. Everything that the file asks for is a fault. */
const test = base.extend<{ address: string; alone: Page }>({
  address: async ({}, use) => {
    const folder = mkdtempSync(join(tmpdir(), 'callsheet-single-'));
    const file = join(folder, 'a copy.html');
    copyFileSync('dist/callsheet.html', file);
    await use(pathToFileURL(file).href);
    rmSync(folder, { recursive: true });
  },
  alone: async ({ page, context, address }, use) => {
    const faults: string[] = [];
    page.on('request', (request) => {
      if (!/^(data|blob):/.test(request.url()) && request.url().replace(/#.*/, '') !== address) faults.push(`request to ${request.url()}`);
    });
    await context.setOffline(true);
    await page.addInitScript(() => {
      document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) => console.error(`${violatedDirective} refuses ${blockedURI}`));
    });
    await open(page, address);
    await settled(page);
    await use(page);
    expect(faults).toEqual([]);
  },
});
test.use({ serviceWorkers: 'allow', permissions: ['clipboard-read', 'clipboard-write'] });

test('it plans what is written, and again after each edit', async ({ alone }) => {
  await expect(alone.locator('[data-component="Shop::Lb[prod]"]')).toBeVisible();
  const manifest = (node: string): string => `define a::part() { }\nA::Part produces Sql { host => 'h' }\napplication a() { a::part { 'p': export => Sql['s'] } }\nsite { a { 'x': nodes => { Node['${node}'] => A::Part['p'] } } }\n`;
  for (const node of ['one.example', 'two.example']) {
    await write(alone, manifest(node));
    await expect(card(alone, node)).toBeVisible();
    await expect(alone.locator('.drawing [data-node]')).toHaveCount(1);
  }
  await alone.reload();
  await settled(alone);
  await expect(card(alone, 'two.example')).toBeVisible();
});

test('it has all examples with their pictures, and every explanation', async ({ alone }) => {
  await alone.getByRole('button', { name: 'Examples' }).click();
  const pictures = alone.locator('.gallery img');
  await expect.poll(() => pictures.count()).toBeGreaterThan(15);
  for (const picture of await pictures.all()) {
    await picture.scrollIntoViewIfNeeded();
    await expect.poll(() => picture.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBeGreaterThan(50);
  }
  await alone.keyboard.press('Escape');
  await openExample(alone, 'cycle');
  await alone.getByRole('button', { name: /node-cycle/ }).click();
  await expect(alone.locator('.explanation')).toContainText('Nodes wait for each other');
});

test('it writes the plan, a catalog and a picture', async ({ alone }) => {
  await openExample(alone, 'data');
  await alone.evaluate(() => window.callsheet?.compiled());
  await alone.getByRole('tab', { name: 'Outputs' }).click();
  const output = alone.getByRole('region', { name: 'Output' });
  await expect(output).toContainText('Node run order');
  await alone.locator('.drawing [data-node]').first().click();
  await alone.getByLabel('Form').selectOption('catalog');
  await expect(output).toContainText(/\w+::\w+\[|Class\[/);
  const [text] = await Promise.all([alone.waitForEvent('download'), alone.getByRole('button', { name: 'Save', exact: true }).click()]);
  expect(readFileSync(await text.path(), 'utf8')).toBe(await output.textContent());
  const [picture] = await Promise.all([alone.waitForEvent('download'), alone.getByRole('button', { name: 'PNG', exact: true }).click()]);
  expect(readFileSync(await picture.path()).subarray(1, 4).toString()).toBe('PNG');
});

test('it simulates the run', async ({ alone }) => {
  await expect(alone.locator('.run')).toHaveAttribute('aria-busy', 'false');
  await card(alone, 'db.shop').focus();
  await alone.keyboard.press('f');
  await settled(alone);
  await alone.locator('.scrub input').press('End');
  await expect(card(alone, 'db.shop')).toHaveAttribute('data-status', 'failed');
  await expect(alone.locator('.card[data-status="skipped"]')).not.toHaveCount(0);
});

test('its links are of the file itself, and open what was shared', async ({ alone, address }) => {
  await openExample(alone, 'two-tiers');
  await alone.getByRole('button', { name: 'Share' }).click();
  await expect(alone.locator('#share')).toContainText('Link copied');
  const link = await alone.getByLabel('Link', { exact: true }).inputValue();
  expect(link.startsWith(`${address}#v1.`)).toBe(true);
  await alone.goto('about:blank');
  await open(alone, link);
  await settled(alone);
  await expect(card(alone, 'db.example')).toBeVisible();
  await expect(alone.locator('.drawing [data-node]')).toHaveCount(2);
});

test('nothing in it leads to what is not there, and it says which version it is', async ({ alone }) => {
  await expect(alone.locator('a[href]')).toHaveCount(0);
  await alone.getByRole('button', { name: 'Share' }).click();
  await expect(alone.getByLabel('Link', { exact: true })).toBeVisible();
  await expect(alone.getByRole('button', { name: /Copy (frame|element)/ })).toHaveCount(0);
  await alone.keyboard.press('Escape');
  await alone.getByRole('button', { name: 'Keys' }).click();
  await expect(alone.getByRole('dialog', { name: 'Keys' })).toContainText(`Callsheet ${VERSION}`);
  expect(await alone.evaluate(async () => (await navigator.serviceWorker?.getRegistrations().catch(() => []))?.length ?? 0)).toBe(0);
});

test('a worker that crashes is replaced', async ({ alone }) => {
  const [worker] = alone.workers();
  expect(worker?.url()).toMatch(/^blob:/);
  await worker?.evaluate(() => {
    setTimeout(() => {
      throw new Error('a fault for this test');
    });
  });
  await expect.poll(() => alone.workers().includes(worker as never)).toBe(false);
  await openExample(alone, 'two-tiers');
  await expect(alone.locator('.drawing [data-node]')).toHaveCount(2);
});

test('its policy allows the script and the style by their hashes, and no connection', () => {
  const html = readFileSync('dist/callsheet.html', 'utf8');
  const [, policy = ''] = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(html) ?? [];
  expect(policy).toMatch(/^default-src 'none'; script-src 'sha256-[\w+/=]+' 'wasm-unsafe-eval'; /);
  expect(policy).not.toMatch(/unsafe-inline|'unsafe-eval'|connect-src|'self'|https?:/);
  // What a script says to be markup is none; its own tag is.
  const markup = html.replace(/(<script[^>]*>)[^]*?<\/script>/g, (_, tag: string) => tag);
  // The page's own, the examples, the explanations and the engine.
  expect(markup.match(/<script/g)?.length).toBe(4);
  expect(markup).not.toMatch(/ src=|<link[^>]* href="(?!data:)/);
});

test('it is not a part of what a visit of the page keeps', () => {
  expect(readFileSync('dist/sw.js', 'utf8')).not.toContain('callsheet.html');
});
