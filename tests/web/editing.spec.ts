import { caretAfter, card, errorsShown, expect, openExample, settled, test, write } from './page';

test('a typed component gets its card, and the other cards stay', async ({ app }) => {
  await openExample(app, 'two-tiers');
  // Every element of the drawing but those in the wave that gets another card.
  await app.evaluate(() => {
    const isApart = (one: Element): boolean => one.closest('[data-wave="1"], .leaving') === null;
    Object.assign(window, { others: [...document.querySelectorAll('.scene, .scene *')].filter(isApart) });
  });
  await caretAfter(app, 'application shop {');
  await app.keyboard.type('\nshop::web { "more-${name}": consume => Sql["shop-${name}"] }');
  await caretAfter(app, "Shop::Web['web-blue']");
  await app.keyboard.type("\nNode['more.example'] => Shop::Web['more-blue'],");
  await settled(app);
  await expect(card(app, 'more.example')).toHaveAttribute('data-wave', '1');
  const { others, gone } = await app.evaluate(() => {
    const { others } = window as unknown as { others: Element[] };
    return { others: others.length, gone: others.filter((one) => !one.isConnected).map((one) => one.outerHTML.slice(0, 80)) };
  });
  expect(others).toBeGreaterThan(20);
  expect(gone).toEqual([]);
  await expect(errorsShown(app)).toHaveCount(0);
});

test('broken text keeps the drawing, marked as old, and says what is wrong', async ({ app }) => {
  const cards = await app.locator('[data-node]').count();
  await caretAfter(app, 'application shop');
  await app.keyboard.type(' )))');
  await settled(app);
  await expect(app.locator('[data-node]')).toHaveCount(cards);
  await expect(app.locator('.strip')).toContainText(/showing the plan from before line \d+ of site\.pp was broken/);
  await expect(app.locator('.canvas')).toHaveClass(/old/);
  await expect(errorsShown(app).first()).toBeVisible();
  await expect(app.locator('.cm-lintRange-error').first()).toBeVisible();

  for (let undo = 0; undo < 4; undo++) await app.keyboard.press('Backspace');
  await settled(app);
  await expect(app.locator('.strip')).toHaveCount(0);
  await expect(app.locator('.canvas')).not.toHaveClass(/old/);
});

test('while somebody types no problem comes into the list and leaves it again, but the text is marked at once', async ({ app }) => {
  await app.evaluate(() => {
    const list = document.querySelector('problem-list');
    const [seen, gone] = [new Map<string, number>(), new Map<string, number>()];
    // How long a problem was in the list, and how long it was away before it came back.
    const lives: { text: string; lasted: number }[] = [];
    const look = (): void => {
      const now = performance.now();
      const present = new Set([...(list?.querySelectorAll('.problem .message') ?? [])].map((one) => one.textContent?.replace(/:\d+/, '').trim() ?? ''));
      for (const text of present) {
        if (seen.has(text)) continue;
        seen.set(text, now);
        lives.push({ text: `${text} is back`, lasted: now - (gone.get(text) ?? -Infinity) });
      }
      for (const [text, since] of seen) {
        if (present.has(text)) continue;
        lives.push({ text, lasted: now - since });
        gone.set(text, now);
        seen.delete(text);
      }
    };
    look();
    new MutationObserver(look).observe(document.body, { subtree: true, childList: true, characterData: true });
    Object.assign(window, { lives });
  });
  await caretAfter(app, '# A database');
  // On its way it is an unknown word, an unclosed list, a text without its end.
  await app.keyboard.type("\ndefine more($x = [1, 2]) { notify { \"so ${x}\": } }", { delay: 40 });
  await settled(app);
  await expect(app.locator('.problem.error')).toHaveCount(0);
  await app.keyboard.type(' }', { delay: 40 });
  await expect(app.locator('.cm-lintRange-error').first()).toBeVisible();
  await expect(app.locator('.problem.error').first()).toBeVisible();
  await app.keyboard.press('Backspace');
  await expect(app.locator('.problem.error')).toHaveCount(0);
  const lives = await app.evaluate(() => (window as unknown as { lives: { text: string; lasted: number }[] }).lives);
  expect(lives.length).toBeGreaterThan(0);
  expect(lives.filter(({ lasted }) => lasted < 300)).toEqual([]);
});

