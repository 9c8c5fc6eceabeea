import { card, caretAfter, errorsShown, expect, openExample, settled, test, write } from './page';
import type { Page } from '@playwright/test';

/** The secret is put together while it is evaluated, so that the source does not hold it. */
const SHOP = `define shop::db ($port = 5432, $secret = Sensitive(['hun', 'ter2'].join(''))) { }
Shop::Db produces Sql {
  host     => $facts['networking']['fqdn'],
  port     => $port,
  password => $secret,
}
define shop::web ($db_host, $db_port, $password, $port = 80) {
  notice("at \${db_host}")
  file { '/etc/web.conf': content => "\${db_host}:\${db_port}" }
}
Shop::Web consumes Sql {
  db_host => $host,
  db_port => $port + 1,
  port    => undef,
}
application shop {
  shop::db { $name: export => Sql[$name] }
  shop::web { $name: consume => Sql[$name] }
}
site {
  shop { 'a':
    nodes => {
      Node['db.example']  => Shop::Db['a'],
      Node['web.example'] => Shop::Web['a'],
    },
  }
}
`;

async function compiled(page: Page): Promise<void> {
  await page.evaluate(() => window.callsheet?.compiled());
}

function parameter(page: Page, name: string) {
  return page.locator(`value-inspector [data-parameter="${name}"]`);
}

/** Selects a component by its chip. */
async function pick(page: Page, component: string): Promise<void> {
  await page.locator(`.chip[data-component="${component}"]`).click();
}

test('a consumed value tells its way back to the node that produced it', async ({ app }) => {
  await write(app, SHOP);
  await pick(app, 'Shop::Web[a]');
  const port = parameter(app, 'db_port');
  await expect(port.locator('.origin')).toHaveText('consumed');
  await expect(port.locator('.value').first()).toHaveText('5433');
  const steps = port.locator('.steps li');
  await expect(steps).toHaveCount(3);
  await expect(steps.nth(0)).toContainText('consumed from Sql[a]');
  await expect(steps.nth(1)).toContainText('Sql[a] has port from Shop::Db[a] on db.example = 5432');
  await expect(steps.nth(2)).toContainText('$port: default of the parameter site.pp:1');
  await expect(parameter(app, 'db_host').locator('.value').first()).toHaveText("'db.example'");
  await expect(parameter(app, 'port').locator('.steps')).toHaveCount(0);
});

test('a step leads to its place in the source and to the other node, and back', async ({ app }) => {
  await write(app, SHOP);
  await pick(app, 'Shop::Web[a]');
  await parameter(app, 'db_port').locator('.step', { hasText: 'Shop::Db[a]' }).click();
  await expect(app.locator('.cm-content')).toBeFocused();
  await expect(app.locator('.cm-activeLine')).toHaveText('  port     => $port,');
  await expect(card(app, 'db.example')).toHaveClass(/selected/);
  await expect(app.locator('.inspector-title')).toContainText('Shop::Db[a]');
  await app.getByRole('button', { name: 'Back to Shop::Web[a]' }).click();
  await expect(app.locator('.inspector-title')).toContainText('Shop::Web[a]');
  await expect(app.locator('.inspector-title')).toBeFocused();
  await expect(card(app, 'web.example')).toHaveClass(/selected/);
});

test('what is sensitive is nowhere in the page', async ({ app }) => {
  await write(app, SHOP);
  await pick(app, 'Shop::Web[a]');
  await expect(parameter(app, 'password').locator('.value').first()).toHaveText('Sensitive [value redacted]');
  await pick(app, 'Shop::Db[a]');
  await expect(parameter(app, 'secret').locator('.value').first()).toHaveText('Sensitive [value redacted]');
  expect(await app.content()).not.toContain('hunter2');
});

