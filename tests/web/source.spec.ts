import { caretAfter, expect, open, openExample, settled, test, write } from './page';
import type { Page } from '@playwright/test';

function line(page: Page, text: string) {
  return page.locator('.cm-line', { hasText: text }).first();
}

test('the kinds of word look different', async ({ app }) => {
  await openExample(app, 'two-tiers');
  const application = line(app, 'application shop');
  await expect(application.locator('.tok-keyword')).toHaveText('application');
  await expect(application.locator('.tok-definition')).toHaveText('shop');
  await expect(line(app, 'export =>').locator('.tok-relation')).toHaveText('export');
  await expect(line(app, 'Shop::Web consumes').locator('.tok-type').first()).toHaveText('Shop::Web');
  await expect(line(app, 'application shop').locator('.tok-keyword')).toHaveCSS('font-weight', '600');
});

test('colours are there though the engine never comes', async ({ page }) => {
  await page.route('**/*.wasm', () => undefined);
  await page.goto('./');
  await expect(line(page, 'define shop::db').locator('.tok-keyword')).toHaveText('define');
  await expect(line(page, 'define shop::db').locator('.tok-definition')).toHaveText('shop::db');
  await expect(page.locator('.fold-marker:visible').first()).toHaveText('▾');
});

test('the colours of an edited text are there before the engine', async ({ page }) => {
  await open(page, './');
  await write(page, 'class mine { }\n');
  await expect(line(page, 'class').locator('.tok-definition')).toHaveText('mine');
  // Written after a pause in typing.
  await expect.poll(() => page.evaluate(() => localStorage.getItem('callsheet:reading-1')?.includes('"length":15'))).toBe(true);
  await page.route('**/*.wasm', () => undefined);
  await page.reload();
  await expect(line(page, 'class').locator('.tok-definition')).toHaveText('mine');
});

test('a type in Ruby has colours too', async ({ app }) => {
  await openExample(app, 'stack');
  await app.getByRole('tab', { name: 'http.rb' }).click();
  await expect(line(app, 'newparam :host').locator('.tok-attribute')).toHaveText(':host');
  await expect(line(app, 'A web server').locator('.tok-comment')).toContainText('# A web server');
});

test('what is typed in a word or a string looks like it before the engine has answered', async ({ page }) => {
  await page.addInitScript(() => {
    const post = Worker.prototype.postMessage;
    Worker.prototype.postMessage = function (this: Worker, message: unknown) {
      const isRead = (message as { kind: string }).kind === 'read' && 'holdReadings' in window;
      if (!isRead) post.call(this, message);
    };
  });
  await open(page, './');
  await write(page, "$a = 'text'\nclass shop {\n}\n# note\n");
  await expect(line(page, 'class').locator('.tok-definition')).toHaveText('shop');
  await page.evaluate(() => Object.assign(window, { holdReadings: true }));
  await caretAfter(page, '$a');
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.type(' and #more');
  await expect(line(page, '$a').locator('.tok-string')).toHaveText("'text and #more'");
  await caretAfter(page, 'class');
  for (let step = 0; step < 2; step++) await page.keyboard.press('ArrowLeft');
  await page.keyboard.type('s::web');
  await expect(line(page, 'class').locator('.tok-definition')).toHaveText('shops::web');
  await page.keyboard.type(' x');
  await expect(line(page, 'class').locator('.tok-definition')).toHaveText('shops::web');
  await caretAfter(page, '# note');
  await page.keyboard.press('Enter');
  await page.keyboard.type('x');
  await expect(page.locator('.tok-comment')).toHaveText('# note');
});

test('folding hides a block, by the gutter and by the keyboard', async ({ app }) => {
  await openExample(app, 'two-tiers');
  const application = line(app, 'application shop');
  await application.click();
  await app.keyboard.press('Control+Shift+BracketLeft');
  await expect(application.locator('.cm-foldPlaceholder')).toBeVisible();
  await expect(line(app, 'export =>')).toHaveCount(0);
  await app.keyboard.press('Control+Shift+BracketRight');
  await expect(line(app, 'export =>')).toBeVisible();

  const placeholder = app.locator('.cm-foldPlaceholder');
  await app.locator('.cm-foldGutter .fold-marker', { hasText: '▾' }).last().click();
  await expect(placeholder).toHaveCount(1);
  await placeholder.click();
  await expect(placeholder).toHaveCount(0);
});

test('a place typed since the last answer is folded where it is now', async ({ app }) => {
  await write(app, 'class a {\n  $b = 1\n}\n');
  await app.keyboard.press('ControlOrMeta+Home');
  await app.keyboard.insertText('# one\n# two\n\n');
  await settled(app);
  await line(app, 'class a').click();
  await app.keyboard.press('Control+Shift+BracketLeft');
  await expect(line(app, 'class a')).toHaveText('class a {…}');
});

