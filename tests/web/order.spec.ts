import { caretAfter, expect, open, openExample, settled, test, write } from './page';
import { described, EXAMPLES } from './outside';
import type { Page } from '@playwright/test';

function tree(app: Page) {
  return app.getByRole('tree', { name: 'Run order' });
}

test('the order is a tree of levels, nodes, components and what they wait for', async ({ app }) => {
  const rows = await tree(app)
    .getByRole('treeitem')
    .evaluateAll((items) => items.map((item) => [...['aria-level', 'aria-posinset', 'aria-setsize'].map((name) => item.getAttribute(name)), item.textContent?.replace(/^○/, '')].join(' ')));
  expect(rows).toEqual([
    '1 1 3 Level 0',
    '2 1 1 db.shop',
    '3 1 1 Shop[prod] · Shop::Db[prod]',
    '1 2 3 Level 1',
    '2 1 2 web1.shop',
    '3 1 1 Shop[prod] · Shop::Web[prod-1]',
    '4 1 1 waits for db.shop: consumes Sql[db-prod]',
    '2 2 2 web2.shop',
    '3 1 1 Shop[prod] · Shop::Web[prod-2]',
    '4 1 1 waits for db.shop: consumes Sql[db-prod]',
    '1 3 3 Level 2',
    '2 1 1 lb.shop',
    '3 1 1 Shop[prod] · Shop::Lb[prod]',
    '4 1 2 waits for web1.shop: requires Http[w-prod-1]',
    '4 2 2 waits for web2.shop: requires Http[w-prod-2]',
  ]);
  // Every group hangs on an item, and every item in a group or the tree itself.
  expect(await tree(app).locator('[role=group]').evaluateAll((groups) => groups.every((group) => group.previousElementSibling?.role === 'treeitem'))).toBe(true);
});

test('the arrows walk the tree, letters find a row, and only one row is in the tab order', async ({ app }) => {
  const focused = app.locator(':focus');
  await app.getByRole('tab', { name: 'Order' }).focus();
  await app.keyboard.press('Tab');
  await expect(focused).toHaveText('Level 0');
  const steps: readonly (readonly [string, string | RegExp])[] = [
    ['ArrowRight', '○db.shop'],
    ['ArrowDown', /Shop::Db/],
    ['ArrowLeft', '○db.shop'],
    ['ArrowUp', 'Level 0'],
    ['End', /^waits for web2/],
    ['Home', 'Level 0'],
    ['w', '○web1.shop'],
    ['w', /^waits for db/],
    ['w', '○web2.shop'],
  ];
  for (const [key, name] of steps) {
    await app.keyboard.press(key);
    await expect(focused).toHaveText(name);
    await expect(tree(app).locator('[tabindex="0"]')).toHaveCount(1);
  }
  await expect(app.locator('.drawing [data-node="web2.shop"]')).toHaveClass(/related/);
  await app.keyboard.press('ArrowLeft');
  await expect(focused).toHaveAttribute('aria-expanded', 'false');
  await expect(tree(app).getByRole('treeitem')).toHaveCount(13);
  await app.keyboard.press('ArrowRight');
  await expect(tree(app).getByRole('treeitem')).toHaveCount(15);
  await app.keyboard.press('Space');
  await expect(app.locator('.inspector-title')).toBeFocused();
  await app.keyboard.press('Escape');
  await expect(focused).toHaveText(/web2.shop$/);
  await app.keyboard.press('Enter');
  await expect(app.locator('.cm-activeLine')).toContainText("Node['web2.shop']");
});

test('a row points out what belongs to it, until the pointer leaves', async ({ app }) => {
  await tree(app).getByText('Shop::Web[prod-1]').hover();
  await expect(app.locator('.chip.related')).toHaveCount(1);
  await app.locator('.bar h1').hover();
  await expect(app.locator('.related')).toHaveCount(0);
  await tree(app).getByText('Level 1').click();
  await expect(app.locator('[data-order-node]')).toHaveCount(2);
});

