import { readdirSync, readFileSync } from 'node:fs';
import { deflateRawSync, deflateSync } from 'node:zlib';
import { card, caretAfter, expect, open, openExample, settled, test, write } from './page';
import type { Page } from '@playwright/test';

const SOURCE = '.cm-content';
/** Every link that was ever made opens for ever; a link of a new kind is added here, none is changed. */
const FOLDER = '../tests/web/links';

function link(name: string): string {
  return readFileSync(`${FOLDER}/${name}.txt`, 'utf8').trim();
}

function packed(content: unknown, prefix = 'v1.z'): string {
  return `#${prefix}${deflateSync(JSON.stringify(content)).toString('base64url')}`;
}

/** The link of what is shown. */
async function share(page: Page): Promise<string> {
  await page.getByRole('button', { name: 'Share' }).click();
  const address = await page.getByLabel('Link', { exact: true }).inputValue();
  await page.keyboard.press('Escape');
  return address;
}

function stored(page: Page): Promise<[string, string][]> {
  return page.evaluate(() => Object.entries({ ...localStorage } as Record<string, string>).filter(([name]) => name.includes('draft')));
}

const notice = '.notice p';

test.use({ permissions: ['clipboard-read', 'clipboard-write'] });

test('a link opens the same files, the same open one and the same selection elsewhere', async ({ app, browser, baseURL, complaints }) => {
  await openExample(app, 'stack');
  await app.getByRole('tab', { name: 'db.pp' }).click();
  await caretAfter(app, 'define store::db');
  await app.keyboard.type(' # mine “ü” \u{1F600}');
  await settled(app);
  await app.locator('[data-component="Store::Web[prod-web-0]"]').focus();
  await app.keyboard.press('Space');
  const heading = (page: Page) => page.locator('value-inspector h2').first();
  const shown = await heading(app).textContent();
  await app.getByRole('tab', { name: 'Outputs' }).click();
  await app.getByRole('button', { name: 'Share' }).click();
  await expect(app.locator('#share')).toContainText('Link copied');
  const address = await app.getByLabel('Link', { exact: true }).inputValue();
  await expect(app.locator('#share')).toContainText(`${address.length.toLocaleString('en')} characters`);
  expect(await app.evaluate(() => navigator.clipboard.readText())).toBe(address);
  expect(address.startsWith(`${baseURL}#v1.`)).toBe(true);

  const context = await browser.newContext({ ...(baseURL ? { baseURL } : {}), viewport: { width: 1440, height: 900 }, permissions: ['clipboard-write'] });
  complaints.watch(context);
  const other = await context.newPage();
  await open(other, address);
  await expect(other.getByRole('tab', { name: 'db.pp' })).toHaveAttribute('aria-selected', 'true');
  await expect(other.locator(SOURCE)).toContainText('# mine “ü” \u{1F600}');
  await expect(heading(other)).toHaveText(shown ?? '');
  await expect(other.getByRole('tab', { name: 'Outputs' })).toHaveAttribute('aria-selected', 'true');
  await expect(other.locator('[data-node]')).toHaveCount(10);
  expect(await other.getByRole('tab').allTextContents()).toEqual(await app.getByRole('tab').allTextContents());
  // A link of what a link opened is the same link, so all files are the same to the letter.
  expect(await share(other)).toBe(address);
  await context.close();
});

/** What of the page a link carries besides files. */
function aimOf(page: Page) {
  const status = (): Promise<(string | null)[]> => page.locator('.card').evaluateAll((cards) => cards.map((card) => card.getAttribute('data-status')));
  return {
    target: page.locator('.bar').getByLabel('Target'),
    prerequisites: page.locator('.bar').getByLabel('with prerequisites'),
    atOnce: page.getByLabel('At once'),
    policy: page.getByLabel('After a failure'),
    lasts: page.locator('.inspector').getByRole('spinbutton'),
    moment: page.locator('.run-at'),
    status,
  };
}

