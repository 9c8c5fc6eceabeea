import { caretAfter, expect, openExample, settled, test, write } from './page';

const source = '.cm-content';

test('a reload brings back the edited text, its files and the open one', async ({ app }) => {
  await openExample(app, 'stack');
  await app.getByRole('tab', { name: 'db.pp' }).click();
  await caretAfter(app, 'define store::db');
  await app.keyboard.type(' # mine');
  await settled(app);
  await app.reload();
  await expect(app.getByRole('tab', { name: 'db.pp' })).toHaveAttribute('aria-selected', 'true');
  await expect(app.locator(source)).toContainText('# mine');
  await expect(app.locator('[data-node]')).toHaveCount(10);
});

test('an example does not replace an edited text for good', async ({ app }) => {
  await write(app, '# all mine');
  await openExample(app, 'two-tiers');
  await expect(app.locator(source)).not.toContainText('# all mine');
  await app.reload();
  await expect(app.locator('[data-node]')).toHaveCount(2);
  await expect(app.locator(source)).not.toContainText('# all mine');
  await app.getByRole('button', { name: 'Examples' }).click();
  await app.getByRole('button', { name: 'Your last text' }).click();
  await settled(app);
  await expect(app.locator(source)).toHaveText('# all mine');
  await app.getByRole('button', { name: 'Examples' }).click();
  await expect(app.locator('[data-example]').first()).toBeVisible();
  await expect(app.locator('[data-draft]')).toHaveCount(0);
});

test('a text is kept though another example was edited since', async ({ app }) => {
  await write(app, '# first');
  await openExample(app, 'two-tiers');
  await write(app, '# second');
  await openExample(app, 'cycle');
  await app.getByRole('button', { name: 'Examples' }).click();
  await app.getByRole('button', { name: 'Your text before that' }).click();
  await expect(app.locator(source)).toHaveText('# first');
});

test('what cannot be read as a draft is left alone', async ({ app }) => {
  await app.evaluate(() => {
    localStorage.setItem('callsheet:draft-1', '{"files":[{"path":3}]}');
    localStorage.setItem('callsheet:earlier-drafts-1', '[null, 7, {');
  });
  await app.reload();
  await expect(app.locator('[data-node]')).toHaveCount(4);
});