test('a node shows its components, its log and its other resources', async ({ app }) => {
  await write(app, SHOP);
  await app.locator('[data-order-node="web.example"] .name').click();
  await expect(app.locator('.inspector .about')).toContainText('Wave 1 because it consumes Sql[a] from db.example.');
  await expect(app.locator('.inspector .log')).toContainText('notice at db.example');
  await expect(parameter(app, 'db_host')).toHaveCount(1);
  await app.getByRole('button', { name: /other resource/ }).click();
  await app.getByRole('button', { name: 'File[/etc/web.conf]' }).click();
  await expect(parameter(app, 'content').locator('.value')).toHaveText("'db.example:5433'");
});

test('a capability shows its attributes, who exports and who consumes it', async ({ app }) => {
  await write(app, SHOP);
  await app.locator('.pill[data-capability="Sql[a]"]').click();
  await expect(app.locator('.inspector .about')).toContainText('Exported by Shop::Db[a] on db.example.');
  await expect(app.locator('.inspector .consumers')).toContainText('Shop::Web[a] on web.example');
  const host = parameter(app, 'host');
  await expect(host.locator('.origin')).toHaveText('produced');
  await expect(host.locator('.value').first()).toHaveText("'db.example'");
});

test('what only a catalog tells is a finding when typing pauses, and marks the card', async ({ app }) => {
  await write(app, SHOP);
  await compiled(app);
  await expect(errorsShown(app)).toHaveCount(0);
  await caretAfter(app, 'notice("at');
  await app.keyboard.type('\nfail("no more ${db_port}")');
  await settled(app);
  await expect(app.locator('.problem.error[data-problem="fail-called"]')).toContainText('no more 5433');
  await expect(app.locator('.cm-lintRange-error')).toHaveText(/fail/);
  await expect(card(app, 'web.example')).toHaveClass(/failed/);
  await expect(card(app, 'web.example')).toHaveAttribute('aria-label', /its catalog fails$/);
  await expect(card(app, 'db.example')).not.toHaveClass(/failed/);
  await expect(app.locator('[data-order-node="web.example"] .name')).toContainText('catalog fails: web.example');
});

test('findings of catalogs stay where they belong while somebody types', async ({ app }) => {
  await write(app, SHOP.replace('notice(', 'fail('));
  const finding = app.locator('.problem.error[data-problem="fail-called"]');
  await expect(finding).toContainText('site.pp:8');
  await caretAfter(app, 'define shop::db');
  await app.evaluate(() => {
    const list = document.querySelector('problem-list');
    const seen = { least: Infinity };
    Object.assign(window, { seen });
    const look = (): void => void (seen.least = Math.min(seen.least, list?.querySelectorAll('.error').length ?? 0));
    if (list) new MutationObserver(look).observe(list, { childList: true, subtree: true, attributes: true });
  });
  for (let line = 0; line < 4; line++) {
    await app.keyboard.type('\n# more');
    await settled(app);
  }
  await expect(finding).toContainText('site.pp:12');
  await compiled(app);
  await expect(finding).toContainText('site.pp:12');
  expect(await app.evaluate(() => (window as unknown as { seen: { least: number } }).seen.least)).toBeGreaterThan(0);
});

test('facts of the inputs change the values that are shown', async ({ app }) => {
  await write(app, SHOP.replace('$port = 80', "$family = $facts['os']['family']"));
  await expect(errorsShown(app).first()).toContainText('cannot be applied to undef');
  await pick(app, 'Shop::Web[a]');
  await app.getByRole('tab', { name: 'Inputs' }).click();
  await expect(app.locator('.cm-content')).toContainText('#facts:');
  await expect(app.getByRole('tab', { name: 'Inputs' })).toHaveAttribute('aria-selected', 'true');
  await write(app, 'facts:\n  "*":\n    os: { family: Debian }\n');
  await expect(parameter(app, 'family').locator('.value').first()).toHaveText("'Debian'");
  await expect(errorsShown(app)).toHaveCount(0);
  await expect(app.locator('.tok-attribute').first()).toHaveText('facts');
  await app.keyboard.press('ControlOrMeta+End');
  await app.keyboard.type('  db.example: { networking: { fqdn: db.internal } }');
  await expect(parameter(app, 'db_host').locator('.value').first()).toHaveText("'db.internal'");
  await app.reload();
  await expect(app.getByRole('tab', { name: 'Inputs' })).toHaveAttribute('aria-selected', 'true');
  await expect(app.locator('.cm-content')).toContainText('db.internal');
});

