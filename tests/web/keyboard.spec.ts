/** All that the page is for, without a pointer. */

import type { Page } from '@playwright/test';
import { expect, settled, test } from './page';
import { described } from './outside';

const focused = (page: Page) => page.locator(':focus');

/** Goes on with Tab until the focus is on what is described so. */
async function reach(page: Page, selector: string, key: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<void> {
  for (let step = 0; step < 80; step++) {
    await page.keyboard.press(key);
    if (await page.evaluate((wanted) => document.activeElement?.matches(wanted) ?? false, selector)) return;
  }
  throw new Error(`${key} does not come to ${selector}`);
}

test('by the keyboard alone an example is opened and edited, its plan walked through and explained, a failure tried, the run stepped, and all of it shared', async ({ app }) => {
  await reach(app, '.bar button');
  await expect(focused(app)).toHaveText('Examples');
  await app.keyboard.press('Enter');
  await expect(app.getByRole('searchbox')).toBeFocused();
  await app.keyboard.type(described('two-instances').title);
  await app.keyboard.press('Enter');
  await settled(app);
  await expect(app.locator('.gallery')).toBeHidden();

  await reach(app, '.cm-content');
  await app.keyboard.press('ControlOrMeta+Home');
  await app.keyboard.type('# by hand\n');
  await settled(app);
  await expect(app.locator('.cm-content')).toContainText('# by hand');
  await app.keyboard.press('Escape');

  await reach(app, '.card');
  const nodes = await app.locator('[data-node]').evaluateAll((all) => all.map((one) => one.getAttribute('data-node')));
  const components = await app.locator('.chip').evaluateAll((all) => all.map((one) => one.getAttribute('data-component')));
  const seen = new Set<string | null>();
  const at = (name: string): Promise<string | null> => focused(app).getAttribute(name);
  const walk = async (name: string, next: string, each: () => Promise<void>): Promise<void> => {
    for (let last: string | null = ''; last !== (await at(name)); await app.keyboard.press(next)) {
      last = await at(name);
      await each();
    }
  };
  await app.keyboard.press('Home');
  await walk('data-wave', 'ArrowRight', async () => {
    await walk('data-node', 'ArrowUp', async () => undefined);
    await walk('data-node', 'ArrowDown', async () => {
      seen.add(await at('data-node'));
      await app.keyboard.press(']');
      await walk('data-component', 'ArrowDown', async () => void seen.add(await at('data-component')));
      await app.keyboard.press('[');
    });
  });
  expect([...nodes, ...components].filter((name) => !seen.has(name))).toEqual([]);

  const node = (await at('data-node')) ?? '';
  await app.keyboard.press('Space');
  await expect(app.locator('.inspector-title')).toBeFocused();
  await expect(app.locator('.inspector .about')).toContainText(/Wave \d because it (consumes|requires)\s+\w+\[/);
  await app.keyboard.press('Escape');
  await expect(app.locator(`[data-node="${node}"]`)).toBeFocused();

  await app.keyboard.press('f');
  await expect(app.locator(`[data-node="${node}"]`)).toHaveAttribute('data-status', 'failed');
  const end = Number(await app.locator('.scrub input').getAttribute('max'));
  await expect(app.locator('.run-at b')).toHaveText(`${end}`);
  await app.keyboard.press(',');
  await expect(app.locator('.run-at b')).toHaveText(`${end - 1}`);
  await reach(app, '.scrub input');
  await app.keyboard.press('Home');
  await expect(app.locator('.run-at b')).toHaveText('0');
  await app.keyboard.press('ArrowRight');
  await expect(app.locator('.run-at b')).toHaveText('1');

  // Past the end of the page it begins again: the focus was caught nowhere.
  await reach(app, 'share-button button');
  await app.keyboard.press('Enter');
  await expect(app.locator('#share')).toContainText('characters');
  await expect(app.getByLabel('Link', { exact: true })).toHaveValue(/#v1\./);
  await app.keyboard.press('Escape');
  await expect(focused(app)).toHaveText('Share');
});

/** How many pixels of two pictures differ by a contrast of 3:1 at least. */
async function contrasting(page: Page, one: Buffer, other: Buffer): Promise<number> {
  return page.evaluate(
    async (pictures) => {
      const [before, after] = await Promise.all(
        pictures.map(async (data) => {
          const image = new Image();
          image.src = `data:image/png;base64,${data}`;
          await image.decode();
          const canvas = new OffscreenCanvas(image.width, image.height);
          const context = canvas.getContext('2d');
          context?.drawImage(image, 0, 0);
          return context?.getImageData(0, 0, image.width, image.height).data ?? new Uint8ClampedArray();
        }),
      );
      const luminance = (data: Uint8ClampedArray, at: number): number => {
        const [red = 0, green = 0, blue = 0] = [0, 1, 2].map((part) => {
          const share = (data[at + part] ?? 0) / 255;
          return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
        });
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
      };
      let count = 0;
      for (let at = 0; before && after && at < before.length; at += 4) {
        const [low = 0, high = 0] = [luminance(before, at), luminance(after, at)].sort((a, b) => a - b);
        if ((high + 0.05) / (low + 0.05) >= 3) count += 1;
      }
      return count;
    },
    [one.toString('base64'), other.toString('base64')] as const,
  );
}

for (const colorScheme of ['light', 'dark'] as const) {
  test(`wherever the keyboard is, a ring shows it with a contrast of 3:1, in ${colorScheme}`, async ({ app }) => {
    await app.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    const plain = await app.context().newPage();
    await app.bringToFront();
    const faint: string[] = [];
    const names: string[] = [];
    /** Looks at what has the focus, then presses the key and looks at the same place again. */
    const look = async (key: string): Promise<void> => {
      const place = await app.evaluate(() => {
        const one = document.activeElement;
        const box = one?.getBoundingClientRect();
        if (!one || !box || one === document.body) return undefined;
        // The caret is what shows where the keyboard is in a text.
        const isText = one.matches('.cm-content');
        const [left, top] = [Math.max(0, box.left - 6), Math.max(0, box.top - 6)];
        return {
          name: `${one.tagName} ${one.getAttribute('class') ?? ''} ${one.getAttribute('aria-label') ?? one.textContent?.trim().slice(0, 30) ?? ''}`,
          isText,
          least: Math.min(box.width + box.height, 300),
          clip: { x: left, y: top, width: Math.min(innerWidth, box.right + 6) - left, height: Math.min(innerHeight, box.bottom + 6) - top },
        };
      });
      if (place?.isText) {
        await app.keyboard.press('Escape');
        await app.keyboard.press(key);
        return;
      }
      const before = place && (await app.screenshot({ clip: place.clip, caret: 'initial' }));
      await app.keyboard.press(key);
      if (!place || !before) return;
      const after = await app.screenshot({ clip: place.clip, caret: 'initial' });
      const pixels = await contrasting(plain, before, after);
      names.push(place.name);
      if (pixels < place.least) faint.push(`${place.name}: ${pixels} pixels of ${place.least}`);
    };
    await app.keyboard.press('Tab');
    await expect(focused(app)).toHaveText('Examples');
    const isRound = (): Promise<boolean> => app.evaluate(() => document.activeElement?.textContent === 'Examples');
    do {
      if ((await app.locator('.card:focus').count()) > 0) {
        await look('ArrowRight');
        // While a component has the focus, its card is marked as well.
        await app.keyboard.press(']');
        await look('ArrowRight');
      }
      await look('Tab');
    } while (names.length < 80 && !(await isRound()));
    expect(names.some((name) => name.startsWith('g chip'))).toBe(true);
    expect(names.length).toBeGreaterThan(25);
    expect(names.length).toBeLessThan(80);
    expect(faint).toEqual([]);
  });
}
