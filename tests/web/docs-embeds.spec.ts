/** What the documentation tells authors of other pages: its markup is mounted in one, with its scripts and styles. */

import { existsSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import type { Page } from '@playwright/test';
import { ROOT, run, withFiles, written, type Written } from './docs';
import { expect, test } from './page';

const TYPES: Readonly<Record<string, string>> = { '.js': 'text/javascript', '.css': 'text/css', '.html': 'text/html', '.wasm': 'application/wasm', '.json': 'application/json' };
const pages = written();

function of(page: Written, language: string, word?: string): string[] {
  return page.fences.filter((it) => it.language === language && (word === undefined || it.options.has(word))).map(({ text }) => text);
}

/** A page of somebody else, with the built site in its folder `callsheet`; gives what goes wrong there. */
async function host(page: Page, markup: string): Promise<string[]> {
  const faults: string[] = [];
  page.on('console', (message) => ['error', 'warning'].includes(message.type()) && faults.push(message.text()));
  page.on('pageerror', (error) => faults.push(error.message));
  await page.route('**/author/**', (route) => {
    const path = new URL(route.request().url()).pathname.split('/author/')[1] ?? '';
    if (path === '') return route.fulfill({ contentType: 'text/html', body: `<!doctype html><html lang="en"><meta charset="utf-8"><title>Page</title><link rel="icon" href="data:,">${markup}` });
    const file = join(ROOT, 'web/dist', path.replace('callsheet/', ''));
    return existsSync(file) ? route.fulfill({ path: file, contentType: TYPES[extname(file)] ?? 'text/plain' }) : route.fulfill({ status: 404 });
  });
  await page.goto('author/');
  return faults;
}

/** Waits until all elements of the page are live. */
async function live(page: Page): Promise<void> {
  await page.waitForFunction(() => customElements.get('callsheet-plan') !== undefined);
  await page.evaluate(() => Promise.all([...document.querySelectorAll('callsheet-plan')].map((plan) => plan.load().then(() => plan.ready))));
}

for (const written of pages.filter((it) => of(it, 'html').length > 0)) {
  for (const [place, markup] of of(written, 'html').entries()) {
    test(`markup ${place + 1} of ${written.name} works in somebody's page`, async ({ page }) => {
      const faults = await host(page, markup);
      if (markup.includes('<iframe')) await expect(page.frameLocator('iframe').locator('callsheet-plan .card').first()).toBeVisible();
      else await live(page);
      expect(faults).toEqual([]);
    });
  }
}

for (const written of pages.filter((it) => of(it, 'js').length > 0)) {
  for (const [place, script] of of(written, 'js').entries()) {
    test(`script ${place + 1} of ${written.name} runs in the page with its markup`, async ({ page }) => {
      const [markup = ''] = of(written, 'html');
      const faults = await host(page, `${markup}<script type="module">${script}\nwindow.name = 'done';</script>`);
      await expect.poll(() => page.evaluate(() => window.name)).toBe('done');
      if (markup.includes('<iframe')) {
        await expect(page.frameLocator('iframe').locator('callsheet-plan')).toHaveAttribute('theme', 'dark');
        expect(Number(await page.locator('iframe').getAttribute('height'))).toBeGreaterThan(50);
      } else {
        await live(page);
        if (script.includes('document.title')) await expect(page).toHaveTitle('All is well');
      }
      expect(faults).toEqual([]);
    });
  }
}

for (const written of pages.filter((it) => of(it, 'css').length > 0)) {
  test(`the styles of ${written.name} reach the parts that they name`, async ({ page }) => {
    const [markup = ''] = of(written, 'html');
    const faults = await host(page, `${markup}<style>${of(written, 'css').join('\n')}</style>`);
    await live(page);
    const look = await page.locator('callsheet-plan').evaluate((plan) => {
      const part = (name: string): Element | null | undefined => plan.shadowRoot?.querySelector(`[part~="${name}"]`);
      const style = (element: Element | null | undefined): CSSStyleDeclaration | undefined => (element ? getComputedStyle(element) : undefined);
      return [getComputedStyle(plan).height, style(part('frame'))?.borderRadius, style(part('title'))?.fontFamily];
    });
    expect(look).toEqual(['512px', '0px', 'Georgia, serif']);
    expect(faults).toEqual([]);
  });
}

test('a drawing made before is shown under the policy that the documentation gives', async ({ page }) => {
  const policy = readFileSync(join(ROOT, 'web/dist/docs/embedding/policy.html'), 'utf8');
  const [hash = ''] = /sha256-[\w+/=]+/.exec(policy) ?? [];
  const files = pages.find(({ name }) => name === 'embedding/prerendering.md')?.groups.get('shop')?.map(({ text }) => ({ path: 'site.pp', text })) ?? [];
  const markup = await withFiles(files, async (folder) => (await run('callsheet export html -e site.pp', folder)).out);
  const head = `<meta http-equiv="Content-Security-Policy" content="default-src 'self'; style-src 'self' '${hash}'; img-src data:">`;
  const faults = await host(page, head + markup);
  await expect(page.locator('svg .cs-card').first()).toHaveCSS('fill', 'rgb(255, 255, 255)');
  expect(faults).toEqual([]);
});
