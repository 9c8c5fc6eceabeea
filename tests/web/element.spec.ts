import type { Page } from '@playwright/test';
import { answered, element, escaped, openHost, SHOP } from './host';
import { expect, test } from './page';

/** What an element needs of the policy of a page on its own origin: nothing inline. */
const STRICT = "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; img-src 'self' data:; base-uri 'none'";
const DRAWING = '<svg slot="drawing" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 800 400" role="img"><title>Plan</title><rect width="800" height="400" fill="teal"/></svg>';

/** Counts what an element costs: what is fetched, compiled and started. */
async function counted(page: Page): Promise<{ fetched: () => string[]; compiled: () => Promise<number>; started: () => Promise<number> }> {
  const fetched: string[] = [];
  page.on('request', (request) => fetched.push(new URL(request.url()).pathname.replace(/.*\//, '').replace(/-[\w-]{8}\./, '.')));
  await page.addInitScript(() => {
    const counts = { compiled: 0, started: 0 };
    Object.assign(window, { counts });
    for (const name of ['compile', 'compileStreaming', 'instantiate', 'instantiateStreaming'] as const) {
      const own = WebAssembly[name] as (...all: unknown[]) => unknown;
      Object.assign(WebAssembly, { [name]: (...all: unknown[]) => ((counts.compiled += 1), own.apply(WebAssembly, all)) });
    }
    const post = Worker.prototype.postMessage;
    Worker.prototype.postMessage = function (this: Worker, message: { kind?: string }, ...rest: []) {
      if (message.kind === 'start') counts.started += 1;
      post.call(this, message, ...rest);
    };
  });
  const of = (name: string) => () => page.evaluate((key) => (window as unknown as { counts: Record<string, number> }).counts[key] ?? NaN, name);
  return { fetched: () => fetched, compiled: of('compiled'), started: of('started') };
}

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false });

  test('the page shows the source and the drawing', async ({ page, baseURL }) => {
    const two = '<script type="text/x-puppet" data-file="site.pp">node a {}</script><pre data-file="modules/m/init.pp">class m { notify { \'&lt;/script&gt;\': } }</pre>';
    await openHost(page, baseURL ?? '', `${element('', SHOP, DRAWING)}<callsheet-plan>${two}</callsheet-plan>`, { csp: STRICT });
    const source = page.locator('script[type="text/x-puppet"]').first();
    await expect(source).toBeVisible();
    expect(await source.innerText()).toContain('application shop');
    expect(await source.evaluate((element) => getComputedStyle(element).whiteSpace)).toContain('pre');
    await expect(page.locator('svg[slot=drawing]')).toBeVisible();
    await expect(page.locator('pre')).toHaveText("class m { notify { '</script>': } }");
  });
});

test('an element costs at most 25 KB before it is touched, and nothing of the engine before somebody comes near', async ({ page, baseURL }) => {
  const { fetched, compiled } = await counted(page);
  const wrong = await openHost(page, baseURL ?? '', `<div style="height: 3000px"></div>${element('view="split"', SHOP, DRAWING)}`);
  await expect(page.locator('callsheet-plan .title')).toHaveText('Application shop');
  await expect(page.locator('callsheet-plan .line').first()).toContainText('# A database');
  await page.evaluate(() => new Promise((resolve) => requestIdleCallback(resolve)));
  expect(fetched().filter((name) => /wasm|worker|live|editor/.test(name))).toEqual([]);
  const sizes = await page.evaluate(async () => {
    const loaded = performance.getEntriesByType('resource').filter(({ name }) => /\.(js|css)$/.test(name));
    const zipped = async ({ name }: PerformanceEntry): Promise<number> =>
      (await new Response((await fetch(name)).body?.pipeThrough(new CompressionStream('gzip'))).arrayBuffer()).byteLength;
    return Promise.all(loaded.map(zipped));
  });
  const kilobytes = sizes.reduce((sum, size) => sum + size, 0) / 1024;
  console.log(`an untouched element: ${kilobytes.toFixed(1)} KB gzip in ${sizes.length} files`);
  expect(kilobytes).toBeLessThan(25);
  await page.locator('callsheet-plan').scrollIntoViewIfNeeded();
  await answered(page);
  await expect(page.locator('callsheet-plan .card')).toHaveCount(4);
  // The engine comes in two parts.
  await expect.poll(compiled).toBe(2);
  expect(fetched().filter((name) => name.startsWith('editor'))).toEqual([]);
  expect(wrong).toEqual([]);
});

