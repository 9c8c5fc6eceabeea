/** What the drawing and its colours keep to, measured on the page itself. */

import { readFileSync } from 'node:fs';
import { caretAfter, expect, openExample, settled, test } from './page';

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
