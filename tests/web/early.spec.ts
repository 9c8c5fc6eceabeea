/** What is there before all scripts have come: the first example in the page itself, and a plain field to write into. */

import type { Page } from '@playwright/test';
import { card, expect, open, settled, test } from './page';

const EDITOR = '**/assets/editor-*.js';

/** Keeps what the page asks for from coming until it is let go. */
async function held(page: Page, what: string): Promise<() => void> {
  let letGo = (): void => undefined;
  const gone = new Promise<void>((resolve) => (letGo = resolve));
  await page.route(what, async (route) => {
    await gone;
    await route.continue();
  });
  return letGo;
}

/** Where cards, pills and lines stand in the drawing, with what is written on them. */
function looks(page: Page, frame: string): Promise<string[]> {
  return page.locator(frame).evaluate((svg) =>
    [...svg.querySelectorAll<SVGElement>('.card, .pill, .edge')].map((element) => {
      const place = element.getAttribute('transform') ?? element.style.transform.replaceAll('px', '');
      const words = [...element.querySelectorAll('.card-title, .chip-title, .pill-title')].map((text) => text.textContent);
      return [element.classList[0], element.getAttribute('d') ?? place.replace(/, ?/, ','), ...words].join(' ');
    }),
  );
}

for (const [name, viewport, frame] of [
  ['the page', { width: 1440, height: 900 }, '.early.columns'],
  ['a phone', { width: 390, height: 844 }, '.early.rows'],
] as const) {
  test(`on ${name} the first example is drawn before any script has come, as scripts draw it`, async ({ page, complaints }) => {
    complaints.allow(/net::ERR_FAILED/);
    await page.setViewportSize(viewport);
    await page.route('**/*.js', (route) => route.abort());
    await page.goto('./');
    await expect(page.locator(frame).locator('.card')).toHaveCount(4);
    await expect(page.locator(frame)).toBeVisible();
    await expect(page.locator('.early.drawing').filter({ visible: true })).toHaveCount(1);
    await expect(page.locator(frame)).toHaveAttribute('aria-label', 'The first example: 4 nodes in 3 waves');
    const before = await looks(page, frame);
    await page.unroute('**/*.js');
    await open(page, './');
    await settled(page);
    await expect(page.locator('.early')).toHaveCount(0);
    expect(await looks(page, 'svg.drawing')).toEqual(before);
  });
}

test('the text that came with the page is the one that the editor shows', async ({ page, complaints }) => {
  complaints.allow(/net::ERR_FAILED/);
  await page.route('**/*.js', (route) => route.abort());
  await page.goto('./');
  const field = page.locator('source-pane textarea');
  await expect(field).toHaveJSProperty('readOnly', true);
  const text = await field.inputValue();
  await page.unroute('**/*.js');
  await open(page, './');
  const lines = page.locator('.cm-line');
  await expect(lines.first()).toHaveText(text.split('\n')[0] ?? '');
  await expect(field).toHaveCount(0);
});

test('letters written before the editor has come are planned, and stay when it comes, with the caret and the focus', async ({ page }) => {
  const letGo = await held(page, EDITOR);
  await open(page, './');
  const field = page.locator('source-pane textarea');
  await expect(field).toHaveAccessibleName('Source of manifests/site.pp');
  await field.evaluate((element: HTMLTextAreaElement) => {
    const place = element.value.indexOf("db.shop']");
    element.focus();
    element.setSelectionRange(place, place);
  });
  await page.keyboard.type('new');
  await expect(card(page, 'newdb.shop')).toBeVisible();
  letGo();
  await expect(page.locator('.cm-content')).toBeFocused();
  await page.keyboard.type('er');
  await expect(card(page, 'newerdb.shop')).toBeVisible();
  await expect(field).toHaveCount(0);
});

test('a line that is gone to before the editor has come is there when it comes', async ({ page }) => {
  const letGo = await held(page, EDITOR);
  await open(page, './');
  await card(page, 'lb.shop').click();
  const field = page.locator('source-pane textarea');
  await expect(field).toBeFocused();
  const place = await field.evaluate((element: HTMLTextAreaElement) => element.value.slice(0, element.selectionStart).split('\n').length);
  letGo();
  await expect(page.locator('.cm-content')).toBeFocused();
  await expect(page.locator('.cm-activeLineGutter').filter({ hasText: `${place}` })).toBeVisible();
});

test('without the editor the page says so, and plans what is written', async ({ page, complaints }) => {
  complaints.allow(/net::ERR_FAILED/);
  await page.route(EDITOR, (route) => route.abort());
  await open(page, './');
  await expect(page.getByText('The editor could not be loaded.')).toBeVisible();
  await page.locator('source-pane textarea').fill('site { }');
  await settled(page);
  await expect(page.locator('.empty')).toBeVisible();
});
