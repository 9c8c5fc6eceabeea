import { deflateSync } from 'node:zlib';
import { card, caretAfter, expect, open, openExample, settled, test, write } from './page';
import type { Page } from '@playwright/test';

interface File {
  readonly path: string;
  readonly text: string;
}

function link(files: readonly File[], more: object = {}): string {
  return `./#v1.z${deflateSync(JSON.stringify({ files, ...more })).toString('base64url')}`;
}

/** An environment whose names are these words. */
function environment(words: readonly string[]): string {
  const quoted = words.map((word) => `'${word.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`);
  return `define db ($note = '') {
  notify { "db \${note}": }
}
Db produces Sql { host => $name }

define web ($host) {
  notify { "web \${host}": }
}
Web consumes Sql { host => $host }

application app ($words) {
  $words.each |$i, $word| {
    db { "\${word} \${i}": note => $word, export => Sql["\${word} \${i}"] }
    web { "\${word} \${i}": consume => Sql["\${word} \${i}"] }
  }
}

site {
  app { ${quoted[0]}:
    words => [${quoted.join(', ')}],
    nodes => {
${quoted.map((word, i) => `      Node["db${i}.\${${word}}"] => Db["\${${word}} ${i}"],\n      Node["web${i}.\${${word}}"] => Web["\${${word}} ${i}"],`).join('\n')}
    },
  }
}
`;
}

const HOSTILE = [
  '</script><script>window.ran=1</script>',
  '<img src=x onerror="window.ran=1">',
  '"\'><svg onload=window.ran=1>`${window.ran=1}`',
  '\u202Egnp.exe\u202C\u2066\u2067 bidi',
  '__proto__',
  'constructor',
  'zero\u200B\u0301\u0301\u0301\u0301 width \u{1F469}\u200D\u{1F4BB}',
  '{{ran}} ${ran} javascript:ran=1',
];

/** Counts what the page's policy refused, from before the page's first script. */
async function watch(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const seen = { refused: [] as string[] };
    Object.assign(window, { seen });
    document.addEventListener('securitypolicyviolation', (event) => seen.refused.push(`${event.violatedDirective} ${event.blockedURI}`));
  });
}

async function expectSafe(page: Page): Promise<void> {
  const state = await page.evaluate(() => ({
    ran: 'ran' in window || 'ran' in Object.prototype,
    refused: (window as unknown as { seen: { refused: string[] } }).seen.refused,
    handlers: document.querySelectorAll('[onerror], [onload], [onclick], body script, iframe').length,
    wide: document.documentElement.scrollWidth - document.documentElement.clientWidth,
    high: document.documentElement.scrollHeight - document.documentElement.clientHeight,
  }));
  expect(state).toEqual({ ran: false, refused: [], handlers: 0, wide: 0, high: 0 });
}

/** Looks into every place that shows names. */
async function visitAll(page: Page): Promise<void> {
  await page.evaluate(() => window.callsheet?.compiled());
  await expectSafe(page);
  const cards = page.locator('[data-node]');
  await cards.first().focus();
  await page.keyboard.press('Space');
  await expect(page.locator('value-inspector h2').first()).toBeVisible();
  await expectSafe(page);
  await page.getByRole('tab', { name: 'Outputs' }).click();
  await expect(page.locator('#side-outputs')).toBeVisible();
  await expectSafe(page);
  await page.keyboard.press('Control+Shift+O');
  await expect(page.locator('.outline-row').first()).toBeVisible();
  await expectSafe(page);
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Share' }).click();
  await expect(page.locator('#share p')).toBeVisible();
  await expectSafe(page);
  await page.keyboard.press('Escape');
}

test('the policy allows no inline script, no inline style and no other origin', async ({ app }) => {
  const policy = (await app.locator('meta[http-equiv="Content-Security-Policy"]').getAttribute('content')) ?? '';
  expect(policy).not.toMatch(/unsafe-inline|unsafe-eval(?<!wasm-unsafe-eval)|https?:|\*/);
  expect(policy).toMatch(/script-src 'self' 'wasm-unsafe-eval';/);
  const inline = await app.evaluate(() => document.querySelectorAll('script:not([src]), style:not(:empty)[data-vite-dev-id]').length);
  expect(inline).toBe(0);
});

test('names that look like markup stay text, wherever they are shown', async ({ app }) => {
  await watch(app);
  await app.goto('about:blank');
  const text = environment(HOSTILE);
  const files = [{ path: 'manifests/site.pp', text }, ...HOSTILE.map((path) => ({ path: `manifests/${path}.pp`, text: '# nothing' }))];
  await open(app, link(files));
  await expect(app.locator('[data-node]')).toHaveCount(2 * HOSTILE.length);
  await visitAll(app);
  // Signs that turn the direction of a text are seen as what they are.
  await caretAfter(app, 'define web');
  await app.locator('.cm-scroller').evaluate((scroller) => scroller.scrollTo(0, 300));
  await expect(app.locator('.cm-control').first()).toBeVisible();
  await app.getByRole('tab', { name: '__proto__.pp' }).click();
  await expect(app.locator('.cm-content')).toHaveText('# nothing');
  await expectSafe(app);
});

