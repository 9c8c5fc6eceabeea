/** Many nodes that do the same are drawn as one card, which opens. */

import { card, expect, settled, test, write } from './page';

const WEBS = 70;

/** A database, web servers that need it, and a balancer that needs them. */
const SHOP = `define shop::db() { }
Shop::Db produces Sql { host => 'h' }
define shop::web($host = '') { }
Shop::Web consumes Sql { }
Shop::Web produces Http { host => 'w' }
define shop::lb() { }
Shop::Lb consumes Http { }
application shop() {
  shop::db { 'd': export => Sql['s'] }
  $webs = Integer[1, ${WEBS}].map |$i| {
    shop::web { "w\${i}": consume => Sql['s'], export => Http["h\${i}"] }
    Http["h\${i}"]
  }
  shop::lb { 'l': require => $webs }
}
site { shop { 'x': nodes => {
  Node['db.example'] => Shop::Db['d'],
${Array.from({ length: WEBS }, (_, place) => `  Node['web${place + 1}.example'] => Shop::Web['w${place + 1}'],`).join('\n')}
  Node['lb.example'] => Shop::Lb['l'],
} } }
`;

test.beforeEach(async ({ app }) => {
  await write(app, SHOP);
  await expect(app.locator('[data-node]')).toHaveCount(3);
});

test('nodes that do the same share a card, and their capabilities a pill', async ({ app }) => {
  await expect(card(app, 'web1.example').locator('.card-title')).toHaveText(`web….example × ${WEBS}`);
  await expect(card(app, 'web1.example').locator('.chip-title')).toHaveText(`Shop::Web × ${WEBS}`);
  await expect(app.locator('.pill-title')).toHaveText(['Sql[s]', `Http × ${WEBS}`]);
  await expect(app.locator('[data-edge]')).toHaveCount(4);
  await expect(card(app, 'web1.example')).toHaveAccessibleName(new RegExp(`a stack of ${WEBS} nodes, wave 1 of 3`));
  await expect(app.locator('[data-order-node]')).toHaveCount(WEBS + 2);
});

test('a stack opens by its button, and all are stacked again', async ({ app }) => {
  await card(app, 'web1.example').locator('[data-open]').click();
  await settled(app);
  await expect(app.locator('[data-node]')).toHaveCount(WEBS + 2);
  await app.getByRole('button', { name: 'Stack equal nodes' }).click();
  await settled(app);
  await expect(app.locator('[data-node]')).toHaveCount(3);
});

test('a stack opens by the keyboard, and stays open while the text changes', async ({ app }) => {
  await card(app, 'web1.example').focus();
  await app.keyboard.press('+');
  await settled(app);
  await expect(app.locator('[data-node]')).toHaveCount(WEBS + 2);
  await write(app, SHOP.replaceAll('lb.example', 'balancer.example'));
  await expect(card(app, 'balancer.example')).toBeVisible();
  await expect(app.locator('[data-node]')).toHaveCount(WEBS + 2);
});

test('all nodes are shown one by one on demand', async ({ app }) => {
  await app.getByRole('button', { name: `Show all ${WEBS + 2} nodes` }).click();
  await settled(app);
  await expect(app.locator('[data-node]')).toHaveCount(WEBS + 2);
});

test('a node in a stack points out its card, and has its own values', async ({ app }) => {
  const row = app.locator('[data-order-node="web33.example"]');
  await row.locator('[data-pick="component"], [data-row="component"]').first().click();
  await settled(app);
  await expect(card(app, 'web1.example')).toHaveClass(/selected/);
  await expect(app.locator('value-inspector')).toContainText('Shop::Web[w33]');
  await expect(app.locator('value-inspector')).toContainText('web33.example');
});

test('a stack is marked as changed when one of its nodes is, and the change leads to it', async ({ app }) => {
  await app.getByRole('tab', { name: /^Changes/ }).click();
  await app.getByRole('button', { name: 'Pin', exact: true }).click();
  await write(app, SHOP.replace(`Integer[1, ${WEBS}]`, `Integer[1, ${WEBS + 1}]`).replace('} } }', "  Node['web71.example'] => Shop::Web['w71'],\n} } }"));
  await expect(app.locator('change-list li').first()).toContainText('web71.example is new');
  await expect(card(app, 'web1.example').locator('.card-mark')).toHaveText('~');
  await app.locator('change-list li').first().getByRole('button').click();
  await expect(app.locator('.cm-activeLine')).toContainText('web71.example');
});

test('a node in a stack is found by its name', async ({ app }) => {
  await app.keyboard.press('Control+k');
  await app.keyboard.type('web33.example');
  await app.keyboard.press('Enter');
  await expect(card(app, 'web1.example')).toBeFocused();
  await expect(app.locator('value-inspector')).toContainText('web33.example');
});

test('a stack fails as a whole, and its card, its name and the report say so; a row of the order fails its node only', async ({ app }) => {
  const { states, stack } = { states: app.locator('.card'), stack: card(app, 'web1.example') };
  await expect(app.locator('run-bar').getByRole('slider')).toHaveAttribute('max', `${2 * (WEBS + 2)}`);
  await stack.focus();
  await app.keyboard.press('f');
  await expect(stack).toHaveAttribute('data-status', 'failed');
  await expect(stack).toHaveAccessibleName(new RegExp(`a stack of ${WEBS} nodes.*, failed$`));
  await expect(card(app, 'lb.example')).toHaveAttribute('data-status', 'skipped');
  await app.locator('[data-opens="report"]').click();
  await expect(app.locator('.run-report h2')).toHaveText(`If web1.example and web2.example and ${WEBS - 2} more fail`);
  await expect(app.locator('.run-report')).toContainText(`${WEBS} failed`);
  await app.locator('run-bar').getByRole('slider').press('Home');
  await expect(stack.locator('.status-word')).toHaveText(`${WEBS} to fail`);
  await stack.focus();
  await app.keyboard.press('f');
  await expect(app.locator('.run-report h2')).toHaveText('Job report');
  await expect(states.and(app.locator('[data-status="failed"]'))).toHaveCount(0);
  await app.locator('[data-order-node="web33.example"] > [role=treeitem]').focus();
  await app.keyboard.press('f');
  await expect(app.locator('.run-report h2')).toHaveText('If web33.example fails');
});

test('a stack says how many of its nodes are done in a simulated run', async ({ app }) => {
  // Each node starts and ends; until then the run of the text before is shown.
  await expect(app.locator('run-bar').getByRole('slider')).toHaveAttribute('max', `${2 * (WEBS + 2)}`);
  await card(app, 'db.example').focus();
  // The database starts and is done, all web servers start, and one of them is done.
  for (let step = 0; step < 2 + WEBS + 1; step++) await app.keyboard.press('.');
  await expect(card(app, 'web1.example').locator('.status-word')).toHaveText(`1 of ${WEBS}`);
  await expect(card(app, 'db.example')).toHaveAttribute('data-status', 'done');
});
