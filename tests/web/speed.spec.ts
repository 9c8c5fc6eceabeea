import { caretAfter, expect, openExample, settled, test } from './page';

const KEYS = 60;

/** Prints; does not judge: machines differ. */
test('from a key press to the painted plan', async ({ app }) => {
  await openExample(app, 'stack');
  await caretAfter(app, 'types are in modules');
  await app.evaluate(() => performance.clearMarks());
  const waits: number[] = [];
  for (let key = 0; key < KEYS; key++) {
    await app.waitForTimeout(60);
    await app.keyboard.type('x');
    await settled(app);
    waits.push(
      await app.evaluate(() => {
        const last = (name: string): number => performance.getEntriesByName(name).at(-1)?.startTime ?? NaN;
        return last('callsheet:paint') - last('callsheet:key');
      }),
    );
  }
  const sorted = waits.sort((a, b) => a - b);
  const at = (part: number): string => (sorted[Math.floor(part * (KEYS - 1))] ?? NaN).toFixed(1);
  console.log(`key to paint, three-tier stack, ${KEYS} keys: p50 ${at(0.5)} ms, p95 ${at(0.95)} ms`);
  expect(sorted.every((wait) => wait > 0)).toBe(true);
});
