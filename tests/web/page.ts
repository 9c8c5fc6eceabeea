/** What the specs share: a page that must stay free of errors, and the words to use it. */

import { expect, test as base, type Page } from '@playwright/test';

/** Fails a test on any console error, page error or request outside the folder of the page. */
export const test = base.extend<{ app: Page }>({
  app: async ({ page, baseURL }, use) => {
    const errors: string[] = [];
    page.on('console', (message) => {
      const isOurs = !message.text().startsWith('Service Worker registration blocked');
      if (isOurs && (message.type() === 'error' || message.type() === 'warning')) errors.push(message.text());
    });
    page.on('pageerror', (error) => errors.push(error.message));
    page.on('request', (request) => {
      const url = request.url();
      if (!/^(data|blob):/.test(url) && !url.startsWith(baseURL ?? '')) {
        errors.push(`request to ${url}`);
      }
    });
    await open(page, './');
    await use(page);
    expect(errors).toEqual([]);
  },
});

export { expect };

export async function open(page: Page, address: string): Promise<void> {
  await page.goto(address);
  await page.evaluate(() => window.callsheet?.ready);
}

export async function settled(page: Page): Promise<void> {
  await page.evaluate(() => window.callsheet?.settled());
}

export async function openExample(page: Page, id: string): Promise<void> {
  await page.getByRole('button', { name: 'Examples' }).click();
  await page.locator(`[data-example="${id}"]`).click();
  await expect(page.locator('.gallery')).toBeHidden();
  await settled(page);
}

/** Replaces the text of the open file. */
export async function write(page: Page, text: string): Promise<void> {
  await page.locator('.cm-content').click();
  await page.keyboard.press('ControlOrMeta+A');
  await page.keyboard.insertText(text);
  await settled(page);
}

/** Puts the caret after the first occurrence of `text` in the open file. */
export async function caretAfter(page: Page, text: string): Promise<void> {
  const line = page.locator('.cm-line', { hasText: text }).first();
  const scroller = page.locator('.cm-scroller');
  // An answer that comes meanwhile can take the line out of view again.
  await expect(async () => {
    await scroller.evaluate((element) => element.scrollTo(0, 0));
    // Lines far from view are not in the document, and those in view not before the next frame.
    for (let step = 0; step < 20 && !(await line.isVisible()); step++) {
      await scroller.evaluate(async (element) => {
        element.scrollBy(0, 200);
        await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
      });
    }
    await line.click({ timeout: 2000 });
  }).toPass();
  await page.keyboard.press('End');
}

export function card(page: Page, node: string) {
  return page.locator(`[data-node="${node}"]`);
}

export function errorsShown(page: Page) {
  return page.locator('.problem.error');
}
