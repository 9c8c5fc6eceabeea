import { caretAfter, expect, openExample, test } from './page';

test('the first example is the one with a load balancer', async ({ app }) => {
  await expect(app.locator('[data-component="Shop::Lb[prod]"]')).toBeVisible();
});

test('the example of a cycle names its nodes and what makes each wait', async ({ app }) => {
  await openExample(app, 'cycle');
  const cycle = app.locator('.cycle-block');
  await expect(cycle).toHaveCount(1);
  await expect(cycle).toContainText('alpha.example');
  await expect(cycle).toContainText('beta.example');
  await expect(cycle.locator('li')).toHaveCount(2);
  await expect(app.locator('[data-problem="node-cycle"]')).toHaveCount(1);
  await expect(app.locator('[data-node]')).toHaveCount(2);
});

test('badges in the gutter tell the wave of each component', async ({ app }) => {
  const badges = { 'shop::db { $name': '0', 'shop::web { "': '1', 'shop::lb { $name': '2' };
  for (const [text, wave] of Object.entries(badges)) {
    await caretAfter(app, text);
    const line = await app.locator('.cm-line', { hasText: text }).first().boundingBox();
    const badge = await app.locator('.wave-badge', { hasText: wave }).boundingBox();
    expect(Math.abs((badge?.y ?? 0) - (line?.y ?? 0))).toBeLessThan(8);
  }
});

test('a capability that another instance consumes is marked as shared', async ({ app }) => {
  await openExample(app, 'two-instances');
  await expect(app.locator('[data-capability="Http[search-all]"]')).toHaveClass(/shared/);
});