test('ten elements share one worker and one engine', async ({ page, baseURL }) => {
  const { fetched, compiled, started } = await counted(page);
  const session = await page.context().newCDPSession(page);
  await session.send('Performance.enable');
  const heap = async (): Promise<number> => {
    await session.send('HeapProfiler.collectGarbage');
    const { metrics } = await session.send('Performance.getMetrics');
    return (metrics.find(({ name }) => name === 'JSHeapUsedSize')?.value ?? NaN) / 1e6;
  };
  const views = ['split', 'graph', 'order', 'source', 'split', 'graph', 'order', 'source', 'split', 'graph'];
  const wrong = await openHost(page, baseURL ?? '', views.map((view, place) => element(`view="${view}" title="Shop ${place}"`)).join(''));
  await expect(page.locator('callsheet-plan .title').last()).toHaveText('Shop 9');
  const before = await heap();
  for (const plan of await page.locator('callsheet-plan').all()) await plan.scrollIntoViewIfNeeded();
  await answered(page);
  const waves = await page.evaluate(() => [...document.querySelectorAll('callsheet-plan')].map((plan) => plan.plan?.levels.length));
  expect(waves).toEqual(views.map(() => 3));
  expect(page.workers()).toHaveLength(1);
  // The engine comes in two parts, each of them once.
  await expect.poll(() => fetched().filter((name) => name.endsWith('.wasm'))).toEqual(['first.wasm', 'rest.wasm']);
  await expect.poll(compiled).toBe(2);
  expect(await started()).toBe(1);
  const after = await heap();
  console.log(`ten elements: ${before.toFixed(1)} MB before, ${after.toFixed(1)} MB live (the page's own heap)`);
  expect(after - before).toBeLessThan(30);
  expect(wrong).toEqual([]);
});

test('nothing moves when the live one takes over, and when the editor comes', async ({ page, baseURL }) => {
  await openHost(page, baseURL ?? '', `${['split', 'graph', 'source', 'order'].map((view) => element(`view="${view}"`, SHOP, DRAWING)).join('')}${element('view="split" run')}${element('view="graph"')}<p id="end">End</p>`, {
    head: '<style>body { margin: 0 }</style>',
  });
  const places = (): Promise<number[]> => page.evaluate(() => [...document.querySelectorAll('callsheet-plan, #end')].map((one) => one.getBoundingClientRect().top + scrollY));
  await expect(page.locator('callsheet-plan .title').last()).not.toBeEmpty();
  const before = await places();
  await answered(page, 'all');
  expect(await places()).toEqual(before);
  const plan = page.locator('callsheet-plan').first();
  const word = plan.locator('.line').nth(3).locator('.text');
  const [text, number] = [await word.boundingBox(), await plan.locator('.line .number').nth(3).boundingBox()];
  await word.click({ position: { x: 60, y: 10 } });
  await expect(plan.locator('.cm-content')).toBeFocused();
  expect(await places()).toEqual(before);
  const line = await plan.locator('.cm-line').nth(3).boundingBox();
  const gutter = await plan.locator('.cm-lineNumbers .cm-gutterElement', { hasText: /^4$/ }).boundingBox();
  expect(Math.abs((line?.y ?? 0) - (text?.y ?? NaN))).toBeLessThanOrEqual(1);
  const first = await plan.locator('.cm-line').nth(3).locator('span').first().boundingBox();
  expect(Math.abs((first?.x ?? 0) - (text?.x ?? NaN) - 19)).toBeLessThanOrEqual(1);
  expect(Math.abs((gutter?.x ?? 0) + (gutter?.width ?? 0) - (number?.x ?? NaN) - (number?.width ?? NaN))).toBeLessThanOrEqual(1);
});

