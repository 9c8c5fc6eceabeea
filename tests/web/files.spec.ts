import { expect, openExample, settled, test } from './page';

test('a new file has a sound name, and typing goes into it', async ({ app }) => {
  await app.getByRole('button', { name: 'Add a file' }).click();
  const field = app.getByLabel('Path of the new file');
  const faults = {
    'notes.txt': /ends in \.pp, \.epp, \.rb or \.yaml/,
    '/site.pp': /begins with/,
    '../site.pp': /no \. or \.\./,
    'a\\b.pp': /Use \//,
    'manifests/site.pp': /already/,
  };
  for (const [name, fault] of Object.entries(faults)) {
    await field.fill(name);
    await field.press('Enter');
    await expect(app.locator('.tab-note')).toHaveText(fault);
  }
  await field.fill('manifests/more.pp');
  await expect(app.locator('.tab-note')).toHaveText('');
  await field.press('Enter');
  await expect(app.getByRole('tab', { name: 'more.pp' })).toHaveAttribute('aria-selected', 'true');
  await expect(app.locator('.cm-content')).toBeFocused();
  await app.keyboard.type('# here');
  await expect(app.locator('.cm-content')).toHaveText('# here');
});

test('a file can be removed and brought back, and the last one stays', async ({ app }) => {
  await expect(app.getByRole('button', { name: 'Remove site.pp' })).toHaveCount(0);
  await openExample(app, 'stack');
  await app.getByRole('tab', { name: 'web.pp' }).click();
  await app.getByRole('button', { name: 'Remove web.pp' }).click();
  await settled(app);
  await expect(app.getByRole('tab', { name: 'web.pp' })).toHaveCount(0);
  await expect(app.locator('file-tabs [role="tab"][aria-selected="true"]')).toHaveCount(1);
  await expect(app.locator('.problem.error').first()).toBeVisible();
  await app.getByRole('button', { name: 'Undo' }).click();
  await settled(app);
  await expect(app.getByRole('tab', { name: 'web.pp' })).toHaveAttribute('aria-selected', 'true');
  await expect(app.locator('.cm-content')).toContainText('define store::web');
  await expect(app.locator('.problem.error')).toHaveCount(0);
  await app.getByRole('button', { name: 'Remove web.pp' }).click();
  await openExample(app, 'two-tiers');
  await expect(app.getByRole('button', { name: 'Undo' })).toHaveCount(0);
});