test('a click on a problem puts the caret at its place, in another file too', async ({ app }) => {
  await openExample(app, 'stack');
  await app.getByRole('tab', { name: 'db.pp' }).click();
  await caretAfter(app, 'define store::db');
  await app.keyboard.type(' ]');
  await settled(app);
  await app.getByRole('tab', { name: 'site.pp' }).click();
  const problem = errorsShown(app).first();
  await expect(problem).toContainText('db.pp:');
  await problem.click();
  await expect(app.getByRole('tab', { name: /db\.pp/ })).toHaveAttribute('aria-selected', 'true');
  await expect(app.locator('.cm-content')).toBeFocused();
  const line = /db\.pp:(\d+)/.exec((await problem.textContent()) ?? '')?.[1];
  await expect(app.locator('.cm-activeLineGutter').first()).toHaveText(line ?? 'a line');
  // The caret is where the marked range begins.
  const begins = await app.locator('.cm-activeLine .cm-lintRange-error').first().evaluate((range) => {
    const caret = getSelection()?.getRangeAt(0);
    const before = document.createRange();
    before.setStart(range, 0);
    return caret?.compareBoundaryPoints(Range.START_TO_START, before) === 0 || caret?.startContainer.contains(range) || range.contains(caret?.startContainer ?? null);
  });
  expect(begins).toBe(true);
});

test('a click on a component shows its declaration and points it out in the order', async ({ app }) => {
  await app.locator('[data-component="Shop::Lb[prod]"]').click();
  await expect(app.locator('.cm-content')).toBeFocused();
  await expect(app.locator('.cm-activeLine')).toContainText('shop::lb');
  await expect(app.locator('[data-order-node="lb.shop"]')).toHaveClass(/selected/);
});

test('cards can be reached and used by the keyboard', async ({ app }) => {
  await card(app, 'db.shop').focus();
  await app.keyboard.press('ArrowRight');
  await expect(app.locator('[data-node][data-wave="1"]').first()).toBeFocused();
  await app.keyboard.press(']');
  await expect(app.locator('[data-component="Shop::Web[prod-1]"]')).toBeFocused();
  await app.keyboard.press('[');
  await app.keyboard.press('Enter');
  await expect(app.locator('.cm-content')).toBeFocused();
});

test('an empty manifest offers the smallest application', async ({ app }) => {
  await write(app, '');
  await app.getByRole('button', { name: 'Insert the smallest application' }).click();
  await settled(app);
  await expect(app.locator('[data-node]')).toHaveCount(2);
  await expect(errorsShown(app)).toHaveCount(0);
});


test('the theme can be switched and is kept', async ({ app }) => {
  await app.getByRole('button', { name: 'Switch to dark' }).click();
  await expect(app.locator('html')).toHaveAttribute('data-theme', 'dark');
  await app.reload();
  await expect(app.getByRole('button', { name: 'Switch to light' })).toBeVisible();
});

test('a finding can be explained', async ({ app }) => {
  await openExample(app, 'cycle');
  await app.getByRole('button', { name: /node-cycle/ }).click();
  await expect(app.locator('.explanation')).toContainText('Nodes wait for each other');
  await app.getByRole('button', { name: /node-cycle/ }).click();
  await expect(app.locator('.explanation')).toHaveCount(0);
});

test('typing over everything works under the strict policy', async ({ app }) => {
  await app.locator('.cm-content').click();
  await app.keyboard.press('ControlOrMeta+A');
  await app.keyboard.type('# all gone');
  await settled(app);
  await expect(app.locator('.cm-content')).toHaveText('# all gone');
  await app.keyboard.press('ControlOrMeta+Z');
  await settled(app);
  await expect(app.locator('[data-node]')).toHaveCount(4);
});

test('a component without a node is listed, and leads to its source', async ({ app }) => {
  await openExample(app, 'two-tiers');
  await caretAfter(app, 'application shop {');
  await app.keyboard.type('\nshop::web { "more-${name}": consume => Sql["shop-${name}"] }');
  await settled(app);
  const unassigned = app.getByRole('treeitem', { name: 'Without a node' }).locator('xpath=..').getByRole('treeitem', { level: 2 });
  await expect(unassigned).toHaveText('Shop[blue] · Shop::Web[more-blue]');
  await unassigned.click();
  await expect(app.locator('.cm-content')).toBeFocused();
  await expect(app.locator('.cm-activeLine')).toContainText('more-${name}');
});

const BROKEN = "site {\n  other { 'x': nodes => { Node['x.example'] => Other::A['a'] } }\n}\n)))\n";

