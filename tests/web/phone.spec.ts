/** The drawing on a phone: waves as rows, one below the other. */

import type { Page } from '@playwright/test';
import { card, expect, open, openExample, settled, test, write } from './page';

const PHONE = { width: 390, height: 844 };

interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** Where things are on the page, once nothing glides any more. */
async function boxes(page: Page, selector: string): Promise<Box[]> {
  return page.evaluate(async (wanted) => {
    await Promise.all(document.getAnimations().map((animation) => animation.finished.catch(() => undefined)));
    const found = [...document.querySelectorAll(wanted)].filter((one) => !one.closest('.leaving'));
    return found.map((one) => {
      const { left, top, right, bottom } = one.getBoundingClientRect();
      return { left, top, right, bottom };
    });
  }, selector);
}

function apart(one: Box, other: Box): boolean {
  return one.right <= other.left + 1 || other.right <= one.left + 1 || one.bottom <= other.top + 1 || other.bottom <= one.top + 1;
}

test.beforeEach(async ({ page }) => {
  await page.setViewportSize(PHONE);
});

test('on a phone waves are rows, one below the other, and as wide as the page', async ({ app }) => {
  for (const example of ['three-tiers', 'two-instances', 'web-farm', 'stack', 'cycle']) {
    await openExample(app, example);
    const lanes = await boxes(app, '.lane-ground');
    for (const [place, lane] of lanes.entries()) {
      expect(lane.left).toBeGreaterThanOrEqual(0);
      expect(lane.left).toBe(lanes[0]?.left);
      expect(lane.top).toBeGreaterThan(lanes[place - 1]?.bottom ?? -Infinity);
    }
    const [cards, pills] = [await boxes(app, '.card-ground'), await boxes(app, '.pill-outline')];
    const things = [...cards, ...pills];
    for (const [place, thing] of things.entries()) {
      expect(things.slice(place + 1).every((other) => apart(thing, other)), example).toBe(true);
    }
    for (const one of cards) {
      expect(lanes.filter((lane) => lane.top <= one.top && one.bottom <= lane.bottom && lane.left <= one.left && one.right <= lane.right).length).toBe(1);
    }
  }
});

test('on a phone nothing has to be moved sideways to see the first example, nor can it be', async ({ app }) => {
  const inside = async (): Promise<boolean> =>
    (await boxes(app, '.card-ground, .pill-outline, .lane-ground, .edge')).every(({ left, right }) => left >= 0 && right <= PHONE.width);
  expect(await inside()).toBe(true);
  await expect(app.locator('.drawing')).not.toHaveClass(/cut-(left|right)/);
  await app.mouse.move(200, 400);
  await app.mouse.down();
  await app.mouse.move(320, 330, { steps: 5 });
  await app.mouse.up();
  expect(await inside()).toBe(true);
});

test('a drawing that goes on below fades there, and moves up to its end', async ({ app }) => {
  await openExample(app, 'stack');
  await expect(app.locator('.drawing')).toHaveClass(/cut-below/);
  await app.mouse.move(200, 400);
  for (let step = 0; step < 12; step++) await app.mouse.wheel(0, 200);
  await expect(app.locator('.drawing')).not.toHaveClass(/cut-below/);
});

test('lines leave a card at its bottom and arrive at the top of another', async ({ app }) => {
  const [db, web] = [await boxes(app, '[data-node="db.shop"] .card-ground'), await boxes(app, '[data-node="web1.shop"] .card-ground')];
  const [ball] = await boxes(app, '[data-node="db.shop"] .ball:not([display=none])');
  const [socket] = await boxes(app, '[data-node="web1.shop"] .socket:not([display=none])');
  const middle = (box: Box | undefined): number => ((box?.top ?? 0) + (box?.bottom ?? 0)) / 2;
  expect(Math.abs(middle(ball) - (db[0]?.bottom ?? 0))).toBeLessThan(2);
  expect(Math.abs(middle(socket) - (web[0]?.top ?? 0))).toBeLessThan(4);
  expect(db[0]?.bottom).toBeLessThan(web[0]?.top ?? 0);
});

test('arrows follow what one sees: down to the next row, right to the next card in it', async ({ app }) => {
  await card(app, 'db.shop').focus();
  await app.keyboard.press('ArrowDown');
  await expect(card(app, 'web1.shop')).toBeFocused();
  await app.keyboard.press('ArrowRight');
  await expect(card(app, 'web2.shop')).toBeFocused();
  await app.keyboard.press('ArrowLeft');
  await app.keyboard.press('ArrowUp');
  await expect(card(app, 'db.shop')).toBeFocused();
});

test('a phone that is turned shows columns, and rows again when it is turned back', async ({ app }) => {
  const sideBySide = async (): Promise<boolean> => {
    const [first, second] = await boxes(app, '.lane-ground');
    return (second?.left ?? 0) >= (first?.right ?? 0);
  };
  expect(await sideBySide()).toBe(false);
  await app.setViewportSize({ width: PHONE.height, height: PHONE.width });
  await settled(app);
  expect(await sideBySide()).toBe(true);
  await app.setViewportSize(PHONE);
  await settled(app);
  expect(await sideBySide()).toBe(false);
  const before = await app.locator('.scene').innerHTML();
  await app.setViewportSize({ ...PHONE, width: PHONE.width - 4 });
  await settled(app);
  expect(await app.locator('.scene').innerHTML(), 'a few pixels plan nothing anew').toBe(before);
});

test('an edit moves no card that was there', async ({ app }) => {
  await openExample(app, 'two-tiers');
  const places = async (): Promise<string[]> =>
    app.locator('[data-node]').evaluateAll((all) => all.map((one) => `${one.getAttribute('data-node')} ${(one as SVGElement).style.transform}`));
  const before = await places();
  await app.locator('[data-for="source"]').click();
  await app.locator('.cm-content').click();
  await app.keyboard.press('ControlOrMeta+Home');
  await app.keyboard.insertText('# a comment\n');
  await settled(app);
  await app.locator('[data-for="graph"]').click();
  expect(await places()).toEqual(before);
});

test('before the engine has arrived the first example is in rows already', async ({ page }) => {
  await page.route(/\.wasm$/, () => undefined);
  await page.goto('./');
  await expect(page.locator('.card')).toHaveCount(4);
  const lanes = await boxes(page, '.lane-ground');
  expect(lanes.map(({ left }) => left)).toEqual(lanes.map(() => lanes[0]?.left));
  await page.unrouteAll({ behavior: 'ignoreErrors' });
});

test('on a phone fewer nodes share a card, and it opens', async ({ page }) => {
  await open(page, './');
  const webs = Array.from({ length: 30 }, (_, number) => number);
  await page.locator('[data-for="source"]').click();
  await write(
    page,
    `define db { }
define web { }
Db produces Sql { }
Web consumes Sql { }
application farm {
  db { 'd': export => Sql['s'] }
  ${webs.map((number) => `web { 'w${number}': consume => Sql['s'] }`).join('\n  ')}
}
site {
  farm { 'one': nodes => {
    Node['db.example'] => Db['d'],
    ${webs.map((number) => `Node['www${number}.example'] => Web['w${number}'],`).join('\n    ')}
  } }
}
`,
  );
  await page.locator('[data-for="graph"]').click();
  await expect(page.locator('.card')).toHaveCount(2);
  await page.getByRole('button', { name: 'Show all 31 nodes' }).click();
  await expect(page.locator('.card')).toHaveCount(31);
});
