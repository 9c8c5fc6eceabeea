import { readdirSync, readFileSync } from 'node:fs';
import { card, expect, open, openExample, settled, test, write } from './page';
import type { Page } from '@playwright/test';

interface Example {
  readonly title: string;
  readonly broken?: boolean;
  readonly waves: readonly number[];
  readonly findings: readonly string[];
}

const FOLDER = '../web/examples';
const EXAMPLES = readdirSync(FOLDER)
  .filter((name) => name.endsWith('.json'))
  .map((name) => ({ id: name.replace('.json', ''), ...(JSON.parse(readFileSync(`${FOLDER}/${name}`, 'utf8')) as Example) }));

async function openGallery(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Examples' }).click();
  await expect(page.locator('[data-example]').first()).toBeVisible();
}

test('every folder of examples has its description, and every family of mistakes an example', () => {
  const folders = readdirSync(FOLDER, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  expect(EXAMPLES.map(({ id }) => id)).toEqual(folders.map(({ name }) => name).sort());
  expect(EXAMPLES.filter(({ broken }) => !broken).length).toBeGreaterThanOrEqual(12);
  const shown = EXAMPLES.flatMap(({ findings }) => findings);
  const families = ['node-cycle', 'component-cycle', 'missing-mapping', 'never-exported', 'component-not-assigned', 'type-mismatch', 'syntax-error'];
  expect(families.filter((code) => !shown.includes(code))).toEqual([]);
});

for (const { id, waves, findings, broken } of EXAMPLES) {
  test(`the example ${id} is planned and found as it says: ${waves.length} waves, ${findings.join(', ') || 'no findings'}`, async ({ app }) => {
    await openExample(app, id);
    await app.evaluate(() => window.callsheet?.compiled());
    const found = app.locator('.problem:is(.error, .warning)');
    const codes = await found.evaluateAll((all) => all.map((problem) => problem.getAttribute('data-problem')));
    expect([...new Set(codes)].sort()).toEqual(findings);
    expect(findings.length > 0).toBe(broken === true);
    const cards = await app.locator('[data-node]:not([data-wave="-1"])').evaluateAll((all) => all.map((node) => node.getAttribute('data-wave')));
    for (const [wave, nodes] of waves.entries()) {
      expect(cards.filter((at) => at === `${wave}`).length).toBe(nodes);
    }
    if (waves.length > 0) {
      expect(cards.length).toBe(waves.reduce((sum, nodes) => sum + nodes, 0));
      await expect(app.locator('[data-order-node]')).toHaveCount(cards.length);
    }
  });
}

test('the gallery shows each example with a drawing, and nothing of it is loaded before', async ({ page }) => {
  const asked: string[] = [];
  page.on('request', (request) => {
    if (request.url().endsWith('/examples.json')) asked.push(request.url());
  });
  await open(page, './');
  expect(asked).toEqual([]);
  await openGallery(page);
  await expect(page.locator('.gallery [data-example]')).toHaveCount(EXAMPLES.length);
  const images = page.locator('.gallery img');
  for (const image of await images.all()) {
    await image.scrollIntoViewIfNeeded();
    await expect.poll(() => image.evaluate((element: HTMLImageElement) => element.naturalWidth)).toBeGreaterThan(100);
  }
  expect(asked.length).toBe(1);
});

test('examples are found by words and by findings, and opened by Enter', async ({ app }) => {
  await openGallery(app);
  const field = app.getByRole('searchbox');
  await expect(field).toBeFocused();
  const cards = app.locator('[data-example]');
  await field.fill('twelve web');
  await expect(cards).toHaveCount(1);
  await field.fill('no such thing');
  await expect(cards).toHaveCount(0);
  await expect(app.locator('.gallery [role="status"]')).toHaveText('No example has “no such thing”.');
  await field.fill('missing-mapping');
  await expect(cards).toHaveCount(1);
  await expect(cards).toContainText('2 nodes, 2 waves · missing-mapping');
  await field.press('Enter');
  await expect(app.locator('.gallery')).toBeHidden();
  await settled(app);
  await expect(app.getByRole('button', { name: 'Examples' })).toBeFocused();
  await expect(app.locator('[data-problem="missing-mapping"]')).toHaveCount(1);
});

test('the gallery closes by Escape and by its button', async ({ app }) => {
  await openGallery(app);
  await app.keyboard.press('Escape');
  await expect(app.locator('.gallery')).toBeHidden();
  await openGallery(app);
  await app.getByRole('button', { name: 'Close' }).click();
  await expect(app.locator('.gallery')).toBeHidden();
  await expect(card(app, 'lb.shop')).toBeVisible();
});

test('an address opens an example by its name or by a finding, and a text of the user stays', async ({ app }) => {
  await app.goto('about:blank');
  await open(app, './#ex=two-tiers');
  await expect(app.locator('[data-node]')).toHaveCount(2);
  await expect(app.locator('.notice p')).toHaveCount(0);
  await app.goto('./#ex=type-mismatch');
  await expect(app.locator('.cm-content')).toContainText('the port that');
  await app.reload();
  await expect(app.locator('.cm-content')).toContainText('the port that');
  await write(app, '# all mine');
  expect(new URL(app.url()).hash).toBe('');
  await app.goto('./#ex=two-tiers');
  await expect(app.locator('[data-node]')).toHaveCount(2);
  await app.getByRole('button', { name: 'Back to mine' }).click();
  await expect(app.locator('.cm-content')).toHaveText('# all mine');
  await app.goto('./#ex=nothing');
  await expect(app.locator('.notice p')).toHaveText(/no example of this name/);
});

test('an example that was opened is there after a reload', async ({ app }) => {
  await openExample(app, 'ordering');
  expect(new URL(app.url()).hash).toBe('#ex=ordering');
  await app.reload();
  await expect(card(app, 'gate.example')).toBeVisible();
});

test('without a network the gallery says so, and the page goes on', async ({ page, complaints }) => {
  complaints.allow(/net::ERR_FAILED/);
  await page.route('**/examples.json', (route) => route.abort());
  await open(page, './');
  await page.getByRole('button', { name: 'Examples' }).click();
  await expect(page.locator('.gallery [role="status"]')).toHaveText('The examples cannot be loaded now.');
  await page.keyboard.press('Escape');
  await expect(card(page, 'lb.shop')).toBeVisible();
});