test('a link carries the target, what is supposed of the run and where it stands', async ({ app, browser, baseURL, complaints }) => {
  await openExample(app, 'stack');
  const mine = aimOf(app);
  await mine.target.selectOption({ index: 1 });
  await mine.prerequisites.check();
  await mine.atOnce.fill('2');
  await mine.atOnce.press('Enter');
  await mine.policy.selectOption('stop');
  const node = app.locator('.card:not(.ghost)').first();
  await node.focus();
  await app.keyboard.press('Space');
  await mine.lasts.fill('7');
  await mine.lasts.press('Enter');
  await settled(app);
  await node.focus();
  await app.keyboard.press('f');
  await expect(node).toHaveAttribute('data-status', 'failed');
  await app.keyboard.press(',');
  await expect(app.locator('.run')).toHaveAttribute('aria-busy', 'false');
  const address = await share(app);
  expect(address).not.toBe('');

  const context = await browser.newContext({ ...(baseURL ? { baseURL } : {}), viewport: { width: 1440, height: 900 }, permissions: ['clipboard-write'] });
  complaints.watch(context);
  const page = await context.newPage();
  await open(page, address);
  const other = aimOf(page);
  await expect(other.moment).toHaveText((await mine.moment.textContent()) ?? '');
  await expect(other.target).toHaveValue(await mine.target.inputValue());
  await expect(other.prerequisites).toBeChecked();
  await expect(other.atOnce).toHaveValue('2');
  await expect(other.policy).toHaveValue('stop');
  await expect(other.lasts).toHaveValue('7');
  await expect.poll(other.status).toEqual(await mine.status());
  expect(await share(page)).toBe(address);
  await context.close();
});

test('what a link says amiss of the run is passed over', async ({ app }) => {
  const wrong = { aim: 7, folding: [1], whatIf: { fail: 'a', durations: [{ node: 1 }, null], concurrency: -1, policy: {} }, moment: 'x' };
  await open(app, `./${packed({ files: [SITE], ...wrong })}`);
  await expect(app.locator(SOURCE)).toHaveText('# from elsewhere');
  await settled(app);
  await expect(aimOf(app).target).toHaveValue('');
  await expect(app.locator(notice)).toHaveCount(0);
});

test('a shared text opens as a copy beside the text that was there', async ({ app }) => {
  await write(app, '# all mine');
  await app.evaluate(() => window.dispatchEvent(new Event('pagehide')));
  const before = await stored(app);
  expect(JSON.stringify(before)).toContain('all mine');
  await app.goto('about:blank');
  await open(app, `./${link('first')}`);
  await expect(app.locator(SOURCE)).toContainText('A shared text.');
  await expect(app.locator(notice)).toContainText('Your own text is kept');
  expect(await stored(app)).toEqual(before);
  await app.reload();
  await expect(app.locator(SOURCE)).toContainText('A shared text.');
  await app.getByRole('button', { name: 'Back to mine' }).click();
  await settled(app);
  await expect(app.locator(SOURCE)).toHaveText('# all mine');
  await expect(app.locator(notice)).toHaveCount(0);
  expect(new URL(app.url()).hash).toBe('');
  await app.reload();
  await expect(app.locator(SOURCE)).toHaveText('# all mine');
});

test('a copy that is changed or taken becomes the text of the page, and the one before can be returned to', async ({ app }) => {
  await write(app, '# all mine');
  await app.goto(`./${link('first')}`);
  await expect(app.locator(SOURCE)).toContainText('A shared text.');
  await app.getByRole('button', { name: 'Use this copy' }).click();
  expect(new URL(app.url()).hash).toBe('');
  await app.reload();
  await expect(app.locator(SOURCE)).toContainText('A shared text.');
  await app.getByRole('button', { name: 'Examples' }).click();
  await app.locator('[data-draft="0"]').click();
  await expect(app.locator(SOURCE)).toHaveText('# all mine');

  await app.goto(`./${link('first')}`);
  await expect(app.locator(SOURCE)).toContainText('A shared text.');
  await caretAfter(app, 'A shared text.');
  await app.keyboard.type(' And changed.');
  await settled(app);
  expect(new URL(app.url()).hash).toBe('');
  await app.reload();
  await expect(app.locator(SOURCE)).toContainText('And changed.');
  await app.getByRole('button', { name: 'Examples' }).click();
  await app.locator('[data-draft="0"]').click();
  await expect(app.locator(SOURCE)).toHaveText('# all mine');
});

