/** What holds for the page as a whole: what it loads, that the same text gives the same drawing, names of any kind. */

import { readdirSync, readFileSync } from 'node:fs';
import type { View } from 'callsheet';
import { engine, filesOf } from './outside';
import { card, caretAfter, expect, open, settled, test, write } from './page';

const PAGES = '../tests/cases/diagnostics';

test('the page comes in six requests, all from its own folder', async ({ page, baseURL }) => {
  const asked: string[] = [];
  page.on('request', (request) => asked.push(request.url()));
  await open(page, './');
  await page.evaluate(() => window.callsheet?.compiled());
  await expect(page.locator('.cm-content')).toBeVisible();
  // A worker is made of a text that the page has.
  const loaded = [...new Set(asked.filter((url) => !/^(data|blob):/.test(url)))];
  expect(loaded.filter((url) => !url.startsWith(baseURL ?? ''))).toEqual([]);
  expect(loaded.length).toBeLessThanOrEqual(6);
});

test('every finding has a page that explains it', async ({ page }) => {
  const codes = readdirSync(PAGES).map((name) => name.replace(/\.md$/, ''));
  expect(codes.length).toBeGreaterThan(60);
  const answer = await page.request.get('./explanations.json');
  const texts = (await answer.json()) as Readonly<Record<string, string>>;
  expect(codes.filter((code) => !((texts[code] ?? '').length > 40))).toEqual([]);
});

/** What the native library says of every case; `cargo test --test golden` writes it. */
interface Golden {
  readonly name: string;
  readonly files: readonly { readonly path: string; readonly text: string }[];
  readonly texts: { readonly view?: string };
}

test('every finding of every case has words and a place in its text, and so has every other place that it names', () => {
  const cases = JSON.parse(readFileSync('../target/golden.json', 'utf8')) as readonly Golden[];
  const known = new Set(readdirSync(PAGES).map((name) => name.replace(/\.md$/, '')));
  const seen = new Set<string>();
  const wrong = cases.flatMap(({ name, files, texts }) => {
    const { problems } = JSON.parse(texts.view ?? '{"problems":[]}') as Pick<View, 'problems'>;
    return problems.flatMap(({ code, message, range, labels }) => {
      seen.add(code);
      const places = [range, ...labels.map((label) => label.range)];
      const isInside = places.every(({ file, from, to, line, column }) => {
        const { text = '' } = files.find(({ path }) => path === file) ?? {};
        const before = text.slice(0, from).split('\n');
        return from <= to && to <= text.length && line === before.length && column <= (before.at(-1)?.length ?? 0) + 1;
      });
      const isTold = message.trim() !== '' && labels.every((label) => label.message.trim() !== '');
      return known.has(code) && isInside && isTold ? [] : [`${name}: ${code} at ${range.file}:${range.line}: ${message}`];
    });
  });
  expect(seen.size).toBeGreaterThan(60);
  expect(wrong).toEqual([]);
});

test('the memory of the engine comes to rest, however often it plans', async () => {
  const { initSync, plan } = await engine();
  const { memory } = initSync({ module: readFileSync('../crate/pkg/callsheet_bg.wasm') });
  const files = filesOf('stack');
  const [site, ...others] = files;
  const edit = (times: number): number => {
    for (let at = 0; at < times; at++) plan([{ path: site?.path ?? '', text: `${'x'.repeat(at % 7)}\n${site?.text}` }, ...others], {});
    return memory.buffer.byteLength;
  };
  const before = edit(100);
  expect(edit(2000)).toBe(before);
});

test('the page holds no more after many edits that come to nothing', async ({ page }) => {
  test.slow();
  await open(page, './');
  const session = await page.context().newCDPSession(page);
  const edit = async (times: number): Promise<number> => {
    for (let at = 0; at < times; at++) {
      await page.keyboard.press(at % 2 === 0 ? 'x' : 'Backspace');
      if (at % 10 === 9) await settled(page);
    }
    await page.evaluate(() => window.callsheet?.compiled());
    await session.send('HeapProfiler.collectGarbage');
    return (await session.send('Runtime.getHeapUsage')).usedSize;
  };
  await caretAfter(page, 'A database, two web servers');
  const before = await edit(100);
  // `make bench-page` makes 2,000, which may hold 10 MB.
  expect((await edit(400)) - before).toBeLessThan(2_000_000);
});

test('the same text gives the same drawing to the letter', async ({ page }) => {
  const drawings: string[] = [];
  for (let time = 0; time < 2; time++) {
    await open(page, './#ex=two-instances');
    await settled(page);
    await expect(card(page, 'staff.example')).toBeVisible();
    drawings.push(await page.locator('.scene').innerHTML());
    await page.goto('about:blank');
  }
  expect(drawings[1]).toBe(drawings[0]);
});

test('a worker that crashes is replaced, and the next edit is planned', async ({ page }) => {
  await open(page, './');
  const [worker] = page.workers();
  await worker?.evaluate(() => {
    setTimeout(() => {
      throw new Error('a fault for this test');
    });
  });
  await expect.poll(() => page.workers().includes(worker as never)).toBe(false);
  await write(page, "define a::part() { }\nA::Part produces Sql { host => 'h' }\napplication a() { a::part { 'p': export => Sql['s'] } }\nsite { a { 'x': nodes => { Node['after.example'] => A::Part['p'] } } }\n");
  await expect(card(page, 'after.example')).toBeVisible();
});

test('names in other scripts and very long ones are cards of their own, with the whole name to read', async ({ app }) => {
  const long = `${'long-'.repeat(38)}node.example`;
  const names = ['база.example', 'データ.example', `${long}`, `${long}2`];
  const parts = names.map((_, place) => `  n::part { 'p${place}': export => Sql['s${place}'] }`).join('\n');
  const nodes = names.map((name, place) => `  Node['${name}'] => N::Part['p${place}'],`).join('\n');
  await write(
    app,
    `define n::part() { }\nN::Part produces Sql { host => 'h' }\napplication n() {\n${parts}\n}\nsite { n { 'x': nodes => {\n${nodes}\n} } }\n`,
  );
  await expect(app.locator('[data-node]')).toHaveCount(names.length);
  for (const name of names) {
    await expect(card(app, name)).toHaveAttribute('aria-label', new RegExp(`^${name.replaceAll('.', '\\.')}, wave 0`));
    await expect(card(app, name).locator('title').first()).toHaveText(name);
  }
  await expect(card(app, long).locator('.card-title')).toHaveText(/^long-[^…]*…[^…]*\.example$/);
});
