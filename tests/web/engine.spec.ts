import type { Page } from '@playwright/test';
import { card, caretAfter, expect, open, settled, test } from './page';

/** What is run in place of the n-th worker's text, or before that of all others. */
interface Scripts {
  readonly instead?: Readonly<Record<number, string>>;
  readonly before?: string;
}

/** Changes the texts that workers are made of; how many there were. */
async function workersOf(page: Page, scripts: Scripts = {}): Promise<() => Promise<number>> {
  let made = 0;
  await page.exposeFunction('workerMade', () => (made += 1));
  await page.addInitScript(({ instead = {}, before = '' }: Scripts) => {
    const address = URL.createObjectURL.bind(URL);
    let count = 0;
    URL.createObjectURL = (object) => {
      if (!(object instanceof Blob) || !object.type.includes('javascript')) return address(object);
      void (window as unknown as { workerMade: () => Promise<number> }).workerMade();
      const text = instead[(count += 1)];
      return address(new Blob(text === undefined ? [before, object] : [text], { type: object.type }));
    };
  }, scripts);
  return async () => made;
}

/** A worker that starts, and then never answers. */
const HUNG = `onmessage = ({ data }) => { if (data.kind === 'start') postMessage({ kind: 'started', id: data.id }); };`;

test('an engine that hangs is ended, and the next one plans', async ({ page }) => {
  const workers = await workersOf(page, { instead: { 1: HUNG } });
  await open(page, './');
  await expect(page.locator('[data-problem="no-answer"]')).toContainText('planning was stopped after 2 s');
  await caretAfter(page, 'A database, two web servers');
  await page.keyboard.type('!');
  await settled(page);
  await expect(page.locator('[data-node]')).toHaveCount(4);
  await expect(page.locator('[data-problem="no-answer"]')).toHaveCount(0);
  expect(await workers()).toBeGreaterThan(1);
});

test('a manifest that computes for ever is stopped with a finding, typing goes on meanwhile, and the next edit is planned', async ({ page }) => {
  await open(page, './');
  await caretAfter(page, 'A database, two web servers');
  await page.keyboard.insertText('\nInteger[1, 1000000000].each |$one| { Integer[1, 1000000000].each |$other| { $one + $other } }\n');
  await page.keyboard.type('# typed meanwhile');
  await expect(page.locator('.cm-activeLine')).toHaveText('# typed meanwhile');
  await settled(page);
  await expect(page.locator('[data-problem="too-many-steps"], [data-problem="no-answer"]').first()).toBeVisible();
  await page.keyboard.press('ControlOrMeta+A');
  await page.keyboard.insertText("define a::part() { }\nA::Part produces Sql { host => 'h' }\napplication a() { a::part { 'p': export => Sql['s'] } }\nsite { a { 'x': nodes => { Node['after.example'] => A::Part['p'] } } }\n");
  await settled(page);
  await expect(card(page, 'after.example')).toBeVisible();
  await expect(page.locator('.problem.error')).toHaveCount(0);
});

test('only the newest of many fast edits is shown in the end', async ({ page }) => {
  await open(page, './');
  await caretAfter(page, "Node['web2.shop']");
  await page.keyboard.type("\nNode['web9.shop'] => Shop::Web['prod-3'],");
  await caretAfter(page, 'servers => 2');
  await page.keyboard.press('ArrowLeft');
  for (const digit of ['5', '4', '9', '3']) {
    await page.keyboard.press('Backspace');
    await page.keyboard.type(digit);
  }
  await settled(page);
  await expect(page.locator('[data-node="web9.shop"][data-wave="1"]')).toHaveCount(1);
  await expect(page.locator('.problem.error')).toHaveCount(0);
});

/** Before the worker's own text: its second plan is answered late, after whatever else it is asked meanwhile. */
const LATE = `const post = self.postMessage.bind(self); let plans = 0;
self.postMessage = (reply) => reply.kind === 'plan' && ++plans === 2 ? setTimeout(() => post(reply), 700) : post(reply);\n`;