/** What the links that are kept show. */
const KEPT: Record<string, { active: string; nodes: string[]; selected?: string; side?: string; stand?: string[] }> = {
  first: { active: 'site.pp', nodes: ['a.example', 'b.example'] },
  selection: { active: 'site.pp', nodes: ['a.example', 'b.example'], selected: 'b.example' },
  files: { active: 'web.pp', nodes: ['a.example', 'b.example'] },
  side: { active: 'site.pp', nodes: ['a.example', 'b.example'], side: 'Outputs' },
  run: { active: 'site.pp', nodes: ['a.example', 'b.example'], stand: ['failed', 'skipped'] },
  raw: { active: 'site.pp', nodes: ['a.example', 'b.example'] },
  plain: { active: 'site.pp', nodes: ['a.example'] },
};

test('every kept link is tried', () => {
  expect(readdirSync(FOLDER).sort()).toEqual(Object.keys(KEPT).map((name) => `${name}.txt`).sort());
});

for (const [name, { active, nodes, selected, side = 'Order', stand = ['waiting', 'waiting'] }] of Object.entries(KEPT)) {
  test(`the kept link ${name} opens`, async ({ app }) => {
    await app.goto(`./${link(name)}`);
    await expect(card(app, nodes.at(-1) ?? '')).toBeVisible();
    await expect(app.locator('[data-node]')).toHaveCount(nodes.length);
    for (const [place, node] of nodes.entries()) await expect(card(app, node)).toHaveAttribute('data-status', stand[place] ?? '');
    await expect(app.locator('.bar').getByLabel('Target')).toHaveValue(stand.includes('failed') ? 'App[one]' : '');
    await expect(app.getByRole('tab', { name: active })).toHaveAttribute('aria-selected', 'true');
    await expect(app.getByRole('tab', { name: side })).toHaveAttribute('aria-selected', 'true');
    await expect(app.locator('value-inspector h2', { hasText: selected ?? '' })).toHaveCount(selected ? 1 : 0);
    await expect(app.locator(notice)).toHaveCount(0);
  });
}

const SITE = { path: 'manifests/site.pp', text: '# from elsewhere' };

test('a link that cannot be read is told, and the text of the page stays', async ({ app }) => {
  await write(app, '# all mine');
  await app.evaluate(() => window.dispatchEvent(new Event('pagehide')));
  const before = await stored(app);
  const whole = link('selection');
  const middle = whole.length >> 1;
  const swapped = `${whole.slice(0, middle)}${whole[middle] === 'A' ? 'B' : 'A'}${whole.slice(middle + 1)}`;
  const faults: Record<string, RegExp> = {
    [whole.slice(0, -9)]: /damaged/,
    [swapped]: /damaged/,
    '#v1.z': /damaged/,
    '#v1.q00': /damaged/,
    '#v1.z%%%': /damaged/,
    '#v12': /newer/,
    '#ex=no-such': /no example of this name/,
    '#v9.q00': /newer version of Callsheet, and this one cannot read it/,
    [packed(null)]: /damaged/,
    [packed({ files: [] })]: /damaged/,
    [packed({ files: [{ path: 3 }] })]: /damaged/,
    [packed({ files: Array.from({ length: 1001 }, (_, path) => ({ path: `${path}`, text: '' })) })]: /damaged/,
    [packed({ files: [{ path: 'a.pp', text: 'a'.repeat(5_000_000) }] })]: /more than 4 MB/,
  };
  for (const [address, fault] of Object.entries(faults)) {
    await app.goto(`./${address}`);
    await expect(app.locator(notice)).toHaveText(fault);
    await expect(app.locator(SOURCE)).toHaveText('# all mine');
    expect(await stored(app)).toEqual(before);
    await app.getByRole('button', { name: 'Dismiss' }).click();
    await expect(app.locator(notice)).toHaveCount(0);
  }
  await app.goto('about:blank');
  await open(app, `./${whole.slice(0, -9)}`);
  await expect(app.locator(notice)).toHaveText(/damaged/);
  await expect(app.locator(SOURCE)).toHaveText('# all mine');
  await app.goto('about:blank');
  await open(app, './');
});

