/** Cycles are drawn as rings with numbered steps. */

import { card, expect, openExample, test, write } from './page';

test('nodes that wait for each other stand in a ring, its steps numbered as in the order', async ({ app }) => {
  await expect(app.locator('.rings')).toHaveCount(0);
  await openExample(app, 'cycle');
  await expect(app.locator('.rings .ring-node')).toHaveCount(2);
  const steps = app.locator('.rings .ring-step');
  await expect(steps.locator('text')).toHaveText(['1', '2']);
  await expect(steps.first()).toHaveAccessibleName('Step 1: beta.example waits for Sql[shop-north] of alpha.example');
  await expect(app.locator('.cycle-block li').first()).toContainText('beta.example waits for alpha.example');
});

test('a step of a ring leads to the component that waits', async ({ app }) => {
  await openExample(app, 'cycle');
  await app.locator('.rings .ring-step').nth(1).focus();
  await app.keyboard.press('Enter');
  await expect(card(app, 'alpha.example').locator('[data-component="Shop::Web[web-south]"]')).toHaveClass(/selected/);
});

test('a component that waits for its own export is a ring of one', async ({ app }) => {
  await write(
    app,
    `define own::part($x = '') { }
Own::Part produces Sql { host => 'h' }
Own::Part consumes Sql { x => $host }
application own() { own::part { 'p': export => Sql['s'], consume => Sql['s'] } }
site { own { 'x': nodes => { Node['n.example'] => Own::Part['p'] } } }
`,
  );
  await expect(app.locator('.rings .ring-step')).toHaveCount(1);
  await expect(app.locator('.rings text').first()).toContainText('Own::Part[p]');
});
