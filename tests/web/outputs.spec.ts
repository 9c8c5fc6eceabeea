import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { storedCases } from './cases';
import { caretAfter, expect, openExample, settled, test, write } from './page';
import type { Download, Page } from '@playwright/test';

/** As much of ajv as is used here; its types are not found from this folder. */
interface Schemas {
  compile(schema: object): ((value: unknown) => boolean) & { readonly errors?: unknown };
}

const { Ajv2020 } = createRequire(`${process.cwd()}/package.json`)('ajv/dist/2020') as { readonly Ajv2020: new (options: object) => Schemas };

async function choose(app: Page, form: string): Promise<string> {
  await app.getByLabel('Form').selectOption(form);
  await expect(output(app)).not.toBeEmpty();
  return output(app).evaluate((pre) => pre.textContent ?? '');
}

function output(app: Page) {
  return app.getByRole('region', { name: 'Output' });
}

function outputs(app: Page) {
  return app.getByRole('tab', { name: 'Outputs' });
}

async function saved(app: Page, button: string): Promise<Download> {
  const [download] = await Promise.all([app.waitForEvent('download'), app.getByRole('button', { name: button, exact: true }).click()]);
  return download;
}

async function contentOf(download: Download): Promise<Buffer> {
  return readFileSync(await download.path());
}

for (const [form, least] of [['plan', 6], ['show', 2]] as const) {
  test(`the text of ${form} is the stored one for every case`, async ({ app }) => {
    const cases = storedCases(form);
    expect(cases.length).toBeGreaterThanOrEqual(least);
    await outputs(app).click();
    await choose(app, form);
    for (const { name, manifest, expected } of cases) {
      await write(app, manifest);
      await expect.poll(() => output(app).evaluate((pre) => pre.textContent), name).toBe(expected);
    }
  });
}

