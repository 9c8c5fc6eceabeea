/** What holds for the page as a whole: what it loads, that the same text gives the same drawing, names of any kind. */

import { readdirSync } from 'node:fs';
import { card, expect, open, settled, test, write } from './page';

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
  for (const code of codes) {
    const answer = await page.request.get(`./explanations/${code}.md`);
    expect(answer.ok(), code).toBe(true);
    expect((await answer.text()).length, code).toBeGreaterThan(40);
  }
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
