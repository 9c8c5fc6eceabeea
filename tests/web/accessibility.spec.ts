import { engine, filesOf } from './outside';
import { card, caretAfter, expect, open, openExample, settled, test } from './page';

interface Violation {
  readonly id: string;
  readonly impact: string | null;
  readonly nodes: readonly { readonly html: string }[];
}

declare global {
  interface Window {
    axe: { run: (root: Document) => Promise<{ violations: Violation[] }> };
  }
}

// axe is injected as a script, which the page's policy forbids.
test.use({ bypassCSP: true });

for (const colorScheme of ['light', 'dark'] as const) {
  for (const width of [1440, 390]) {
    test(`axe finds nothing serious in ${colorScheme} at ${width} pixels`, async ({ page }) => {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await page.setViewportSize({ width, height: 844 });
      await open(page, './');
      await page.addScriptTag({ path: 'node_modules/axe-core/axe.min.js' });
      const serious = async (): Promise<string[]> => {
        const { violations } = await page.evaluate(() => window.axe.run(document));
        return violations
          .filter(({ impact }) => impact === 'serious' || impact === 'critical')
          .map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' | ')}`);
      };
      expect(await serious()).toEqual([]);
      await page.locator('.chip[data-component="Shop::Web[prod-1]"]').focus();
      await page.keyboard.press('Space');
      await expect(page.locator('.inspector .steps').first()).toBeVisible();
      expect(await serious()).toEqual([]);
      if (width < 700) await page.locator('[data-for="order"]').click();
      for (const tab of ['Changes', 'Outputs', 'Order']) {
        await page.getByRole('tab', { name: tab }).click();
        await expect(page.getByRole('tabpanel', { name: tab })).not.toBeEmpty();
        expect(await serious()).toEqual([]);
      }
      await page.getByRole('button', { name: 'Find' }).click();
      await page.keyboard.type('web');
      await expect(page.locator('command-palette').getByRole('option').first()).toBeVisible();
      expect(await serious()).toEqual([]);
      await page.keyboard.press('Escape');
      await page.locator('.bar h1').click();
      await page.keyboard.press('?');
      await expect(page.getByRole('dialog', { name: 'Keys' })).toBeVisible();
      expect(await serious()).toEqual([]);
      await page.keyboard.press('Escape');
      await openExample(page, 'cycle');
      expect(await serious()).toEqual([]);
      for (const pane of width < 700 ? ['order', 'source'] : []) {
        await page.locator(`[data-for="${pane}"]`).click();
        expect(await serious()).toEqual([]);
      }
      await caretAfter(page, 'application shop');
      await page.keyboard.type(' )');
      await settled(page);
      expect(await serious()).toEqual([]);
      if (width >= 700) {
        await page.locator('.chip').first().focus();
        await page.keyboard.press('Space');
        await expect(page.locator('.inspector .parameter').first()).toBeVisible();
        expect(await serious()).toEqual([]);
      }
      await page.keyboard.press('Control+Shift+O');
      await expect(page.locator('.outline-row').first()).toBeVisible();
      expect(await serious()).toEqual([]);
      await page.keyboard.press('Escape');
      await page.getByRole('button', { name: 'Examples' }).click();
      expect(await serious()).toEqual([]);
      await page.keyboard.press('Escape');
      await page.getByRole('button', { name: 'Share' }).click();
      await expect(page.locator('#share p')).toBeVisible();
      expect(await serious()).toEqual([]);
      await page.goto('./#v1.z');
      await expect(page.locator('.notice p')).toBeVisible();
      expect(await serious()).toEqual([]);
    });
  }
}

test('a card is named by its node, its wave and what it exchanges', async ({ page }) => {
  await open(page, './');
  await expect(page.locator('[data-node="web1.shop"]')).toHaveAttribute(
    'aria-label',
    /^web1\.shop, wave 1 of 3, hosts Shop::Web\[prod-1\] of Shop\[prod\], waits for Sql\[db-prod\], exports Http/,
  );
});

test('each card is named by its node, its wave and all that its components exchange', async ({ app }) => {
  await openExample(app, 'stack');
  const { drawing } = (await engine()).plan(filesOf('stack'), {});
  expect(drawing.cards.length).toBe(10);
  for (const { node, wave, chips } of drawing.cards) {
    const name = (await card(app, node).getAttribute('aria-label')) ?? '';
    for (const part of [`${node}, wave ${wave} of ${drawing.waves.length}`, ...chips.flatMap((chip) => [chip.component, ...chip.produces, ...chip.consumes])]) {
      expect(name).toContain(part);
    }
  }
});

test('the keyboard gets out of the editor', async ({ page }) => {
  await open(page, './');
  const content = page.locator('.cm-content');
  await content.focus();
  await page.keyboard.press('Tab');
  await expect(content).toBeFocused();
  await page.keyboard.press('Escape');
  await page.keyboard.press('Tab');
  await expect(content).not.toBeFocused();
});
