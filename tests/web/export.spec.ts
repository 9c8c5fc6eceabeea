/** What `callsheet export` prints, in the page of somebody else. */

import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, test } from './page';

/** The native tests, which come first, leave it there. */
const binary = resolve(process.env['CARGO_TARGET_DIR'] ?? '../target', 'debug/callsheet');

/** The fragment of an example, which may be broken on purpose. */
function exported(form: 'html' | 'svg', example: string, ...options: string[]): string {
  const environment = `examples/${example}`;
  // `false` would do for a broken one; what is printed is the same.
  const shell = ['-c', '"$@" 2>/dev/null || [ $? = 1 ]', 'sh', binary, 'export', form, '-e', environment, ...options];
  return execFileSync('sh', shell, { encoding: 'utf8' });
}

function pageWith(...fragments: string[]): string {
  const style = ':root{color-scheme:light dark} body{margin:10px;width:700px}';
  return `<!doctype html><html lang="en"><title>Theirs</title><style>${style}</style>${fragments.join('<p>Theirs</p>')}</html>`;
}

/** `#f4f6f9` and `#0e131a`: the ground in light and in dark. */
const [LIGHT, DARK] = ['rgb(244, 246, 249)', 'rgb(14, 19, 26)'];

test.describe('without scripts', () => {
  test.use({ javaScriptEnabled: false });

  for (const scheme of ['light', 'dark'] as const) {
    test(`drawings on a ${scheme} page each follow their theme`, async ({ page }) => {
      await page.emulateMedia({ colorScheme: scheme });
      const [own, light, dark] = [[], ['--theme', 'light'], ['--theme', 'dark']].map((options) => exported('html', 'two-tiers', ...options));
      await page.setContent(pageWith(own ?? '', light ?? '', dark ?? '', exported('html', 'broken-export')));
      const grounds = page.locator('.callsheet > .cs-page');
      const wanted = scheme === 'light' ? LIGHT : DARK;
      for (const [index, colour] of [wanted, LIGHT, DARK, wanted].entries()) {
        await expect(grounds.nth(index)).toHaveCSS('fill', colour);
      }
    });
  }

  test('the drawing is a picture with a name, as wide as there is room', async ({ page }) => {
    await page.setContent(pageWith(exported('html', 'stack', '--title', 'The <b>stack</b>'), exported('html', 'cycle')));
    const drawing = page.getByRole('img', { name: 'The <b>stack</b>' });
    await expect(drawing).toBeVisible();
    const box = await drawing.boundingBox();
    expect(box?.width).toBeLessThanOrEqual(700);
    expect((box?.height ?? 0) / (box?.width ?? 1)).toBeCloseTo(630 / 1210, 1);
    expect(await page.locator('p').evaluateAll((all) => all.map((it) => getComputedStyle(it).fontFamily))).toEqual([expect.not.stringContaining('system-ui')]);
    await expect(page.locator('[id]')).toHaveCount(0);
  });
});

test('a browser reads the sources to the letter', async ({ page }) => {
  await page.setContent(pageWith(exported('html', 'stack'), exported('html', 'data')));
  const files = await page.locator('callsheet-plan').evaluateAll((plans) =>
    plans.map((plan) =>
      [...plan.querySelectorAll<HTMLElement>(':scope > script[data-file], :scope > pre[data-file]')].map((it) => ({
        path: it.dataset.file ?? '',
        text: it.textContent ?? '',
      })),
    ),
  );
  expect(files[0]?.length).toBeGreaterThan(3);
  for (const [index, example] of ['stack', 'data'].entries()) {
    for (const { path, text } of files[index] ?? []) {
      expect(text, path).toBe(readFileSync(`examples/${example}/${path}`, 'utf8'));
    }
  }
});

test('a source that holds tags, returns and comments reaches the reader whole', async ({ page }) => {
  const source = "\n\r\n# </script><!-- <script> ]]> &lt; <b>\r\n\tnotice('</pre>')\r\n\n";
  const fragment = execFileSync(binary, ['export', 'html', '-e', '-'], { input: source, encoding: 'utf8', stdio: ['pipe', 'pipe', 'ignore'] });
  await page.setContent(pageWith(fragment));
  expect(await page.locator('callsheet-plan > pre').evaluate((it) => it.textContent)).toBe(source);
  await expect(page.locator('callsheet-plan > .callsheet')).toHaveCount(1);
});

test('a file of its own follows the reader, and has the source in it', async ({ page }) => {
  const svg = exported('svg', 'two-tiers');
  const address = `data:image/svg+xml,${encodeURIComponent(svg)}`;
  for (const [scheme, colour] of [['light', LIGHT], ['dark', DARK]] as const) {
    await page.emulateMedia({ colorScheme: scheme });
    await page.goto(address);
    await expect(page.locator('.cs-page')).toHaveCSS('fill', colour);
  }
  const text = await page.evaluate(() => document.getElementsByTagNameNS('urn:callsheet:sources:1', 'file')[0]?.textContent);
  expect(text).toBe(readFileSync(`examples/two-tiers/manifests/site.pp`, 'utf8'));
});
