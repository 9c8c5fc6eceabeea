import { deflateSync } from 'node:zlib';
import type { Page } from '@playwright/test';
import { openHost, SHOP } from './host';
import { expect, test } from './page';

interface Message {
  readonly type: string;
  readonly height?: number;
  readonly view?: { readonly levels: readonly unknown[] };
}

declare global {
  interface Window {
    heard: { readonly data: Message; readonly origin: string }[];
  }
}

function link(files: readonly { readonly path: string; readonly text: string }[], version = 1): string {
  return `#v${version}.z${deflateSync(JSON.stringify({ files })).toString('base64url')}`;
}

const LINK = link([{ path: 'site.pp', text: SHOP }]);

/** Opens a page of another origin with a frame that shows the link, and hears what the frame posts. */
async function frameIn(page: Page, base: string, options: string, { height = 500, fragment = LINK } = {}): Promise<string[]> {
  const frame = `<iframe src="${base}embed.html${fragment}${options}" title="A plan" style="width: 100%; height: ${height}px; border: 0"></iframe>`;
  const head = `<script>window.heard = []; addEventListener('message', ({ data, origin }) => heard.push({ data, origin }));</script>`;
  return openHost(page, base, frame, { elsewhere: true, head });
}

function inside(page: Page) {
  return page.frameLocator('iframe');
}

async function heard(page: Page, type: string): Promise<Message | undefined> {
  return page.evaluate((name) => window.heard.filter(({ data }) => data.type === `callsheet:${name}`).at(-1)?.data, type);
}

test('a frame with a drawing to look at has no field, and tells its height', async ({ page, baseURL }) => {
  const wrong = await frameIn(page, baseURL ?? '', '&view=graph&ro=1&h=auto');
  await expect(inside(page).locator('.card')).toHaveCount(4);
  await expect(inside(page).locator('[contenteditable=true], textarea, input, [role=textbox]')).toHaveCount(0);
  await expect(inside(page).locator('.field')).toBeHidden();
  await expect.poll(() => heard(page, 'ready')).toBeTruthy();
  await expect.poll(async () => (await heard(page, 'plan'))?.view?.levels.length).toBe(3);
  const content = async (): Promise<number> => inside(page).locator('callsheet-plan').evaluate((plan) => plan.getBoundingClientRect().height);
  const differs = async (): Promise<number> => Math.abs(((await heard(page, 'resize'))?.height ?? NaN) - (await content()));
  await expect.poll(differs).toBeLessThanOrEqual(2);
  // A narrower frame is as high as it says, too.
  await page.setViewportSize({ width: 500, height: 800 });
  await expect.poll(differs).toBeLessThanOrEqual(2);
  expect(new Set(await page.evaluate(() => window.heard.map(({ origin }) => origin)))).toEqual(new Set([new URL(baseURL ?? '').origin]));
  expect(wrong).toEqual([]);
});

test('without h=auto the element is as high as its frame', async ({ page, baseURL }) => {
  await frameIn(page, baseURL ?? '', '&view=split', { height: 640 });
  await expect(inside(page).locator('.card')).toHaveCount(4);
  expect(await inside(page).locator('callsheet-plan').evaluate((plan) => plan.getBoundingClientRect().height)).toBe(640);
  await expect.poll(async () => (await heard(page, 'resize'))?.height).toBe(640);
});

test('options say what is shown', async ({ page, baseURL }) => {
  await frameIn(page, baseURL ?? '', '&view=split&theme=dark&wave=1&run=1&lines=3-5&target=db.shop&title=A%20shop');
  await expect(inside(page).locator('.card.ghost')).toHaveCount(3);
  await expect(inside(page).locator('.frame')).toHaveCSS('background-color', 'rgb(22, 29, 38)');
  await expect(inside(page).locator('.title')).toHaveText('A shop');
  await expect(inside(page).locator('.line.pointed')).toHaveCount(3);
  await expect(inside(page).getByRole('button', { name: 'Play' })).toBeVisible();
  await expect(inside(page).locator('[data-node="web1.shop"]')).toHaveCSS('opacity', '0.45');
});

test('the page around may send a source and a theme; another origin is not heard', async ({ page, baseURL }) => {
  await frameIn(page, baseURL ?? '', '&view=split');
  await expect(inside(page).locator('.card')).toHaveCount(4);
  const send = (message: unknown): Promise<void> =>
    page.evaluate(([data, to]) => document.querySelector('iframe')?.contentWindow?.postMessage(data, to as string), [message, new URL(baseURL ?? '').origin] as const);
  for (const odd of [null, 'setSource', { type: 'callsheet:setSource', files: [{ path: 1 }] }, { type: 'callsheet:setSource', files: [] }, { type: 'callsheet:reload' }]) await send(odd);
  await send({ type: 'callsheet:setTheme', theme: 'dark' });
  await expect(inside(page).locator('.frame')).toHaveCSS('background-color', 'rgb(22, 29, 38)');
  await expect(inside(page).locator('.card')).toHaveCount(4);
  await send({ type: 'callsheet:setSource', text: SHOP.replaceAll('web2.shop', 'web1.shop') });
  await expect(inside(page).locator('.card')).toHaveCount(3);
});

test('an origin that is named is the only one that is talked to', async ({ page, baseURL, complaints }) => {
  complaints.allow(/^Failed to execute 'postMessage' on 'DOMWindow': The target origin/);
  await frameIn(page, baseURL ?? '', '&view=split&origin=https%3A%2F%2Fother.example');
  await expect(inside(page).locator('.card')).toHaveCount(4);
  await page.evaluate((to) => document.querySelector('iframe')?.contentWindow?.postMessage({ type: 'callsheet:setSource', text: '' }, to), new URL(baseURL ?? '').origin);
  await page.evaluate((to) => document.querySelector('iframe')?.contentWindow?.postMessage({ type: 'callsheet:setTheme', theme: 'dark' }, to), new URL(baseURL ?? '').origin);
  await inside(page).locator('.chip').first().click();
  await expect(inside(page).locator('.chip.selected').first()).toBeVisible();
  await expect(inside(page).locator('.card')).toHaveCount(4);
  expect(await page.evaluate(() => window.heard)).toEqual([]);
});

test('a frame reaches nobody but its own folder', async ({ page, baseURL }) => {
  const wrong = await frameIn(page, baseURL ?? '', '&view=split&run=1');
  await expect(inside(page).locator('.card')).toHaveCount(4);
  await inside(page).locator('.line').first().click();
  await expect(inside(page).locator('.cm-content')).toBeFocused();
  expect(wrong).toEqual([]);
});

test('a link of a newer version offers its files, and one that cannot be read says so', async ({ page, baseURL }) => {
  await frameIn(page, baseURL ?? '', '&view=split', { fragment: link([{ path: 'site.pp', text: SHOP }], 2) });
  await expect(inside(page).getByRole('alert')).toContainText('newer version');
  await inside(page).getByRole('button', { name: 'Show its files' }).click();
  await expect(inside(page).locator('.card')).toHaveCount(4);
  for (const [fragment, words] of [['#v9.q', 'newer version'], ['#v1.zAAAA', 'damaged'], ['', 'damaged']] as const) {
    await frameIn(page, baseURL ?? '', '', { fragment });
    await expect(inside(page).getByRole('alert')).toContainText(words);
    await expect(inside(page).locator('callsheet-plan')).toBeHidden();
  }
});
