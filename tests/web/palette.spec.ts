import { caretAfter, expect, open, openExample, settled, test } from './page';
import type { Page } from '@playwright/test';

const find = (app: Page) => app.getByRole('combobox', { name: 'Find' });
const found = (app: Page) => app.locator('command-palette').getByRole('option');
const chosen = (app: Page) => app.locator('[role=option][aria-selected=true]');

test('by the keyboard alone one finds a node, and reads why it waits', async ({ app }) => {
  await app.keyboard.press('Control+k');
  await expect(find(app)).toBeFocused();
  await app.keyboard.type('lb.s');
  await expect(chosen(app)).toHaveText(/node\s*lb\.shop\s*wave 2/);
  await expect(find(app)).toHaveAttribute('aria-activedescendant', (await chosen(app).getAttribute('id')) ?? '');
  await app.keyboard.press('Enter');
  await expect(app.getByRole('dialog')).toHaveCount(0);
  await expect(app.locator('.drawing [data-node="lb.shop"]')).toBeFocused();
  await expect(app.locator('.drawing [data-node="lb.shop"]')).toHaveClass(/selected/);
  await expect(app.locator('.cm-activeLine')).toContainText("Node['lb.shop']");
  await expect(app.locator('.inspector .about')).toContainText('Http[w-prod-1] from web1.shop');
  await app.keyboard.press('Space');
  await expect(app.locator('.inspector-title')).toBeFocused();
});

test('letters in their order are enough, beginnings of words come first, and the arrows choose', async ({ app }) => {
  await app.locator('.drawing [data-node="db.shop"]').focus();
  await app.keyboard.press('/');
  await app.keyboard.type('swp2');
  await expect(found(app).first()).toContainText('Shop::Web[prod-2]');
  await find(app).fill('web');
  await expect(found(app).first()).toContainText('web1.shop');
  await app.keyboard.press('ArrowDown');
  await expect(chosen(app)).toContainText('web2.shop');
  await app.keyboard.press('ArrowUp');
  await app.keyboard.press('ArrowUp');
  await expect(chosen(app)).toHaveText((await found(app).last().textContent()) ?? '');
  await find(app).fill('qqqq');
  await expect(app.getByText('Nothing fits.')).toBeVisible();
  await app.keyboard.press('Enter');
  await app.keyboard.press('Escape');
  await expect(app.locator('.drawing [data-node="db.shop"]')).toBeFocused();
});

test('it leads to problems, files and examples, and does what the page can do', async ({ app }) => {
  const take = async (query: string): Promise<void> => {
    await app.keyboard.press('Control+k');
    await app.keyboard.type(query);
    await app.keyboard.press('Enter');
    await settled(app);
  };
  await take('example stack');
  await expect(app.locator('[data-node]')).toHaveCount(10);
  await take('file web.pp');
  await expect(app.getByRole('tab', { name: 'web.pp' })).toHaveAttribute('aria-selected', 'true');
  await take('note removed in puppet');
  await expect(app.getByRole('tab', { name: 'site.pp' })).toHaveAttribute('aria-selected', 'true');
  await take('show the outputs');
  await expect(app.getByRole('tabpanel', { name: 'Outputs' })).toBeVisible();
  await take('light and dark');
  await expect(app.locator('html')).toHaveAttribute('data-theme', 'dark');
  await take('capability sql[prod');
  await expect(app.locator('.drawing [data-capability="Sql[prod-sql]"]')).toHaveClass(/selected/);
  await take('list the keys');
  await expect(app.getByRole('dialog', { name: 'Keys' })).toBeVisible();
});

test('keys are listed, but while somebody types a question mark is a question mark', async ({ app }) => {
  await openExample(app, 'two-tiers');
  await caretAfter(app, 'application shop');
  await app.keyboard.type('# ?/');
  await expect(app.locator('.cm-activeLine')).toContainText('# ?/');
  await expect(app.getByRole('dialog')).toHaveCount(0);
  await app.locator('.drawing [data-node]').first().focus();
  await app.keyboard.press('?');
  const keys = app.getByRole('dialog', { name: 'Keys' });
  await expect(keys.getByRole('row').filter({ hasText: 'find anything' })).toContainText('Ctrl K');
  await expect(keys).toContainText(/Callsheet \d+\.\d+\.\d+/);
  await app.keyboard.press('Escape');
  await expect(keys).toHaveCount(0);
  await app.getByRole('button', { name: 'Keys' }).click();
  await expect(keys).toBeVisible();
  await keys.getByRole('button', { name: 'Close' }).click();
  await expect(keys).toHaveCount(0);
});

test('on a phone what is found comes to the front', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await open(page, './');
  await page.getByRole('button', { name: 'Find' }).click();
  await find(page).fill('db.shop');
  await found(page).first().click();
  await expect(page.locator('.drawing [data-node="db.shop"]')).toBeInViewport();
  await expect(page.locator('.inspector-title')).toContainText('db.shop');
});

test('it plays and steps the run, fails what is selected, and sets the target', async ({ app }) => {
  const does = async (words: string): Promise<void> => {
    await app.keyboard.press('Control+k');
    await find(app).fill(words);
    await app.keyboard.press('Enter');
    await settled(app);
  };
  await expect(app.locator('run-bar').getByRole('slider')).toBeEnabled();
  await app.locator('.drawing [data-node="db.shop"]').click();
  await does('step on');
  await expect(app.locator('.run-at b')).toHaveText('1');
  await does('step back');
  await expect(app.locator('.run-at b')).toHaveText('0');
  await does('fail db.shop');
  await expect(app.locator('.drawing [data-node="db.shop"]')).toHaveAttribute('data-status', 'failed');
  await does('reset run');
  await expect(app.locator('.drawing [data-node="db.shop"]')).toHaveAttribute('data-status', 'waiting');
  await does('target shop');
  await expect(app.locator('.bar').getByLabel('Target')).toHaveValue('Shop[prod]');
  await does('target whole');
  await expect(app.locator('.bar').getByLabel('Target')).toHaveValue('');
  await does('play simulated');
  await expect(app.locator('.drawing [data-node="db.shop"]')).toHaveAttribute('data-status', 'done');
});