test('a mistake in the inputs is a finding in their tab', async ({ app }) => {
  await app.getByRole('tab', { name: 'Inputs' }).click();
  await write(app, 'durations:\n  db.shop: long\n');
  await expect(errorsShown(app)).toContainText('callsheet.yaml:2');
  await expect(app.getByRole('tab', { name: /Inputs/ })).toContainText('has an error');
  await expect(app.locator('.cm-lintRange-error')).toHaveText('long');
});

test('the values are reached and left by the keyboard', async ({ app }) => {
  await write(app, SHOP);
  await compiled(app);
  await card(app, 'web.example').focus();
  await app.keyboard.press(']');
  await app.keyboard.press('Space');
  await expect(app.locator('.inspector-title')).toBeFocused();
  await expect(app.locator('.inspector-title')).toContainText('Shop::Web[a]');
  const toggle = parameter(app, 'db_host').locator('button.name');
  await expect(toggle).toHaveAttribute('aria-expanded', 'true');
  await toggle.press('Enter');
  await expect(parameter(app, 'db_host').locator('.steps')).toHaveCount(0);
  await app.keyboard.press('Escape');
  await expect(app.locator('.chip[data-component="Shop::Web[a]"]')).toBeFocused();
  await app.locator('[data-order-node="db.example"] > [role=treeitem]').focus();
  await app.keyboard.press('Space');
  await expect(app.locator('.inspector-title')).toContainText('db.example');
});

test('a long value is shortened in the middle until it is asked for', async ({ app }) => {
  const long = `begin ${'very '.repeat(40)}long end`;
  await write(app, SHOP.replace('$port = 80', `$port = '${long}'`));
  await pick(app, 'Shop::Web[a]');
  const value = parameter(app, 'port').locator('.value');
  await expect(value).toHaveText(/^'begin very .* … .*long end'$/);
  await parameter(app, 'port').getByRole('button', { name: /characters/ }).click();
  await expect(value).toHaveText(`'${long}'`);
});

test('on a phone the values are a sheet below the drawing', async ({ app }) => {
  await app.setViewportSize({ width: 390, height: 844 });
  await openExample(app, 'two-tiers');
  await expect(app.locator('section.inspector')).toBeHidden();
  await app.locator('.chip').first().click();
  await expect(app.locator('section.inspector')).toBeVisible();
  await expect(app.locator('section.graph')).toBeVisible();
  await expect(parameter(app, 'export')).toBeVisible();
  await app.getByRole('button', { name: 'Close the values' }).click();
  await expect(app.locator('section.inspector')).toBeHidden();
});

test('beside a narrow drawing the values lie on the order until they are closed', async ({ app }) => {
  await app.setViewportSize({ width: 1024, height: 800 });
  await pick(app, 'Shop::Web[prod-1]');
  await expect(app.locator('section.order')).toBeHidden();
  await expect(parameter(app, 'db_host')).toBeVisible();
  await app.getByRole('button', { name: 'Close the values' }).click();
  await expect(app.locator('section.order')).toBeVisible();
});

test('while the text is broken, the values of the last sound one can be looked up', async ({ app }) => {
  await write(app, SHOP);
  await compiled(app);
  await caretAfter(app, 'define shop::db');
  await app.keyboard.type(' )');
  await settled(app);
  await expect(app.locator('.strip')).toBeVisible();
  await app.locator('.chip[data-component="Shop::Web[a]"]').focus();
  await app.keyboard.press('Space');
  await expect(parameter(app, 'db_port').locator('.value').first()).toHaveText('5433');
  await expect(parameter(app, 'db_port').locator('.steps button')).toHaveCount(0);
});
