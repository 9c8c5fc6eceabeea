/** What the drawing and its colours keep to, measured on the page itself. */

import { readFileSync } from 'node:fs';
import { caretAfter, expect, openExample, settled, test, write } from './page';

const TOKENS = readFileSync('src/style/tokens.css', 'utf8');
const PAIRS = [...TOKENS.matchAll(/--([\w-]+): light-dark\((#\w{6}), (#\w{6})\)/g)].map(([, name = '', light = '', dark = '']) => ({ name, light, dark }));
const HUES = [0, 1, 2, 3, 4, 5];
/** Words in these colours stand on these grounds. */
const WORDS: readonly (readonly [string, readonly string[]])[] = [
  ['text', ['page', 'surface', 'raised', 'lane', 'strip', 'line', 'selection', ...HUES.map((hue) => `hue-${hue}-ground`)]],
  ['muted', ['page', 'surface', 'raised', 'lane', 'strip']],
  ['accent', ['page', 'surface', 'raised']],
  ['on-accent', ['accent']],
  ['error', ['surface', 'error-ground']],
  ['warning', ['surface', 'warning-ground']],
  ['fine', ['surface', 'fine-ground']],
  ...['keyword', 'type', 'string', 'variable', 'attribute', 'function'].map((name) => [name, ['surface', 'line']] as const),
];
/** Edges of what can be used, and lines that tell something. */
const EDGES: readonly (readonly [string, readonly string[]])[] = [
  ['control', ['surface', 'page']],
  ['accent', ['surface', 'page', 'lane']],
  ...HUES.map((hue) => [`hue-${hue}`, ['lane', 'surface', `hue-${hue}-ground`]] as const),
];

function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const share = parseInt(colour.slice(at, at + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: string, other: string): number {
  const [low = 0, high = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (high + 0.05) / (low + 0.05);
}

for (const theme of ['light', 'dark'] as const) {
  test(`words and edges stand out from their grounds in ${theme}`, () => {
    const colours = new Map(PAIRS.map((pair) => [pair.name, pair[theme]]));
    const colour = (name: string): string => colours.get(name) ?? `no ${name}`;
    const faint = [WORDS, EDGES].flatMap((pairs, kind) =>
      pairs.flatMap(([name, grounds]) =>
        grounds
          .filter((ground) => !(contrast(colour(name), colour(ground)) >= (kind === 0 ? 4.5 : 3)))
          .map((ground) => `${name} on ${ground}: ${contrast(colour(name), colour(ground)).toFixed(2)}`),
      ),
    );
    expect(colours.size).toBeGreaterThan(30);
    expect(faint).toEqual([]);
  });
}

test('cards, lines and what is selected have edges where the system chooses the colours', async ({ app }) => {
  await app.emulateMedia({ forcedColors: 'active' });
  await app.locator('.chip').first().click();
  await settled(app);
  for (const part of ['.card-ground', '.edge', '.pill-outline', '.chip.selected .chip-ground']) {
    const { stroke, width } = await app.locator(part).first().evaluate((element) => {
      const { stroke, strokeWidth } = getComputedStyle(element);
      return { stroke, width: parseFloat(strokeWidth) };
    });
    expect(stroke, part).not.toBe('none');
    expect(width, part).toBeGreaterThan(0);
  }
});

test('where the drawing was moved it stays through an edit, and to fit it twice is to fit it once', async ({ app }) => {
  const scene = app.locator('.scene');
  await app.getByRole('button', { name: 'Zoom in' }).click();
  const moved = (await scene.getAttribute('transform')) ?? '';
  await caretAfter(app, '# A database');
  await app.keyboard.type('\ndefine more() { }');
  await settled(app);
  await expect(scene).toHaveAttribute('transform', moved);
  await app.getByRole('button', { name: 'Fit' }).click();
  const fitted = (await scene.getAttribute('transform')) ?? '';
  expect(fitted).not.toBe(moved);
  await app.getByRole('button', { name: 'Fit' }).click();
  await expect(scene).toHaveAttribute('transform', fitted);
});

test('with reduced motion nothing glides or fades after an edit', async ({ app }) => {
  await app.emulateMedia({ reducedMotion: 'reduce' });
  await openExample(app, 'two-tiers');
  await app.evaluate(() => {
    const moved: string[] = [];
    Object.assign(window, { moved });
    for (const kind of ['transitionrun', 'animationstart']) {
      document.addEventListener(kind, ({ target }) => {
        // What comes a little later, but at once, is no motion.
        const lasting = target instanceof Element && target.getAnimations().some(({ effect }) => Number(effect?.getComputedTiming().duration) > 1);
        if (lasting) moved.push(`${kind} ${target.outerHTML.slice(0, 80)}`);
      });
    }
  });
  await caretAfter(app, "Shop::Web['web-blue']");
  await app.keyboard.type("\nNode['more.example'] => Shop::Web['more-blue'],");
  await caretAfter(app, 'application shop {');
  await app.keyboard.type('\nshop::web { "more-${name}": consume => Sql["shop-${name}"] }');
  await settled(app);
  await expect(app.locator('[data-node="more.example"]')).toHaveAttribute('data-wave', '1');
  // The caret alone may blink; what comes a little later, but at once, is no motion.
  const moving = (): number =>
    document
      .getAnimations()
      .filter(({ effect }) => !(effect as KeyframeEffect).target?.matches('.cm-cursorLayer'))
      .filter(({ effect }) => Number(effect?.getComputedTiming().duration) > 1).length;
  expect(await app.evaluate(moving)).toBe(0);
  const moved = await app.evaluate(() => (window as unknown as { moved: string[] }).moved);
  expect(moved.filter((one) => !one.includes('cm-cursor'))).toEqual([]);
});

test('at twice the size every button can still be reached', async ({ app }) => {
  // A page of 1440 pixels at 200 % has this room.
  await app.setViewportSize({ width: 720, height: 450 });
  await openExample(app, 'stack');
  for (const button of await app.locator('button:visible').all()) {
    await button.scrollIntoViewIfNeeded();
    await expect(button, (await button.textContent()) ?? '').toBeInViewport();
  }
  expect(await app.evaluate(() => document.documentElement.scrollWidth <= document.documentElement.clientWidth)).toBe(true);
});

test('no card lies on another, and every name of a capability has its own place, in the largest examples', async ({ app }) => {
  for (const example of ['stack', 'shared', 'two-instances']) {
    await openExample(app, example);
    await app.getByRole('button', { name: 'Fit' }).click();
    const overlaps = await app.evaluate(async () => {
      await Promise.all(document.getAnimations().map((animation) => animation.finished.catch(() => undefined)));
      const boxes = [...document.querySelectorAll('.card:not(.leaving) > .card-ground, .pill:not(.leaving) > .pill-outline')].map((element) => ({
        name: element.parentElement?.getAttribute('aria-label') ?? '',
        box: element.getBoundingClientRect(),
      }));
      const touch = (one: DOMRect, other: DOMRect): boolean =>
        one.left < other.right && other.left < one.right && one.top < other.bottom && other.top < one.bottom;
      return boxes.flatMap((one, at) => boxes.slice(at + 1).filter((other) => touch(one.box, other.box)).map((other) => `${one.name} | ${other.name}`));
    });
    expect(overlaps).toEqual([]);
  }
});

/** An environment made by chance, the same for the same seed: instances of one application whose parts need each other. */
function environment(seed: number): string {
  let state = seed * 2654435761 + 1;
  const upTo = (count: number): number => {
    state = (state * 1103515245 + 12345) % 2147483648;
    return Math.floor((state / 2147483648) * count);
  };
  const parts = Array.from({ length: 2 + upTo(12) }, (_, at) => ({
    at,
    needs: [...new Set(at === 0 ? [] : Array.from({ length: upTo(4) }, () => upTo(at)))],
    node: upTo(3) === 0 ? upTo(at + 1) : at,
  }));
  const name = (at: number): string => `part${'x'.repeat((seed + at) % 9)}${at}`;
  return [
    'define site::part(Integer $size = 1) { }',
    'Site::Part produces Dependency { }',
    'Site::Part consumes Dependency { }',
    'application site::all() {',
    ...parts.map(({ at, needs }) => `  site::part { '${name(at)}':${needs.length > 0 ? ` consume => [${needs.map((need) => `Dependency['d${need}']`).join(', ')}],` : ''} export => Dependency['d${at}'] }`),
    '}',
    'site {',
    '  site::all { "one":',
    '    nodes => {',
    ...[...new Set(parts.map(({ node }) => node))].map((node) => `      Node['n${node}.example'] => [${parts.filter((part) => part.node === node).map(({ at }) => `Site::Part['${name(at)}']`).join(', ')}],`),
    '    }',
    '  }',
    '}',
    '',
  ].join('\n');
}

/** What overlaps in the drawing, where nothing moves: cards and pills, pills out of their channel, lines through cards. */
function faults(): string[] {
  const box = (element: Element): { name: string; left: number; right: number; top: number; bottom: number } => {
    const { left, right, top, bottom } = element.getBoundingClientRect();
    return { name: element.parentElement?.getAttribute('aria-label') ?? 'a lane', left, right, top, bottom };
  };
  const all = (selector: string): Element[] => [...document.querySelectorAll(selector)];
  const cards = all('.card:not(.leaving) > .card-ground').map(box);
  const pills = all('.pill:not(.leaving) > .pill-outline').map(box);
  const lanes = all('.lane:not(.leaving) rect, rect.lane:not(.leaving)').map(box);
  type Box = (typeof cards)[number];
  const touch = (one: Box, other: Box): boolean => one.left < other.right && other.left < one.right && one.top < other.bottom && other.top < one.bottom;
  const wrong = [...cards, ...pills].flatMap((one, at, boxes) => boxes.slice(at + 1).filter((other) => touch(one, other)).map((other) => `${one.name} | ${other.name}`));
  wrong.push(...pills.flatMap((pill) => lanes.filter((lane) => touch(pill, lane)).map(() => `${pill.name} is not in its channel`)));
  for (const edge of document.querySelectorAll<SVGPathElement>('path.edge:not(.leaving)')) {
    const [length, matrix] = [edge.getTotalLength(), edge.getScreenCTM()];
    for (let at = 0; at <= length; at += 6) {
      const { x, y } = edge.getPointAtLength(at).matrixTransform(matrix ?? undefined);
      const card = cards.find(({ left, right, top, bottom }) => x > left + 1 && x < right - 1 && y > top + 1 && y < bottom - 1);
      if (card) wrong.push(`a line runs through ${card.name}`);
    }
  }
  return cards.length === 0 || lanes.length === 0 ? ['nothing is drawn'] : wrong;
}

test('in all examples no card lies on another, no line runs through a card, and each capability is in its channel', async ({ app }) => {
  await app.emulateMedia({ reducedMotion: 'reduce' });
  await app.getByRole('button', { name: 'Examples' }).click();
  const ids = await app.locator('[data-example]').evaluateAll((cards) => cards.map((card) => card.getAttribute('data-example') ?? ''));
  await app.keyboard.press('Escape');
  expect(ids.length).toBeGreaterThanOrEqual(12);
  for (const id of ids) {
    await openExample(app, id);
    const shown = await app.evaluate(faults);
    expect(shown.filter((fault) => fault !== 'nothing is drawn'), id).toEqual([]);
  }
});

test('nor in a hundred environments made by chance', async ({ app }) => {
  test.slow();
  await app.emulateMedia({ reducedMotion: 'reduce' });
  for (let seed = 1; seed <= 100; seed++) {
    await write(app, environment(seed));
    expect(await app.evaluate(faults), `seed ${seed}`).toEqual([]);
  }
});

test('without colours the states of a run still differ', async ({ app }) => {
  await app.emulateMedia({ reducedMotion: 'reduce' });
  await app.evaluate(() => {
    const grey = new CSSStyleSheet();
    grey.replaceSync('html { filter: grayscale(1); }');
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, grey];
  });
  const signs = new Map<string, string>();
  const look = async (): Promise<void> => {
    for (const one of await app.locator('.card[data-status]').all()) {
      const status = (await one.getAttribute('data-status')) ?? '';
      const box = await one.locator('.card-ground').boundingBox();
      if (!box || signs.has(status)) continue;
      // The corner in which the sign stands.
      const clip = { x: box.x, y: box.y, width: 26 * (box.width / 160), height: 32 };
      signs.set(status, (await app.screenshot({ clip })).toString('base64'));
    }
  };
  await look();
  await app.locator('[data-node="web1.shop"]').focus();
  await app.keyboard.press('f');
  await expect(app.locator('[data-node="web1.shop"]')).toHaveAttribute('data-status', 'failed');
  await look();
  await app.locator('.scrub input').focus();
  await app.keyboard.press('Home');
  for (let step = 0; step < 4; step++) {
    await look();
    await app.keyboard.press('ArrowRight');
  }
  expect([...signs.keys()].sort()).toEqual(['done', 'failed', 'running', 'skipped', 'waiting']);
  expect(new Set(signs.values()).size).toBe(signs.size);
});
