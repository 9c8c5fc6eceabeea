/** What the specs share: a page that must stay free of errors, and the words to use it. */

import { expect, test as base, type BrowserContext, type Page } from '@playwright/test';

/** What browsers complain of in a test: errors and warnings of scripts, exceptions and rejections that nobody caught. */
export interface Complaints {
  /** A complaint with these words belongs to what this test does. */
  readonly allow: (words: RegExp) => void;
  /** Listens to a context of the test's own, too. */
  readonly watch: (context: BrowserContext) => void;
}

interface Fixtures {
  readonly complaints: Complaints;
  /** The playground, which may ask nobody but its own folder. */
  readonly app: Page;
}

/** Fails every test in which a browser complains of something that the test did not provoke. */
export const test = base.extend<Fixtures>({
  complaints: [
    async ({ context }, use) => {
      const heard: string[] = [];
      // The browser of the tests refuses them; where one is allowed, it does not say so.
      const allowed = [/^Service Worker registration blocked/];
      const watch = (watched: BrowserContext): void => {
        watched.on('console', (message) => ['error', 'warning'].includes(message.type()) && heard.push(message.text()));
        watched.on('weberror', (fault) => heard.push(fault.error().message));
      };
      watch(context);
      await use({ allow: (words) => allowed.push(words), watch });
      expect(heard.filter((text) => !allowed.some((words) => words.test(text)))).toEqual([]);
    },
    { auto: true },
  ],
  app: async ({ page, baseURL }, use) => {
    const asked: string[] = [];
    page.on('request', (request) => {
      const url = request.url();
      if (!/^(data|blob):/.test(url) && !url.startsWith(baseURL ?? '')) asked.push(url);
    });
    await open(page, './');
    await use(page);
    expect(asked).toEqual([]);
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