test('a copy is the exact text', async ({ app, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await outputs(app).click();
  for (const form of ['plan', 'markdown', 'mermaid', 'plain-puppet', 'bolt']) {
    const text = await choose(app, form);
    await app.getByRole('button', { name: 'Copy' }).click();
    await expect(app.locator('text-outputs [role=status]')).toHaveText('Copied');
    expect(await app.evaluate(() => navigator.clipboard.readText())).toBe(text);
  }
});

test('manifests without orchestration are read and planned again, and the plan for Bolt can be read', async ({ app }) => {
  await openExample(app, 'two-instances');
  await outputs(app).click();
  const [plain, bolt] = [await choose(app, 'plain-puppet'), await choose(app, 'bolt')];
  for (const text of [plain, bolt]) {
    await write(app, text);
    await expect(app.locator('.problem')).toHaveCount(0);
  }
  await write(app, plain);
  await expect(app.locator('[data-node]')).not.toHaveCount(0);
  await app.evaluate(() => window.callsheet?.compiled());
  await expect(app.locator('.problem')).toHaveCount(0);
});

test('a saved text is the one that is shown, under a name that says what it is', async ({ app }) => {
  await outputs(app).click();
  const text = await choose(app, 'plan-json');
  const download = await saved(app, 'Save');
  expect(download.suggestedFilename()).toBe('callsheet-plan.json');
  expect((await contentOf(download)).toString()).toBe(text);
});

test('what is JSON fits its schema, and what is a graph can be read by Graphviz', async ({ app }) => {
  const ajv = new Ajv2020({ strict: true, allowUnionTypes: true });
  await openExample(app, 'stack');
  await outputs(app).click();
  const schemas = { 'plan-json': 'plan', instances: 'instances', graph: 'environment-graph', 'catalog-json': 'catalog', 'diagnostics-json': 'diagnostics' };
  for (const [form, schema] of Object.entries(schemas)) {
    const validate = ajv.compile(JSON.parse(readFileSync(`../schemas/${schema}.schema.json`, 'utf8')) as object);
    expect(validate(JSON.parse(await choose(app, form))), `${form}: ${JSON.stringify(validate.errors)}`).toBe(true);
  }
  const drawn = execFileSync('dot', ['-Tsvg'], { input: await choose(app, 'dot'), encoding: 'utf8' });
  expect(drawn.match(/class="node"/g)?.length).toBeGreaterThanOrEqual(10);
});

test('the catalog is that of the node that is looked at', async ({ app }) => {
  await outputs(app).click();
  await choose(app, 'catalog');
  await expect(app.locator('option[value=catalog]')).toContainText('of db.shop');
  await app.locator('[data-node="web2.shop"]').click();
  await expect(app.locator('option[value=catalog]')).toContainText('of web2.shop');
  await expect(output(app)).toContainText('Shop::Web[prod-2]');
});

test('the text is that of the target, with what it waits for if that is wanted', async ({ app }) => {
  await openExample(app, 'two-instances');
  await outputs(app).click();
  const whole = await choose(app, 'plan');
  const target = app.locator('.bar').getByLabel('Target');
  /** The nodes that run, each on a line of its own. */
  const ordered = (): Promise<string[]> => output(app).evaluate((pre) => (pre.textContent ?? '').split('\n').filter((line) => /^[\w-]+\.example( \(prerequisite\))?$/.test(line)).sort());
  await target.selectOption('Wiki[staff]');
  await expect.poll(ordered).toEqual(['staff-db.example', 'staff.example']);
  await expect(output(app)).toContainText('`search.example` is not in the target');
  await app.locator('.bar').getByLabel('with prerequisites').check();
  await expect.poll(ordered).toEqual(['search.example (prerequisite)', 'staff-db.example', 'staff.example']);
  await target.selectOption('');
  await expect.poll(() => output(app).evaluate((pre) => pre.textContent)).toBe(whole);
});

test('the text follows the manifest, and stays as it was while that is broken', async ({ app }) => {
  await outputs(app).click();
  await expect(output(app)).toContainText('web2.shop');
  await caretAfter(app, '$servers = 2');
  await app.keyboard.press('Home');
  await app.keyboard.type(')');
  await settled(app);
  await expect(output(app)).toHaveAttribute('aria-disabled', 'true');
  await expect(output(app)).toContainText('web2.shop');
  await app.keyboard.press('Backspace');
  await expect(output(app)).not.toHaveAttribute('aria-disabled', 'true');
  await write(app, '');
  await expect(output(app)).not.toContainText('web2.shop');
});

test('a saved drawing is a picture of its own with a title, in words too, and with every node', async ({ app, page }) => {
  await openExample(app, 'stack');
  await outputs(app).click();
  const svg = (await contentOf(await saved(app, 'SVG'))).toString();
  const alone = await page.context().newPage();
  const facts = await alone.evaluate((text) => {
    const parsed = new DOMParser().parseFromString(text, 'image/svg+xml');
    const links = [...parsed.querySelectorAll('*')].flatMap((element) =>
      [...element.attributes].filter(({ name, value }) => /href|src/.test(name) || /url\((?!#)/.test(value)),
    );
    return {
      faults: parsed.querySelectorAll('parsererror').length,
      title: parsed.querySelector('svg > title')?.textContent,
      words: parsed.querySelector('svg > desc')?.textContent,
      links: links.length,
      scripts: parsed.querySelectorAll('script, foreignObject').length,
      cards: parsed.querySelectorAll('.cs-card').length,
      style: parsed.querySelector('style')?.textContent,
    };
  }, svg);
  expect(facts).toMatchObject({ faults: 0, links: 0, scripts: 0, cards: 10 });
  expect(facts.title).toContain('production');
  expect(facts.words).toContain('web1.prod.example');
  expect(facts.style).toContain('color-scheme:light dark');
  expect(facts.style).not.toMatch(/@import|url\(/);
  expect(await page.locator('.drawing [data-node]').count()).toBe(facts.cards);
  // It is shown by itself, too.
  const { width, colours } = await pixelsOf(alone, `data:image/svg+xml,${encodeURIComponent(svg)}`);
  expect(width).toBe(Number(/width="(\d+)"/.exec(svg)?.[1]));
  expect(colours).toBeGreaterThan(20);
});

/** What a picture looks like on a page of its own. */
function pixelsOf(page: Page, address: string): Promise<{ width: number; height: number; colours: number; corner: number }> {
  return page.evaluate(async (src) => {
    const image = new Image();
    image.src = src;
    await image.decode();
    const canvas = document.createElement('canvas');
    [canvas.width, canvas.height] = [image.width, image.height];
    const context = canvas.getContext('2d');
    if (!context) throw new Error('no canvas');
    context.drawImage(image, 0, 0);
    const pixels = new Uint32Array(context.getImageData(0, 0, image.width, image.height).data.buffer);
    return { width: image.width, height: image.height, colours: new Set(pixels).size, corner: (pixels[0] ?? 0) & 0xffffff };
  }, address);
}

for (const [button, scale] of [['PNG', 1], ['PNG 2×', 2]] as const) {
  test(`a picture from ${button} shows the drawing in the theme of the page`, async ({ app, page }) => {
    await app.getByRole('button', { name: 'Switch to dark' }).click();
    await outputs(app).click();
    const svg = (await contentOf(await saved(app, 'SVG'))).toString();
    const download = await saved(app, button);
    expect(download.suggestedFilename()).toMatch(/\.png$/);
    const png = await contentOf(download);
    const alone = await page.context().newPage();
    const { width, height, colours, corner } = await pixelsOf(alone, `data:image/png;base64,${png.toString('base64')}`);
    const [, wide, high] = /width="(\d+)" height="(\d+)"/.exec(svg) ?? [];
    expect([width, height]).toEqual([Number(wide) * scale, Number(high) * scale]);
    expect(colours).toBeGreaterThan(20);
    // #0e131a, the dark ground.
    expect(corner.toString(16)).toBe('1a130e');
  });
}