test('the outline leads to a definition in any file', async ({ app }) => {
  await openExample(app, 'stack');
  await app.locator('.cm-content').click();
  await app.keyboard.press('ControlOrMeta+Shift+O');
  const filter = app.getByLabel('Filter the outline');
  await expect(filter).toBeFocused();
  await expect(app.locator('[data-symbol="site"]')).toHaveCount(1);
  await app.keyboard.type('define db');
  await expect(app.locator('.outline-row')).toHaveCount(1);
  await app.keyboard.press('ArrowDown');
  await expect(app.locator('[data-symbol="define"]')).toBeFocused();
  await app.keyboard.press('Enter');
  await expect(app.getByRole('tab', { name: 'db.pp' })).toHaveAttribute('aria-selected', 'true');
  await expect(app.locator('.cm-content')).toBeFocused();
  await expect(app.locator('.cm-activeLine')).toContainText('define store::db');
  await expect(app.getByRole('dialog', { name: 'Outline' })).toHaveCount(0);
});

test('the outline returns by Escape to where it was called from', async ({ app }) => {
  const button = app.getByRole('button', { name: 'Outline' });
  await button.click();
  await expect(button).toHaveAttribute('aria-expanded', 'true');
  await app.keyboard.press('ArrowDown');
  await app.keyboard.press('ArrowDown');
  await app.keyboard.press('End');
  await expect(app.locator('.outline-row').last()).toBeFocused();
  await app.keyboard.press('Home');
  await app.keyboard.press('ArrowUp');
  await expect(app.getByLabel('Filter the outline')).toBeFocused();
  await app.keyboard.type('nothing like it');
  await expect(app.getByText('Nothing fits.')).toBeVisible();
  await app.keyboard.press('Escape');
  await expect(button).toBeFocused();
  await app.locator('.cm-content').click();
  await app.keyboard.press('ControlOrMeta+Shift+O');
  await app.keyboard.press('Escape');
  await expect(app.locator('.cm-content')).toBeFocused();
});

test('the outline of a broken text lists what is whole', async ({ app }) => {
  await write(app, 'class a { }\nclass { ] }\ndefine b($c) { notify { "x": } }\n');
  await app.getByRole('button', { name: 'Outline' }).click();
  await expect(app.locator('.outline-row .outline-name')).toHaveText(['a', 'b', 'notify "x"']);
});

test('lines can be made comments and back', async ({ app }) => {
  await write(app, 'class a { }\n');
  await app.keyboard.press('ControlOrMeta+Home');
  await app.keyboard.press('ControlOrMeta+/');
  await expect(line(app, 'class')).toHaveText('# class a { }');
  await expect(line(app, 'class').locator('.tok-comment')).toHaveText('# class a { }');
  await app.keyboard.press('ControlOrMeta+/');
  await expect(line(app, 'class')).toHaveText('class a { }');
});

test('brackets close themselves, and a new line is indented', async ({ app }) => {
  await write(app, '');
  await app.keyboard.type("class a {\nfile { '/a':\nensure => file,\nmode => $x ? {\ndefault => 1,");
  for (let step = 0; step < 3; step++) await app.keyboard.press('ArrowDown');
  await app.keyboard.press('End');
  await app.keyboard.type('\n# }\n$b = "in {"\n$c = 1');
  await settled(app);
  const text = await app.locator('.cm-content').evaluate((content) => (content as HTMLElement).innerText);
  expect(text.replace(/\n+$/, '').split(/\n/)).toEqual([
    'class a {',
    "  file { '/a':",
    '    ensure => file,',
    '    mode => $x ? {',
    '      default => 1,',
    '    }',
    '  }',
    '}',
    '# }',
    '$b = "in {"',
    '$c = 1',
  ]);
});

test('a bracket and its partner are marked, but none in a string', async ({ app }) => {
  await write(app, "$a = [1, ')', {}]");
  await app.keyboard.press('End');
  await expect(app.locator('.cm-matchingBracket')).toHaveText(['[', ']']);
  await app.keyboard.press('ArrowLeft');
  await app.keyboard.press('ArrowLeft');
  await expect(app.locator('.cm-matchingBracket')).toHaveText(['{', '}']);
  for (let step = 0; step < 4; step++) await app.keyboard.press('ArrowLeft');
  await expect(app.locator('.cm-matchingBracket')).toHaveCount(0);
});

test('from where a capability is wanted one key leads to its export, another to all that wait for it', async ({ app }) => {
  await caretAfter(app, 'consume => Sql[');
  for (let letter = 0; letter < 4; letter++) await app.keyboard.press('ArrowLeft');
  // The caret in a reference points out the capability, and both of its ends.
  await expect(app.locator('.pill[data-capability="Sql[db-prod]"]')).toHaveClass(/selected/);
  await app.keyboard.press('F12');
  await expect(app.locator('.cm-activeLine')).toContainText('export => Sql[');
  await app.keyboard.press('Shift+F12');
  await expect(app.locator('value-inspector .consumers')).toContainText('Shop::Web[prod-1]');
  await expect(app.locator('value-inspector .consumers')).toContainText('Shop::Web[prod-2]');
  expect(await app.evaluate(() => document.activeElement?.closest('value-inspector') !== null)).toBe(true);
});