test('a bomb is not unpacked', async ({ app }) => {
  const bomb = `#v1.d${deflateRawSync(Buffer.alloc(200_000_000, 'a')).toString('base64url')}`;
  const start = Date.now();
  await app.evaluate((hash) => (location.hash = hash), bomb);
  await expect(app.locator(notice)).toHaveText(/more than 4 MB/);
  expect(Date.now() - start).toBeLessThan(3000);
});

test('a link of a newer version says so and offers its files', async ({ app }) => {
  await app.goto(`./${packed({ files: [SITE], wonder: { of: 'tomorrow' } }, 'v2.z')}`);
  await expect(app.locator(notice)).toContainText('newer version');
  await expect(app.locator(SOURCE)).not.toContainText('from elsewhere');
  await app.getByRole('button', { name: 'Show its files' }).click();
  await expect(app.locator(SOURCE)).toHaveText('# from elsewhere');
});

test('what a link says beyond what is known here is passed over', async ({ app }) => {
  await app.goto(`./${packed({ files: [SITE], selection: ['planet', 'x'], pane: 7, wonder: true, active: 'gone.pp' })}).`);
  await expect(app.locator(SOURCE)).toHaveText('# from elsewhere');
  await expect(app.locator('value-inspector h2')).toHaveCount(0);
});

test('what is too much for a link is offered as a file', async ({ app }) => {
  const words = Array.from({ length: 4000 }, (_, place) => `# ${(place * 2654435761 % 4294967296).toString(36)}`).join('\n');
  await write(app, words);
  await app.getByRole('button', { name: 'Share' }).click();
  const sheet = app.locator('#share');
  await expect(sheet).toContainText('This is a long link');
  const download = app.waitForEvent('download');
  await sheet.getByRole('button', { name: 'Save as a file' }).click();
  const saved = JSON.parse(readFileSync(await (await download).path(), 'utf8')) as { callsheet: number; files: { text: string }[] };
  expect(saved.callsheet).toBe(1);
  expect(saved.files[0]?.text).toBe(words);
  await sheet.getByRole('button', { name: 'Copy it anyway' }).click();
  await expect(sheet).toContainText('Link copied');
});

test('without a clipboard the link can be copied by hand', async ({ app }) => {
  await app.evaluate(() => Object.defineProperty(navigator.clipboard, 'writeText', { value: () => Promise.reject(new Error('no')) }));
  await app.getByRole('button', { name: 'Share' }).press('Enter');
  await expect(app.locator('#share')).toContainText('Copy this link by hand');
  await expect(app.getByLabel('Link', { exact: true })).toBeFocused();
  await app.keyboard.press('Escape');
  await expect(app.locator('#share')).toBeHidden();
  await expect(app.getByRole('button', { name: 'Share' })).toBeFocused();
});

test('what is shown can be copied as a frame and as an element, which show the same', async ({ app, page, baseURL }) => {
  await openExample(app, 'two-tiers');
  await app.getByRole('button', { name: 'Share' }).click();
  const copied: string[] = [];
  for (const what of ['frame', 'element']) {
    await app.getByRole('button', { name: `Copy ${what}` }).click();
    await expect(app.locator('#share')).toContainText(new RegExp(`${what} copied`, 'i'));
    copied.push(await app.evaluate(() => navigator.clipboard.readText()));
  }
  await page.route(`${baseURL}own.html`, (route) => route.fulfill({ contentType: 'text/html', body: `<!doctype html><html lang="en"><title>Own</title><link rel="icon" href="data:,">${copied.join('')}</html>` }));
  await page.goto('./own.html');
  const nodes = page.locator('callsheet-plan .card');
  await expect(nodes.first()).toBeVisible();
  await page.locator('iframe').scrollIntoViewIfNeeded();
  await expect(page.frameLocator('iframe').locator('.card')).toHaveCount(await nodes.count());
});