for (const example of EXAMPLES) {
  test(`badge, column and level are the same for every component of ${example}`, async ({ app }) => {
    await openExample(app, example);
    const components = await app.locator('[data-component].chip').evaluateAll((chips) => chips.map((chip) => chip.getAttribute('data-component') ?? ''));
    expect(components.length).toBeGreaterThanOrEqual(described(example).waves.length > 0 ? 1 : 0);
    for (const component of components) {
      const chip = app.locator(`.chip[data-component="${component}"]`);
      const { wave, column } = await chip.evaluate((element) => {
        const card = element.closest('[data-node]');
        const x = card?.getBoundingClientRect().x ?? 0;
        const lanes = [...document.querySelectorAll('.lane-ground')].map((lane) => lane.getBoundingClientRect());
        return { wave: card?.getAttribute('data-wave'), column: lanes.findIndex(({ left, right }) => left <= x && x < right) };
      });
      const level = await app.locator(`[role=treeitem][data-row=component][data-id="${component}"]`).evaluate((row) => row.closest('[role=tree] > li')?.querySelector('[aria-level="1"]')?.textContent);
      if (wave === null) {
        expect(level).toContain('Never run');
        continue;
      }
      expect(level).toBe(`Level ${wave}`);
      expect(column).toBe(Number(wave));
      await chip.dispatchEvent('click');
      const badge = app.locator('.wave-gutter .cm-activeLineGutter .wave-badge');
      await expect(badge).toHaveText(/^\d+(–\d+)?$/);
      // Where one line declares several components, the badge tells the first and the last wave.
      const [first = NaN, last = first] = (await badge.innerText()).split('–').map(Number);
      expect(first).toBeLessThanOrEqual(Number(wave));
      expect(last).toBeGreaterThanOrEqual(Number(wave));
    }
  });
}

const DB_ALONE = "define db() {}\nDb produces Sql {}\napplication shop {\n  db { ['a', 'b']: }\n}\nsite {\n  shop { 'one': nodes => { NODES } }\n}\n";

test('an edit is announced once, and a plan that is the same not at all', async ({ page }) => {
  await open(page, './');
  const region = page.locator('.announcer');
  await expect(region).toHaveText('Planned: 4 nodes, 3 waves');
  await region.evaluate((element) => {
    const said: string[] = [];
    Object.assign(window, { said });
    new MutationObserver(() => said.push(element.textContent ?? '')).observe(element, { childList: true, characterData: true, subtree: true });
  });
  const said = (): Promise<string[]> => page.evaluate(() => (window as unknown as { said: string[] }).said);
  await caretAfter(page, '# A database');
  await page.keyboard.type('some words more');
  await settled(page);
  await write(page, DB_ALONE.replace('NODES', "Node['a.example'] => Db['a'], Node['b.example'] => Db['b']"));
  await expect.poll(said).toEqual([expect.stringMatching(/^Planned: 2 nodes, 1 wave/)]);
  await caretAfter(page, 'define db');
  await page.keyboard.type(' # the same');
  await write(page, DB_ALONE.replace('NODES', "Node['a.example'] => [Db['a'], Db['b']]"));
  await expect.poll(said).toEqual([expect.stringMatching(/^Planned: 2 nodes/), expect.stringMatching(/^Planned: 1 node, 1 wave/)]);
});

test('on paper the drawing has a page of its own, then comes the order, and nothing to press', async ({ app }) => {
  await openExample(app, 'stack');
  await app.locator('.drawing [data-node]').first().click();
  await app.getByRole('tab', { name: 'Outputs' }).click();
  const before = await app.locator('.scene').getAttribute('transform');
  await app.emulateMedia({ media: 'print' });
  for (const chrome of ['.bar', '.source', '.inspector', '.splitter', '.legend', '.side-tabs', 'text-outputs']) {
    await expect(app.locator(chrome).first()).toBeHidden();
  }
  for (const node of await app.locator('.drawing [data-node]').all()) await expect(node).toBeInViewport({ ratio: 1 });
  await expect(tree(app).locator('[data-order-node="lb.test.example"]')).toBeVisible();
  const { graph, order } = await app.evaluate(() => ({
    graph: document.querySelector('.canvas')?.getBoundingClientRect().bottom ?? NaN,
    order: document.querySelector('callsheet-order')?.getBoundingClientRect().top ?? NaN,
  }));
  expect(order).toBeGreaterThanOrEqual(graph);
  await app.emulateMedia({ media: 'screen' });
  await expect(app.locator('.scene')).toHaveAttribute('transform', before ?? '');
  await app.emulateMedia({ media: null });
  const pages = (await app.pdf({ format: 'A4' })).toString('latin1').match(/\/Type\s*\/Page\b/g);
  expect(pages?.length).toBeGreaterThanOrEqual(2);
});