test('a broken text that replaces another is not shown as its past', async ({ app }) => {
  await write(app, BROKEN);
  await expect(app.locator('.strip')).toContainText('showing what can be read; line 4 of site.pp is broken');
  await expect(card(app, 'db.shop')).toHaveCount(0);
  await expect(app.locator('.canvas')).not.toHaveClass(/old/);
});

test('a broken text in an empty file is not hidden behind the empty plan', async ({ app }) => {
  await write(app, '');
  await write(app, BROKEN);
  await expect(app.locator('.strip')).toContainText('showing what can be read');
});

test('a finding reads the same in the editor as in the list', async ({ app }) => {
  await openExample(app, 'cycle');
  await app.locator('.cm-lintRange-error').first().hover();
  const tooltip = app.locator('.cm-tooltip-lint');
  await expect(tooltip).toContainText('nodes wait for each other: alpha.example -> beta.example');
  await expect(tooltip.locator('code').first()).toHaveText('alpha.example');
  await expect(tooltip).not.toContainText('`');
  await expect(app.locator('[data-problem="node-cycle"] .arrow').first()).toHaveText('->');
});

test('what a node waits for and what waits for it stay clear while it is pointed at', async ({ app }) => {
  await openExample(app, 'stack');
  await app.locator('[data-node="db.prod.example"] .card-title').hover();
  await expect(card(app, 'db.prod.example')).toHaveClass(/related/);
  await expect(card(app, 'web1.prod.example')).toHaveClass(/near/);
  await expect(card(app, 'web1.prod.example')).toHaveCSS('opacity', '1');
  await expect(card(app, 'lb.prod.example')).toHaveCSS('opacity', '0.6');
  await expect(card(app, 'db.test.example')).toHaveCSS('opacity', '0.6');
});

test('the mark of a broken component lies on its chip', async ({ app }) => {
  await openExample(app, 'stack');
  await app.getByRole('button', { name: 'Remove web.pp' }).click();
  await settled(app);
  const chip = app.locator('.chip.broken').first();
  await expect(chip.locator('.chip-fault')).toBeVisible();
  // At one moment, for the card may still glide.
  const [mark, name] = await chip.evaluate((one) => ['.chip-fault', '.chip-title'].map((part) => one.querySelector(part)?.getBoundingClientRect().toJSON() as DOMRect));
  expect(mark?.left ?? 0).toBeGreaterThanOrEqual(name?.right ?? Infinity);
});

test('opening an example can be taken back and made again, with all that was typed', async ({ app }) => {
  const content = app.locator('.cm-content');
  await caretAfter(app, 'A database, two web servers');
  await app.keyboard.type(' and mine');
  await settled(app);
  const drawn = (): Promise<string | undefined> => app.locator('.scene').evaluate((scene) => scene.outerHTML);
  const before = await drawn();
  await openExample(app, 'two-tiers');
  await content.click();
  await app.keyboard.type('# two');
  await app.keyboard.press('ControlOrMeta+Z');
  await expect(content).not.toContainText('# two');
  await app.keyboard.press('ControlOrMeta+Z');
  await expect(content).toContainText('and mine');
  await settled(app);
  await expect(app.locator('[data-node]')).toHaveCount(4);
  await expect.poll(drawn).toBe(before);
  await app.keyboard.press('ControlOrMeta+Z');
  await expect(content).not.toContainText('and mine');
  await app.keyboard.press('ControlOrMeta+Shift+Z');
  await expect(content).toContainText('and mine');
  await app.keyboard.press('ControlOrMeta+Shift+Z');
  await settled(app);
  await expect(app.locator('[data-node]')).toHaveCount(2);
  await app.keyboard.press('ControlOrMeta+Shift+Z');
  await expect(content).toContainText('# two');
  await app.keyboard.press('ControlOrMeta+Z');
  await app.keyboard.press('ControlOrMeta+Z');
  await expect(content).toContainText('and mine');
  await app.reload();
  await expect(content).toContainText('and mine');
});

test('the keys that take back work wherever the focus is', async ({ app }) => {
  await openExample(app, 'two-tiers');
  await expect(app.getByRole('button', { name: 'Examples' })).toBeFocused();
  await app.keyboard.press('ControlOrMeta+Z');
  await settled(app);
  await expect(app.locator('[data-node]')).toHaveCount(4);
  await app.keyboard.press('ControlOrMeta+Y');
  await settled(app);
  await expect(app.locator('[data-node]')).toHaveCount(2);
});