test('what is typed is planned; Reset brings the text of the author back', async ({ page, baseURL }) => {
  const wrong = await openHost(page, baseURL ?? '', element('view="split"'), { csp: STRICT });
  await answered(page);
  const plan = page.locator('callsheet-plan');
  await page.evaluate(() => {
    const seen: string[] = [];
    Object.assign(window, { seen });
    for (const name of ['plan', 'diagnostics', 'select']) document.addEventListener(name, (event) => seen.push(`${event.type} ${Object.keys((event as CustomEvent<object>).detail).join()}`));
  });
  await expect(plan.getByRole('button', { name: 'Reset' })).toBeDisabled();
  await plan.locator('.line', { hasText: 'application shop' }).click();
  await expect(plan.locator('.cm-content')).toBeFocused();
  await page.keyboard.press('ControlOrMeta+A');
  await page.keyboard.insertText(SHOP.replaceAll('web2.shop', 'web1.shop'));
  await expect(plan.locator('.card')).toHaveCount(3);
  await expect(plan.locator('.counts')).toContainText('3 nodes · 3 waves');
  await expect.poll(() => page.evaluate(() => (window as unknown as { seen: string[] }).seen)).toContain('plan view,files');
  await page.keyboard.press('ControlOrMeta+A');
  await page.keyboard.insertText(`${SHOP}\napplication broken {`);
  await expect(plan.locator('.counts').getByRole('button', { name: /error/ })).toBeVisible();
  await expect(plan.locator('.strip')).toContainText('broken');
  await plan.locator('.counts').getByRole('button', { name: /error/ }).click();
  await expect(plan.getByRole('list', { name: 'Problems' })).toContainText('line');
  await plan.getByRole('button', { name: 'Reset' }).click();
  await expect(plan.locator('.card')).toHaveCount(4);
  await expect(plan.getByRole('button', { name: 'Reset' })).toBeDisabled();
  expect(await plan.evaluate((one: HTMLElementTagNameMap['callsheet-plan']) => one.files[0]?.text)).toBe(SHOP);
  expect(wrong).toEqual([]);
});

test('source and drawing point at each other', async ({ page, baseURL }) => {
  await openHost(page, baseURL ?? '', element('readonly'));
  await answered(page);
  const plan = page.locator('callsheet-plan');
  const line = await plan.evaluate((one: HTMLElementTagNameMap['callsheet-plan']) => {
    one.addEventListener('select', ({ detail }: CustomEventInit<unknown>) => Object.assign(window, { chosen: detail }));
    return one.plan?.drawing.cards[0]?.chips[0]?.source.line ?? NaN;
  });
  await plan.locator('.chip').first().hover();
  await expect(plan.locator('.line').nth(line - 1).locator('.source-mark').first()).toBeVisible();
  await expect(plan.locator('.line').nth(line - 1).locator('.wave-badge')).toHaveText('0');
  await page.mouse.move(0, 0);
  await expect(plan.locator('.source-mark')).toHaveCount(0);
  await plan.locator('.line').nth(line - 1).click();
  await expect(plan.locator('.card.selected')).toHaveCount(1);
  expect(await page.evaluate(() => (window as unknown as { chosen: unknown }).chosen)).toMatchObject({ selection: { kind: 'component' }, source: { line } });
  await expect(plan.locator('.cm-content')).toHaveCount(0);
});

