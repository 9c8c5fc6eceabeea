/** Takes the README's picture of the page: `npm run screenshot`, after `make build`. */

import { chromium } from '@playwright/test';
import { preview } from 'vite';

const picture = new URL('../../.github/screenshot.png', import.meta.url).pathname;
const server = await preview({ preview: { host: '127.0.0.1', port: 4199, strictPort: true } });
const browser = await chromium.launch({
  executablePath: process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu'],
});
const page = await browser.newPage({ viewport: { width: 1440, height: 860 } });
await page.goto('http://127.0.0.1:4199/');
await page.evaluate(() => window.callsheet.ready);
await page.getByRole('button', { name: 'Examples' }).click();
await page.locator('[data-example="stack"]').click();
await page.locator('.gallery').waitFor({ state: 'hidden' });
await page.evaluate(() => window.callsheet.compiled());
await page.locator('.chip[data-component="Store::Web[prod-web-0]"]').click();
await page.locator('value-inspector .steps').first().waitFor();
await page.mouse.move(0, 0);
await page.waitForTimeout(400);
await page.screenshot({ path: picture });
await browser.close();
await server.close();
