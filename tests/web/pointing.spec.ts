/** Source, drawing and order show the same thing at the same time, and lead to each other. */

import type { Page } from '@playwright/test';
import { card, caretAfter, expect, openExample, test } from './page';

/** What is marked in each pane, by name, in the order of the page. */
function marked(page: Page) {
  return page.evaluate(() => {
    const names = (selector: string, name: string): string[] => [...document.querySelectorAll(selector)].map((one) => one.getAttribute(name) ?? '').sort();
    // One range can be several elements, of different colours.
    const lines = (selector: string): string[] => {
      const texts = new Map<Element | null, string>();
      for (const one of document.querySelectorAll(selector)) texts.set(one.closest('.cm-line'), (texts.get(one.closest('.cm-line')) ?? '') + one.textContent);
      return [...texts.values()];
    };
    return {
      source: lines('.source-mark'),
      nodes: names('.card.related', 'data-node'),
      components: names('.chip.related', 'data-component'),
      capabilities: names('.pill.related', 'data-capability'),
      edges: names('[data-edge].related', 'data-edge'),
      rows: names('.order-node.related', 'data-order-node'),
    };
  });
}

const NOTHING = { source: [], nodes: [], components: [], capabilities: [], edges: [], rows: [] };

test('what is pointed at in the drawing is marked in the source, the order and the lines, and nothing else is', async ({ app }) => {
  // Tall enough for the whole text: what is out of view is not drawn.
  await app.setViewportSize({ width: 1440, height: 2000 });
  await app.locator('.chip[data-component="Shop::Web[prod-1]"]').hover();
  await expect.poll(() => marked(app)).toEqual({
    source: ['"${name}-${i}"', "Shop::Web['prod-1']"],
    nodes: ['web1.shop'],
    components: ['Shop::Web[prod-1]'],
    capabilities: ['Http[w-prod-1]', 'Sql[db-prod]'],
    edges: ['Shop::Web[prod-1]>Http[w-prod-1]', 'Sql[db-prod]>Shop::Web[prod-1]'],
    rows: ['web1.shop'],
  });
  await app.locator('.bar h1').hover();
  await expect.poll(() => marked(app)).toEqual(NOTHING);
  await app.locator('.pill[data-capability="Http[w-prod-2]"]').hover();
  await expect.poll(() => marked(app)).toMatchObject({
    nodes: ['lb.shop', 'web2.shop'],
    components: ['Shop::Lb[prod]', 'Shop::Web[prod-2]'],
    capabilities: ['Http[w-prod-2]'],
    edges: ['Http[w-prod-2]>Shop::Lb[prod]', 'Shop::Web[prod-2]>Http[w-prod-2]'],
    rows: ['lb.shop', 'web2.shop'],
  });
  await app.locator('.bar h1').hover();
  await expect.poll(() => marked(app)).toEqual(NOTHING);
});

test('the caret in a declaration points out its card and its row in the order', async ({ app }) => {
  await caretAfter(app, 'shop::lb { $name');
  await app.keyboard.press('ArrowLeft');
  await expect(app.locator('.chip.selected')).toHaveCount(1);
  await expect(app.locator('.chip[data-component="Shop::Lb[prod]"]')).toHaveClass(/selected/);
  await expect(card(app, 'lb.shop')).toHaveClass(/selected/);
  await expect(app.locator('.order-node.selected')).toHaveCount(1);
  await expect(app.locator('[data-order-node="lb.shop"]')).toHaveClass(/selected/);
  await caretAfter(app, '# A database');
  await expect(app.locator('.selected')).toHaveCount(0);
});

test('wherever the caret is in a declaration, its card and its row in the order are pointed out', async ({ app }) => {
  const selected = () =>
    app.evaluate(() => {
      const names = (selector: string, name: string): string[] => [...document.querySelectorAll(selector)].map((one) => one.getAttribute(name) ?? '').sort();
      return {
        cards: names('.card.selected', 'data-node'),
        components: names('.chip.selected', 'data-component'),
        rows: names('.order-node.selected', 'data-order-node'),
      };
    });
  const nothing = { cards: [], components: [], rows: [] };
  const balancer = { cards: ['lb.shop'], components: ['Shop::Lb[prod]'], rows: ['lb.shop'] };
  // Two components come of one declaration.
  const web = { cards: ['web1.shop'], components: ['Shop::Web[prod-1]'], rows: ['web1.shop'] };
  await caretAfter(app, 'members => $https,');
  await expect.poll(selected).toEqual(balancer);
  await caretAfter(app, 'require => $https,');
  await expect.poll(selected).toEqual(balancer);
  // Behind the brace, and below it.
  await app.keyboard.press('ArrowDown');
  await expect.poll(selected).toEqual(balancer);
  await app.keyboard.press('ArrowDown');
  await expect.poll(selected).toEqual(nothing);
  // Before the type's name, and in the space before that.
  await caretAfter(app, 'shop::lb {');
  await app.keyboard.press('Home');
  await expect.poll(selected).toEqual(balancer);
  await app.keyboard.press('ArrowLeft');
  await expect.poll(selected).toEqual(nothing);
  await caretAfter(app, 'consume => Sql');
  await expect.poll(selected).toEqual(web);
  // What is referred to goes before.
  await app.keyboard.press('ArrowLeft');
  await expect.poll(selected).toMatchObject({ components: ['Shop::Db[prod]', 'Shop::Web[prod-1]', 'Shop::Web[prod-2]'] });
  await app.keyboard.press('Home');
  await expect.poll(selected).toEqual(web);
});

test('Enter on a card puts the caret at its declaration, in another file too', async ({ app }) => {
  await openExample(app, 'stack');
  await app.getByRole('tab', { name: 'web.pp' }).click();
  const node = 'lb.prod.example';
  await card(app, node).focus();
  await app.keyboard.press('Enter');
  await expect(app.locator('.cm-content')).toBeFocused();
  await expect(app.getByRole('tab', { name: 'site.pp' })).toHaveAttribute('aria-selected', 'true');
  await expect(app.locator('.cm-activeLine')).toContainText(`Node['${node}']`);
  await card(app, node).focus();
  await app.keyboard.press(']');
  await app.keyboard.press('Enter');
  await expect(app.locator('.cm-content')).toBeFocused();
  await expect(app.locator('.cm-activeLine')).toContainText('store::load');
});