test('attributes may change at any time', async ({ page, baseURL }) => {
  const wrong = await openHost(page, baseURL ?? '', element('view="graph"'));
  await answered(page);
  const plan = page.locator('callsheet-plan');
  const set = (name: string, value: string | undefined): Promise<void> =>
    plan.evaluate((one, [key, now]) => (now === undefined ? one.removeAttribute(key) : one.setAttribute(key, now)), [name, value] as const);
  await expect(plan.locator('.field')).toBeHidden();
  for (const [view, seen, unseen] of [['order', '[role=tree]', 'svg.drawing'], ['source', '.field', '[role=tree]'], ['split', 'svg.drawing', '[role=tree]']] as const) {
    await set('view', view);
    await expect(plan.locator(seen)).toBeVisible();
    await expect(plan.locator(unseen)).toBeHidden();
  }
  await set('target', 'db.shop');
  await expect(plan.locator('.card.ghost')).toHaveCount(3);
  await set('target', undefined);
  await expect(plan.locator('.card.ghost')).toHaveCount(0);
  await set('wave', '1');
  await expect(plan.locator('[data-node="web1.shop"]')).toHaveCSS('opacity', '1');
  await expect(plan.locator('[data-node="db.shop"]')).toHaveCSS('opacity', '0.45');
  await set('wave', '0} * { display: none }');
  await expect(plan.locator('[data-node="db.shop"]')).toHaveCSS('opacity', '1');
  await set('title', 'A shop');
  await expect(plan.locator('.title')).toHaveText('A shop');
  await expect(plan.getByRole('group', { name: 'Simulated run' })).toHaveCount(0);
  await set('run', '');
  await plan.getByRole('button', { name: 'Step forward' }).click();
  await expect(plan.locator('[data-node="db.shop"]')).toHaveAttribute('data-status', 'running');
  await set('run', undefined);
  await expect(plan.getByRole('group', { name: 'Simulated run' })).toBeHidden();
  await plan.locator('.line').first().click();
  await expect(plan.locator('.cm-content')).toBeVisible();
  await set('readonly', '');
  await expect(plan.locator('[contenteditable=true], textarea, [role=textbox]')).toHaveCount(0);
  expect(wrong).toEqual([]);
});

test('a drawing keeps its own style where the page allows none inline', async ({ page, baseURL, complaints }) => {
  // What stands in the page itself is refused; the element brings it back in another way.
  complaints.allow(/^Applying inline style violates/);
  const drawing = DRAWING.replace('<rect', '<style>.own { fill: rgb(1, 2, 3) }</style><rect class="own"');
  await openHost(page, baseURL ?? '', `<div style="height: 3000px"></div>${element('', SHOP, drawing)}`, { csp: STRICT });
  await expect(page.locator('rect.own')).toHaveCSS('fill', 'rgb(1, 2, 3)');
});

test('two elements have each a theme of their own; one without follows the page', async ({ page, baseURL }) => {
  await page.emulateMedia({ colorScheme: 'dark' });
  await openHost(page, baseURL ?? '', `${element('theme="light"')}${element('theme="dark"')}<div style="color-scheme: light">${element()}</div>${element()}`);
  await answered(page, 'all');
  const grounds = await page.locator('callsheet-plan .frame').evaluateAll((frames) => frames.map((frame) => getComputedStyle(frame).backgroundColor));
  const [light, dark] = ['rgb(255, 255, 255)', 'rgb(22, 29, 38)'];
  expect(grounds).toEqual([light, dark, light, dark]);
});

test('the run is played, and a failure shown', async ({ page, baseURL }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await openHost(page, baseURL ?? '', element('view="split" run'));
  await answered(page);
  const plan = page.locator('callsheet-plan');
  await plan.getByRole('button', { name: 'Play' }).click();
  await expect(plan.locator('.card[data-status=done]')).toHaveCount(4, { timeout: 30_000 });
  await plan.locator('[data-node="db.shop"]').focus();
  await page.keyboard.press('f');
  await expect(plan.locator('.card[data-status=failed]')).toHaveCount(1);
  await expect(plan.locator('.card[data-status=skipped]')).toHaveCount(3);
});

