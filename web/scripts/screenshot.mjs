/** Takes the README's pictures of the page and its documentation: `npm run screenshot`, after `make build`. */

import { chromium } from '@playwright/test';
import { preview } from 'vite';
import { manifest, SIZES } from './manifest.mjs';

const server = await preview({ preview: { host: '127.0.0.1', port: Number(process.env['CALLSHEET_PORT'] ?? 4199), strictPort: true } });
const address = server.resolvedUrls.local[0];
const browser = await chromium.launch({
  executablePath: process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu'],
});

async function opened(link, colorScheme, [width, height] = [1440, 860]) {
  const page = await browser.newPage({ viewport: { width, height }, colorScheme });
  await page.goto(`${address}${link}`);
  await page.evaluate(() => window.callsheet?.ready.then(() => window.callsheet.compiled()));
  return page;
}

async function take(page, name) {
  await page.mouse.move(0, 0);
  await page.waitForTimeout(500);
  await page.screenshot({ path: new URL(`../../.github/${name}.png`, import.meta.url).pathname });
  await page.close();
}

const values = await opened('#ex=stack', 'light');
await values.locator('.chip[data-component="Store::Web[prod-web-0]"]').click();
await values.locator('value-inspector .steps').first().waitFor();
await take(values, 'screenshot');

const run = await opened('#ex=stack', 'dark');
await run.locator('[data-node="db.prod.example"]').focus();
await run.keyboard.press('f');
await run.locator('[data-status=skipped]').first().waitFor();
await run.getByRole('button', { name: 'Timeline' }).click();
await take(run, 'pictures/run');

await take(await opened('#ex=cycle', 'dark'), 'pictures/cycle');

const thousand = await opened('', 'light');
await thousand.locator('.cm-content').click();
await thousand.keyboard.press('ControlOrMeta+A');
await thousand.keyboard.insertText(manifest(SIZES[2]));
await thousand.evaluate(() => window.callsheet.settled());
await thousand.evaluate(() => window.callsheet.compiled());
await take(thousand, 'pictures/thousand');

const phone = await opened('#ex=three-tiers', 'light', [390, 844]);
await phone.locator('[data-for="graph"]').click();
await take(phone, 'pictures/phone');

const docs = await opened('docs/tutorial/load-balancer.html', 'light');
await docs.locator('callsheet-plan .card').first().waitFor();
await take(docs, 'pictures/documentation');
await browser.close();
await server.close();