test('an answer that comes late never takes the place of a newer one', async ({ page }) => {
  await workersOf(page, { before: LATE });
  await open(page, './');
  const shown: string[] = [];
  await page.exposeFunction('show', (text: string) => shown.push(text));
  await page.evaluate(() => {
    const cards = (): string => [...document.querySelectorAll('[data-node^="late"]:not(.leaving)')].map((one) => one.getAttribute('data-node')).join();
    let last = '';
    new MutationObserver(() => {
      const text = cards();
      if (text !== last) (window as unknown as { show: (text: string) => void }).show(text);
      last = text;
    }).observe(document.body, { subtree: true, childList: true, attributes: true, attributeFilter: ['data-node'] });
  });
  await caretAfter(page, "Node['web2.shop']");
  await page.keyboard.type("\nNode['late1.shop'] => Shop::Web['prod-1'],");
  for (const digit of ['2', '3', '4']) {
    for (let at = 0; at < ".shop'] => Shop::Web['prod-1'],".length; at++) await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('Backspace');
    await page.keyboard.type(digit);
    await page.keyboard.press('End');
  }
  await settled(page);
  await expect(page.locator('[data-node="late4.shop"]')).toHaveCount(1);
  // What is shown only ever goes on: no digit comes after a larger one.
  await expect.poll(() => shown.at(-1)).toBe('late4.shop');
  const digits = shown.flatMap((text) => text.match(/\d/g) ?? []);
  expect(digits).toEqual([...digits].sort());
});

test('the first example is drawn before the engine has arrived', async ({ page, complaints }) => {
  complaints.allow(/net::ERR_FAILED/);
  await page.route('**/*.wasm', (route) => route.abort());
  await page.goto('./');
  await expect(page.locator('[data-node]')).toHaveCount(4);
  await expect(page.locator('[data-problem="no-answer"]')).toBeVisible();
});

test('catalogs that take for ever keep no plan waiting, and are given up', async ({ page }) => {
  // The first worker plans, the second compiles.
  const workers = await workersOf(page, { instead: { 2: HUNG } });
  await open(page, './');
  await expect.poll(workers).toBe(2);
  await caretAfter(page, "Node['web2.shop']");
  await page.keyboard.type("\nNode['web9.shop'] => Shop::Web['prod-3'],");
  await caretAfter(page, 'servers => 2');
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('Backspace');
  await page.keyboard.type('3');
  await settled(page);
  await expect(page.locator('[data-node="web9.shop"][data-wave="1"]')).toHaveCount(1);
  await page.keyboard.press('End');
  await page.keyboard.type(' # more');
  await expect.poll(workers).toBe(3);
  await page.evaluate(() => window.callsheet?.compiled());
  await page.locator('.chip[data-component="Shop::Db[prod]"]').click();
  await expect(page.locator('value-inspector [data-parameter="port"] .value')).toHaveText('5432');
});

test('a text that needs the rest of the engine is planned when the rest has come, however long that takes', async ({ page }) => {
  let send = (): void => undefined;
  const wanted = new Promise<void>((asked) => {
    void page.route('**/rest-*.wasm', async (route) => {
      asked();
      await new Promise<void>((resolve) => (send = resolve));
      await route.continue();
    });
  });
  await page.goto('./#ex=data');
  await wanted;
  // More than any deadline of a plan.
  await page.waitForTimeout(4000);
  await expect(page.locator('[data-problem="no-answer"]')).toHaveCount(0);
  send();
  await page.evaluate(() => window.callsheet?.compiled());
  await expect(page.locator('[data-node]')).not.toHaveCount(0);
  await expect(page.locator('[data-problem="no-answer"]')).toHaveCount(0);
});

test('a rest of the engine that cannot be loaded is told, keeps no plan from being made, and is tried again', async ({ page, complaints }) => {
  complaints.allow(/net::ERR_FAILED/);
  let isDown = true;
  await page.route('**/rest-*.wasm', (route) => (isDown ? route.abort() : route.continue()));
  await open(page, './');
  await expect(page.locator('[data-node]')).toHaveCount(4);
  await page.evaluate(() => window.callsheet?.compiled());
  await expect(page.locator('problem-list')).toContainText('a part of the engine could not be loaded');
  await caretAfter(page, 'A database, two web servers');
  await page.keyboard.type('!');
  await settled(page);
  await expect(page.locator('[data-node]')).toHaveCount(4);
  isDown = false;
  await page.keyboard.type('!');
  await settled(page);
  await page.evaluate(() => window.callsheet?.compiled());
  await expect(page.locator('problem-list')).not.toContainText('could not be loaded');
});

test('the first example is planned without the rest of the engine, which is asked for behind the editor', async ({ page }) => {
  const asked: string[] = [];
  page.on('request', (request) => asked.push(request.url().replace(/.*\/(\w+)-.*/, '$1')));
  await page.route('**/rest-*.wasm', () => undefined);
  await open(page, './');
  await expect(page.locator('.took')).toHaveText(/^planned in/);
  await expect.poll(() => asked.slice(-2)).toEqual(['editor', 'rest']);
});
