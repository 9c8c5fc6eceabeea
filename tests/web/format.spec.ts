import { caretAfter, card, expect, openExample, settled, test, write } from './page';
import type { Page } from '@playwright/test';

async function format(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Format' }).click();
  await expect(page.locator('.format-note span')).toBeVisible();
  await settled(page);
}

function source(page: Page): Promise<string> {
  return page.locator('.cm-content').evaluate((content) => [...content.querySelectorAll('.cm-line')].map((line) => line.textContent).join('\n'));
}

test('a file is laid out by the button, and one step takes that back', async ({ app }) => {
  await write(app, "define a($x=1){notify{'a':message=>'b',tag=>['c']}}\nnode default{include  a}");
  await format(app);
  await expect(app.getByText('Formatted.')).toBeVisible();
  const formatted = [
    'define a ($x = 1) {',
    "  notify { 'a':",
    "    message => 'b',",
    "    tag     => ['c'],",
    '  }',
    '}',
    'node default {',
    '  include a',
    '}',
    '',
  ].join('\n');
  expect(await source(app)).toBe(formatted);
  await format(app);
  await expect(app.getByText('Nothing to change.')).toBeVisible();
  await app.locator('.cm-content').press('ControlOrMeta+Z');
  expect(await source(app)).toContain('define a($x=1){notify');
  await expect(app.locator('.format-note span')).toHaveCount(0);
});

test('caret, scroll position and drawing stay', async ({ app }) => {
  await openExample(app, 'two-tiers');
  await app.evaluate(() => document.querySelector('[data-node="db.example"]')?.setAttribute('data-kept', 'yes'));
  const filler = Array.from({ length: 120 }, (_, line) => `notice( ${line} )`).join('\n');
  await caretAfter(app, 'application shop');
  await app.keyboard.press('ControlOrMeta+Home');
  await app.keyboard.insertText(`${filler}\n`);
  await app.keyboard.press('ControlOrMeta+Home');
  for (let line = 0; line < 80; line++) await app.keyboard.press('ArrowDown');
  await app.keyboard.press('End');
  await expect(app.locator('.cm-activeLine')).toHaveText('notice( 80 )');
  const scroller = app.locator('.cm-scroller');
  const top = await scroller.evaluate((element) => element.scrollTop);
  expect(top).toBeGreaterThan(100);
  await app.keyboard.press('Shift+Alt+F');
  await expect(app.getByText('Formatted.')).toBeVisible();
  await settled(app);
  await expect(app.locator('.cm-activeLine')).toHaveText('notice(80)');
  await expect(app.locator('.cm-content')).toBeFocused();
  expect(Math.abs((await scroller.evaluate((element) => element.scrollTop)) - top)).toBeLessThan(30);
  await expect(card(app, 'db.example')).toHaveAttribute('data-kept', 'yes');
  await app.keyboard.type(' # here');
  await expect(app.locator('.cm-activeLine')).toHaveText('notice(80) # here');
});

test('a text with errors stays as it is, and a note says why', async ({ app }) => {
  const broken = "node default { include  }\n$x = = 1";
  await write(app, broken);
  await format(app);
  await expect(app.getByText('Not formatted: the file has a syntax error.')).toBeVisible();
  expect(await source(app)).toBe(broken);
  await app.locator('.cm-content').press('ControlOrMeta+End');
  await app.keyboard.type(' ');
  await expect(app.locator('.format-note span')).toHaveCount(0);
});

test('comments that a comma passes, and letters beyond ASCII, come through', async ({ app }) => {
  await write(app, "$a = [\n  'ä' # 😀\n  , 'b'\n]\n$c={'d'=>1}");
  await format(app);
  expect(await source(app)).toBe("$a = [\n  'ä', # 😀\n  'b',\n]\n$c = { 'd' => 1 }\n");
});

test('only manifests have the button', async ({ app }) => {
  await openExample(app, 'stack');
  await expect(app.getByRole('button', { name: 'Format' })).toBeVisible();
  await app.getByRole('tab', { name: /\.rb/ }).first().click();
  await expect(app.getByRole('button', { name: 'Format' })).toHaveCount(0);
});