test('a text that hangs the engine does not take its neighbours with it', async ({ page, baseURL }) => {
  const endless = 'application a { }\nsite { a { "x": nodes => {} } }\n' + 'notice(range(1, 100000000).map |$i| { range(1, 100000000).map |$j| { $i * $j } })\n'.repeat(3);
  await openHost(page, baseURL ?? '', `${element('', endless)}${element()}`);
  await expect(page.locator('callsheet-plan').nth(1).locator('.card')).toHaveCount(4);
});

test('hostile names and messages stay text', async ({ page, baseURL }) => {
  const hostile = `application shop { }\n# <img src=x onerror=alert(1)> \u202e\nsite {\n  shop { "<script>alert(1)</script>": nodes => { Node["<b>\\"'&"] => Nope["<i onclick=alert(1)>"] } }\n}\nfail("</callsheet-plan><script>alert(2)</script>")\n`;
  let isAsked = false;
  page.on('dialog', (dialog) => {
    isAsked = true;
    void dialog.dismiss();
  });
  const wrong = await openHost(page, baseURL ?? '', `<callsheet-plan title="<img src=y onerror=alert(3)>"><pre>${escaped(hostile)}</pre></callsheet-plan>`, { csp: STRICT });
  await answered(page);
  const plan = page.locator('callsheet-plan');
  await plan.locator('.counts').getByRole('button', { name: /error/ }).click();
  await expect(plan.getByRole('list', { name: 'Problems' })).toBeVisible();
  await expect(plan.locator('img, script, b:not(.counts b), i[onclick]')).toHaveCount(0);
  await expect(plan.locator('.cm-control')).toHaveCount(1);
  expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
  expect(isAsked).toBe(false);
  expect(wrong).toEqual([]);
});

test('the script may come from another origin', async ({ page, baseURL }) => {
  const from = baseURL ?? '';
  const { origin } = new URL(from);
  const csp = `default-src 'none'; script-src ${origin} 'wasm-unsafe-eval'; style-src ${origin}; connect-src ${origin}; worker-src blob:; img-src data:`;
  const wrong = await openHost(page, from, element('view="split"'), { elsewhere: true, csp });
  await answered(page);
  await expect(page.locator('callsheet-plan .card')).toHaveCount(4);
  await page.locator('callsheet-plan .line').first().click();
  await expect(page.locator('callsheet-plan .cm-content')).toBeFocused();
  expect(await page.locator('callsheet-plan').getByRole('link', { name: /Open/ }).getAttribute('href')).toBe(from);
  expect(wrong).toEqual([]);
});

