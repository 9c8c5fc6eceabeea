import { card, caretAfter, expect, openExample, settled, test, write } from './page';
import type { Page } from '@playwright/test';

const SHOP = `define db($port = 1) {}
define web($port, $listen = 80) {}
Db produces Sql { port => $port }
Web consumes Sql { port => $port }
application shop {
  db { 'd': export => Sql['s'] }
  web { 'w': consume => Sql['s'] }
}
site {
  shop { 'one': nodes => { Node['db.example'] => Db['d'], Node['web.example'] => Web['w'] } }
}
`;

const tab = (app: Page) => app.getByRole('tab', { name: /^Changes/ });
const rows = (app: Page) => app.locator('change-list li');
const marks = (app: Page) => app.locator('.card-mark');
const pin = (app: Page) => app.getByRole('button', { name: 'Pin', exact: true });

/** Begins with this text as what changes are told against. */
async function begin(app: Page): Promise<void> {
  await write(app, SHOP);
  await tab(app).click();
  await pin(app).click();
  await expect(rows(app)).toHaveCount(0);
  await expect(app.getByText('No change since it was pinned')).toBeVisible();
}

test('what an edit changed is told in sentences, marked on the cards, and gone after a pin', async ({ app }) => {
  await begin(app);
  await expect(tab(app)).toHaveText('Changes');
  const before = await card(app, 'db.example').elementHandle();
  await write(
    app,
    SHOP.replace("web { 'w': consume => Sql['s'] }", "web { 'w': consume => Sql['s'] }\n  web { 'v': consume => Sql['s'] }")
      .replace("Node['web.example'] => Web['w']", "Node['web.example'] => Web['w'], Node['new.example'] => Web['v']")
      .replace('db($port = 1)', 'db($port = 2)'),
  );
  await expect(rows(app)).toHaveText([
    '+node new.example is new; it is on level 1',
    '+component Web[v] of Shop[one] is new, on new.example',
    '~port of Db[d] is 2 now, no longer 1',
    '~port of Web[w] is 2 now, no longer 1',
    '~port of Sql[s] is 2 now, no longer 1',
  ]);
  await expect(tab(app)).toHaveText('Changes 5');
  await expect(card(app, 'new.example').locator('.card-mark')).toHaveText('+');
  await expect(card(app, 'new.example')).toHaveAttribute('aria-description', 'new');
  await expect(card(app, 'db.example').locator('.card-mark')).toHaveText('~');
  await expect(card(app, 'web.example').locator('.card-mark')).toHaveText('~');
  expect(await card(app, 'db.example').evaluate((now, then) => now === then, before)).toBe(true);
  await pin(app).click();
  await expect(rows(app)).toHaveCount(0);
  await expect(marks(app)).toHaveCount(0);
  await expect(card(app, 'new.example')).not.toHaveAttribute('aria-description');
  await expect(tab(app)).toHaveText('Changes');
});

test('a sentence leads to what it is about, if that is still there', async ({ app }) => {
  await begin(app);
  await write(app, SHOP.replace("  web { 'w': consume => Sql['s'] }\n", '').replace(", Node['web.example'] => Web['w']", '').replace('db($port = 1)', 'db($port = 3)'));
  await expect(rows(app)).toHaveText([
    '−node web.example is gone; it was on level 1',
    '−component Web[w] of Shop[one] is gone; it was on web.example',
    '~port of Db[d] is 3 now, no longer 1',
    '~port of Sql[s] is 3 now, no longer 1',
  ]);
  await expect(rows(app).getByRole('button')).toHaveCount(2);
  await rows(app).getByRole('button').first().click();
  await expect(app.locator('.inspector-title')).toContainText('Db[d]');
  await expect(app.locator('.cm-activeLine')).toContainText("db { 'd'");
});

test('a broken text changes nothing, the text from before takes all back, and another example begins anew', async ({ app }) => {
  await tab(app).click();
  await expect(app.getByText('No change since it was opened')).toBeVisible();
  await caretAfter(app, 'define shop::db ($port = 5432');
  for (let step = 0; step < ') {'.length; step++) await app.keyboard.press('ArrowLeft');
  await app.keyboard.type('9');
  const told = [
    '~port of Shop::Db[prod] is 54329 now, no longer 5432',
    '~db_port of Shop::Web[prod-1] is 54329 now, no longer 5432',
    '~db_port of Shop::Web[prod-2] is 54329 now, no longer 5432',
    '~port of Sql[db-prod] is 54329 now, no longer 5432',
  ];
  await expect(rows(app)).toHaveText(told);
  await app.keyboard.type(' )');
  await settled(app);
  await expect(app.locator('.strip')).toBeVisible();
  await expect(rows(app)).toHaveText(told);
  for (let step = 0; step < '9 )'.length; step++) await app.keyboard.press('Backspace');
  await expect(rows(app)).toHaveCount(0);
  await app.keyboard.type('8');
  await expect(rows(app)).toHaveCount(4);
  await openExample(app, 'two-tiers');
  await expect(rows(app)).toHaveCount(0);
  await expect(marks(app)).toHaveCount(0);
});