test('files called __proto__ and constructor are files as others are', async ({ app }) => {
  await watch(app);
  await app.goto('about:blank');
  const names = ['__proto__', 'constructor', 'toString'];
  await open(app, link(names.map((path) => ({ path, text: `# ${path}` })), { active: 'constructor', selection: ['node', '__proto__'], __proto__: { ran: 1 } }));
  for (const name of names) {
    await app.getByRole('tab', { name }).click();
    await expect(app.locator('.cm-content')).toHaveText(`# ${name}`);
  }
  await expectSafe(app);
});

for (const width of [1440, 390]) {
  test(`a megabyte of text in names stays in its place at ${width} pixels`, async ({ app }) => {
    await app.setViewportSize({ width, height: 844 });
    await watch(app);
    await app.goto('about:blank');
    const long = 'x'.repeat(250_000);
    const text = `define db {}
Db produces Sql { host => $name }
define web ($host) {}
Web consumes Sql { host => $host }
application app {
  db { $name: export => Sql[$name] }
  web { $name: consume => Sql["\${name}"] }
}
site {
  app { '${long}':
    nodes => {
      Node['db.${long}']  => Db['${long}'],
      Node['web.${long}'] => Web['${long}'],
    },
  }
}
`;
    await open(app, link([{ path: 'manifests/site.pp', text }, { path: `manifests/${'y'.repeat(5000)}.pp`, text: '' }]));
    await expect(app.locator('[data-node]')).toHaveCount(2);
    await app.evaluate(() => window.callsheet?.compiled());
    await expectSafe(app);
    for (const pane of width < 700 ? ['source', 'order', 'graph'] : []) {
      await app.locator(`[data-for="${pane}"]`).click();
      await expectSafe(app);
    }
  });
}

test('signs that turn the writing round are seen, and turn nothing round in names', async ({ app }) => {
  const name = '\u202Egnp.exe';
  await app.goto('about:blank');
  await open(app, link([{ path: 'manifests/site.pp', text: environment([name]) }, { path: `manifests/${name}.pp`, text: '' }]));
  const turning = /[\u061c\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]/;
  const shown = (selector: string): Promise<string[]> => app.locator(selector).evaluateAll((all) => all.map((one) => one.textContent ?? ''));
  await expect(app.locator('[data-node]')).toHaveCount(2);
  for (const selector of ['.drawing text, .drawing title', '.instances button', 'file-tabs [role=tab]', '[role=treeitem]']) {
    const texts = await shown(selector);
    expect(texts.filter((text) => text.includes('\uFFFDgnp')).length, selector).toBeGreaterThan(0);
    expect(texts.filter((text) => turning.test(text)), selector).toEqual([]);
  }
  await expect(app.locator('.instances bdi, file-tabs bdi')).not.toHaveCount(0);
});

test('a fault tells hostile names as text', async ({ app }) => {
  await watch(app);
  await app.goto('about:blank');
  const [word = ''] = HOSTILE;
  await open(app, link([{ path: 'site.pp', text: `include '${word}'\n$x = ${word}\nnotify { "${word}": nothing => 1 }\n` }]));
  await expect(app.locator('.problem.error').first()).toBeVisible();
  await app.evaluate(() => window.callsheet?.compiled());
  await expectSafe(app);
});

test('the page works where nothing may be stored', async ({ app }) => {
  await app.addInitScript(() => {
    const refuse = (): never => {
      throw new DOMException('denied', 'SecurityError');
    };
    for (const name of ['localStorage', 'sessionStorage', 'indexedDB', 'caches']) Object.defineProperty(window, name, { get: refuse });
  });
  await app.reload();
  await expect(card(app, 'lb.shop')).toBeVisible();
  await write(app, '# all mine');
  await openExample(app, 'two-tiers');
  await app.getByRole('button', { name: 'Examples' }).click();
  await app.locator('[data-draft="0"]').click();
  await expect(app.locator('.cm-content')).toHaveText('# all mine');
  await app.getByRole('button', { name: /Switch to/ }).click();
  await app.getByRole('separator', { name: 'Width of the source' }).press('ArrowRight');
  await app.getByRole('button', { name: 'Share' }).click();
  await expect(app.locator('#share')).toContainText('characters');
});

test('a reload restores the text, its open file, the tab of the plan, the splitters and the theme', async ({ app }) => {
  await openExample(app, 'stack');
  await app.getByRole('tab', { name: 'web.pp' }).click();
  await caretAfter(app, 'define store::web');
  await app.keyboard.type(' # mine');
  await settled(app);
  await app.getByRole('tab', { name: 'Outputs' }).click();
  const bar = app.getByRole('separator', { name: 'Width of the source' });
  await bar.press('ArrowRight');
  await bar.press('ArrowRight');
  await app.getByRole('button', { name: /Switch to/ }).click();
  const look = (): Promise<unknown> =>
    app.evaluate(() => [
      document.documentElement.dataset['theme'],
      Math.round(document.querySelector('section.source')?.getBoundingClientRect().width ?? 0),
      [...document.querySelectorAll('[role="tab"][aria-selected="true"]')].map((tab) => tab.textContent),
    ]);
  const before = await look();
  await app.reload();
  await expect(app.locator('.cm-content')).toContainText('# mine');
  await expect.poll(look).toEqual(before);
});