test('the link to the playground opens what is shown', async ({ page, baseURL, context }) => {
  await openHost(page, baseURL ?? '', element('target="db.shop"'));
  await answered(page);
  const link = page.locator('callsheet-plan').getByRole('link', { name: /Open/ });
  await link.hover();
  await expect(link).toHaveAttribute('href', /#v1\.z/);
  const [opened] = await Promise.all([context.waitForEvent('page'), link.click()]);
  await opened.evaluate(() => window.callsheet?.ready);
  await expect(opened.locator('.card.ghost')).toHaveCount(3);
});

test('Copy copies the source', async ({ page, baseURL, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await openHost(page, baseURL ?? '', element());
  await page.locator('callsheet-plan').getByRole('button', { name: 'Copy' }).click();
  await expect(page.locator('callsheet-plan').getByRole('button', { name: 'Copied' })).toBeVisible();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(SHOP);
});

test('a wheel over the drawing scrolls the page', async ({ page, baseURL }) => {
  await openHost(page, baseURL ?? '', `${element('view="graph"')}<div style="height: 2000px"></div>`);
  await answered(page);
  await page.locator('callsheet-plan svg.drawing').hover();
  await page.mouse.wheel(0, 300);
  await expect.poll(() => page.evaluate(() => scrollY)).toBeGreaterThan(200);
});

test('a wheel moves the drawing that the keyboard is in as far as it goes, and then the page; with Ctrl it zooms', async ({ page, baseURL }) => {
  await openHost(page, baseURL ?? '', `${element('view="graph" style="height: 300px"')}<div style="height: 2000px"></div>`);
  await answered(page);
  const scene = page.locator('callsheet-plan .scene');
  const scrolled = (): Promise<number> => page.evaluate(() => scrollY);
  await page.locator('callsheet-plan .card').first().focus();
  await page.locator('callsheet-plan svg.drawing').hover();
  const before = (await scene.getAttribute('transform')) ?? '';
  await page.keyboard.down('Control');
  for (let turn = 0; turn < 4; turn++) await page.mouse.wheel(0, -200);
  await page.keyboard.up('Control');
  await expect(scene).not.toHaveAttribute('transform', before);
  expect(await scrolled()).toBe(0);
  const zoomed = (await scene.getAttribute('transform')) ?? '';
  await page.mouse.wheel(0, 40);
  await expect(scene).not.toHaveAttribute('transform', zoomed);
  expect(await scrolled()).toBe(0);
  await expect(async () => {
    await page.mouse.wheel(0, 400);
    expect(await scrolled()).toBeGreaterThan(200);
  }).toPass();
});

test('the keyboard passes through, and is not caught in the source', async ({ page, baseURL }) => {
  await openHost(page, baseURL ?? '', `<a id="before" href="#">Before</a>${element('view="split" run')}${element('view="order" readonly')}<a id="after" href="#">After</a>`);
  await answered(page, 'all');
  await page.locator('#before').focus();
  const reached: string[] = [];
  for (let step = 0; step < 60; step++) {
    await page.keyboard.press('Tab');
    const now = await page.evaluate(() => {
      let active = document.activeElement;
      while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
      return active?.id === 'after' ? 'after' : (active?.getAttribute('aria-label') ?? active?.getAttribute('role') ?? active?.textContent ?? '').trim();
    });
    reached.push(now);
    if (now === 'after') break;
    if (/^Source/.test(now)) await expect(page.locator('callsheet-plan .cm-content')).toBeFocused();
  }
  expect(reached.at(-1)).toBe('after');
  expect(reached.join('\n')).toMatch(/Source of site\.pp/);
  expect(reached.join('\n')).toMatch(/db\.shop, wave 0 of 3/);
  expect(reached.length).toBeLessThan(40);
});

for (const [scheme, width] of [['light', 1000], ['dark', 1000], ['light', 390], ['dark', 390]] as const) {
  test(`axe finds nothing serious in ${scheme} at ${width} pixels`, async ({ page, baseURL }) => {
    await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' });
    await page.setViewportSize({ width, height: 844 });
    const broken = `${SHOP}\nfail('on purpose')\n`;
    await openHost(page, baseURL ?? '', `${element('view="split" run')}${element('view="graph" readonly wave="1"')}${element('view="order" wave="1"')}${element('view="source" lines="3-8"', broken)}`, {
      head: '<meta name="color-scheme" content="light dark">',
    });
    await answered(page, 'all');
    await page.locator('callsheet-plan').first().locator('.line').first().click();
    await page.locator('callsheet-plan').last().locator('.counts').getByRole('button', { name: /error/ }).click();
    await page.addScriptTag({ path: 'node_modules/axe-core/axe.min.js' });
    const { violations } = await page.evaluate(() => window.axe.run(document));
    const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
    expect(serious.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' | ')}`)).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
    if (width === 390) {
      const small = await page.locator('callsheet-plan :is(header button, header a, .run button, .counts button)').evaluateAll((all) =>
        all.filter((one) => one.checkVisibility() && (one.getBoundingClientRect().height < 44 || one.getBoundingClientRect().width < 40)).map((one) => one.outerHTML),
      );
      expect(small).toEqual([]);
    }
  });
}
