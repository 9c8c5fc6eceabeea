/** What was opened once opens without a network, and a newer version is offered, not put in place. */

import { createServer, type Server } from 'node:http';
import { readFileSync, statSync } from 'node:fs';
import { type AddressInfo } from 'node:net';
import { extname, join } from 'node:path';
import type { Page } from '@playwright/test';
import { expect, open, openExample, settled, test as base, write } from './page';

const TYPES: Readonly<Record<string, string>> = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css', '.json': 'application/json', '.svg': 'image/svg+xml', '.wasm': 'application/wasm' };

/** The built page in a folder of a server that can serve another version of it. */
class Site {
  version = 1;
  #server: Server = createServer((request, response) => {
    const path = (request.url ?? '').split('?')[0]?.replace('/a/folder/', '') || 'index.html';
    const file = join('dist', path);
    if (!statSync(file, { throwIfNoEntry: false })?.isFile()) return void response.writeHead(404).end();
    const body = readFileSync(file);
    const isChanged = path === 'sw.js' || path === 'index.html';
    response.writeHead(200, { 'Content-Type': TYPES[extname(path)] ?? 'text/plain', 'Cache-Control': 'no-cache' });
    response.end(isChanged && this.version > 1 ? this.#changed(path, body.toString()) : body);
  });

  /** Another title, and another revision of the page in the list of what is kept. */
  #changed(path: string, text: string): string {
    if (path === 'index.html') return text.replace('<title>Callsheet</title>', `<title>Callsheet ${this.version}</title>`);
    return text.replace(/(url:"index\.html",revision:")\w+|(revision:")\w+(",url:"index\.html")/, (_, before: string, revision: string, url: string) => (before ? `${before}${this.version}` : `${revision}${this.version}${url}`));
  }

  async start(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/a/folder/`;
  }

  stop(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }
}

const test = base.extend<{ site: { readonly server: Site; readonly address: string } }>({
  site: async ({}, use) => {
    const server = new Site();
    await use({ server, address: await server.start() });
    server.stop();
  },
});
test.use({ serviceWorkers: 'allow' });

/** The page was opened, and the browser keeps it. */
async function visit(page: Page, address: string): Promise<void> {
  await open(page, address);
  await page.evaluate(() => navigator.serviceWorker.ready);
}

test('after one visit the page opens without a network, and plans examples of every kind', async ({ page, context, site }) => {
  await visit(page, site.address);
  site.server.stop();
  await context.setOffline(true);
  await page.reload();
  await page.evaluate(() => window.callsheet?.ready);
  await openExample(page, 'two-tiers');
  // Its data is read by the rest of the engine.
  await openExample(page, 'data');
  await page.evaluate(() => window.callsheet?.compiled());
  await expect(page.locator('[data-node]')).not.toHaveCount(0);
  await expect(page.locator('[data-problem="no-answer"]')).toHaveCount(0);
  await openExample(page, 'cycle');
  await page.getByRole('button', { name: /node-cycle/ }).click();
  await expect(page.locator('.explanation')).toContainText('Nodes wait for each other');
});

test('nothing is fetched to be kept while somebody types or points', async ({ page, site }) => {
  await open(page, site.address);
  await page.evaluate(() => window.callsheet?.compiled());
  const isKept = (): Promise<boolean> => page.evaluate(async () => (await navigator.serviceWorker.getRegistration()) !== undefined);
  await page.locator('.cm-content').focus();
  // Longer in all than the pause that is waited for, each in another way.
  for (let second = 0; second < 8; second++) {
    if (second % 2 === 0) await page.keyboard.type('x', { delay: 50 });
    else await page.mouse.move(300 + second, 300);
    await page.waitForTimeout(1000);
    expect(await isKept()).toBe(false);
  }
  await expect.poll(isKept).toBe(true);
});

test('a new version is offered, takes the place of the old one by a button only, and loses no text', async ({ page, site }) => {
  await visit(page, site.address);
  await page.reload();
  await page.evaluate(() => window.callsheet?.compiled());
  await write(page, '# a text of my own\n');
  site.server.version = 2;
  await page.evaluate(async () => (await navigator.serviceWorker.getRegistration())?.update());
  await expect(page.locator('page-notice')).toContainText('A new version is ready');
  await page.reload();
  await settled(page);
  await expect(page).toHaveTitle('Callsheet');
  await page.locator('page-notice').getByRole('button', { name: 'Reload' }).click();
  await expect(page).toHaveTitle('Callsheet 2');
  await expect(page.locator('.cm-content')).toContainText('# a text of my own');
});
