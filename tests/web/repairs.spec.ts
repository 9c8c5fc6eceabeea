import { caretAfter, errorsShown, expect, settled, test, write } from './page';

/** Nobody exports what the web server consumes, and a title is misspelt. */
const BROKEN = `define shop::db($host = 'db1') { }
define shop::web($host = undef) { }
Shop::Db produces Sql { host => $host }
Shop::Web consumes Sql { host => $host }
application shop {
  shop::db { 'db':
  }
  shop::web { 'web':
    consume => Sql['s'],
  }
}
site {
  shop { 'one':
    nodes => {
      Node['n1'] => Shop::Db['db'],
      Node['n2'] => Shop::Web['wbe'],
    },
  }
}
`;

test('a repair is shown while it is pointed at, applied by a click, and taken back in one step', async ({ app }) => {
  await write(app, BROKEN);
  await settled(app);
  // What is drawn, but not where: cards stay near their place as the text goes on.
  const drawn = (): Promise<string> =>
    app.locator('.scene').evaluate((scene) => {
      const things = [...scene.querySelectorAll('[data-node], [data-component], [data-capability], [data-edge]')];
      return things.map((one) => ['data-edge', 'data-wave', 'aria-label'].map((name) => one.getAttribute(name) ?? '').join(' ')).join('\n');
    });
  const before = await drawn();
  const repair = app.locator(`[data-problem="never-exported"] [data-fix]`).first();
  await repair.hover();
  await expect(app.locator('.preview .added')).toContainText("export => Sql['s'],");
  await repair.click();
  await settled(app);
  await expect(app.locator('.cm-content')).toContainText("export => Sql['s'],");
  await expect(app.locator('[data-problem="never-exported"]')).toHaveCount(0);
  await expect(app.locator('.cm-content')).toBeFocused();
  await expect.poll(drawn).not.toBe(before);
  const mended = await drawn();
  await app.keyboard.press('Control+z');
  await settled(app);
  await expect(app.locator('.cm-content')).not.toContainText('export =>');
  await expect(app.locator('[data-problem="never-exported"]')).toHaveCount(1);
  await expect.poll(drawn).toBe(before);
  await app.keyboard.press('Control+Shift+Z');
  await settled(app);
  await expect(app.locator('.cm-content')).toContainText("export => Sql['s'],");
  await expect.poll(drawn).toBe(mended);
});

test('all safe repairs are made at once, the others by the keyboard', async ({ app }) => {
  await write(app, BROKEN);
  await settled(app);
  await app.locator('[data-fix-all]').click();
  await settled(app);
  await expect(app.locator('.cm-content')).toContainText("export => Sql['s'],");
  await expect(app.locator('[data-fix-all]')).toHaveCount(0);

  await caretAfter(app, "Node['n2']");
  await app.keyboard.press('Control+.');
  await expect(app.locator("[data-fix=\"Write `Shop::Web['web']`\"]")).toBeFocused();
  await expect(app.locator('.preview .removed')).toContainText("Shop::Web['wbe']");
  await app.keyboard.press('Escape');
  await expect(app.locator('.cm-content')).toBeFocused();
  await app.keyboard.press('Control+.');
  await app.keyboard.press('Enter');
  await settled(app);
  await expect(app.locator('.cm-content')).toContainText("Shop::Web['web']");
  await expect(errorsShown(app)).toHaveCount(0);
});

test('the editor offers repairs where it says what is wrong', async ({ app }) => {
  await write(app, BROKEN);
  await settled(app);
  await app.locator('.cm-lintRange-error', { hasText: "Sql['s']" }).hover();
  await app.locator('.cm-diagnosticAction').first().click();
  await settled(app);
  await expect(app.locator('.cm-content')).toContainText("export => Sql['s'],");
});
