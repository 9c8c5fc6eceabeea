import { card, expect, open, openExample, settled, test, write } from './page';

for (const width of [320, 390, 768, 1024, 1440, 2560]) {
  test(`no sideways scrolling at ${width} pixels`, async ({ page }) => {
    await page.setViewportSize({ width, height: 800 });
    await open(page, './');
    const scrolls = (): Promise<boolean> =>
      page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth);
    expect(await scrolls()).toBe(false);
    for (const pane of width < 700 ? ['source', 'order', 'graph'] : []) {
      await page.locator(`[data-for="${pane}"]`).click();
      await expect(page.locator(`section.${pane}`)).toBeVisible();
      expect(await scrolls()).toBe(false);
    }
    await page.locator('.chip').first().click();
    await expect(page.locator('value-inspector .parameter').first()).toBeVisible();
    expect(await scrolls()).toBe(false);
  });
}

test('cards do not overlap, and Fit puts all of them in view', async ({ app }) => {
  await openExample(app, 'stack');
  await app.getByRole('button', { name: 'Zoom in' }).click();
  await app.getByRole('button', { name: 'Fit' }).click();
  await app.waitForTimeout(250);
  const canvas = await app.locator('.canvas').boundingBox();
  const boxes = await Promise.all((await app.locator('.card-ground').all()).map((ground) => ground.boundingBox()));
  expect(boxes.length).toBe(10);
  for (const [place, box] of boxes.entries()) {
    if (!box || !canvas) throw new Error('a card is not drawn');
    expect(box.x).toBeGreaterThanOrEqual(canvas.x);
    expect(box.x + box.width).toBeLessThanOrEqual(canvas.x + canvas.width);
    expect(box.y + box.height).toBeLessThanOrEqual(canvas.y + canvas.height);
    for (const other of boxes.slice(place + 1)) {
      const apart =
        !other ||
        box.x + box.width <= other.x ||
        other.x + other.width <= box.x ||
        box.y + box.height <= other.y ||
        other.y + other.height <= box.y;
      expect(apart).toBe(true);
    }
  }
});

test('the widest example opens whole, and a drawing that goes on at the right fades there', async ({ app }) => {
  await openExample(app, 'stack');
  const right = async (): Promise<number> => {
    const boxes = await Promise.all((await app.locator('.pill:not(.leaving) .pill-outline').all()).map((pill) => pill.boundingBox()));
    return Math.max(...boxes.map((box) => (box ? box.x + box.width : Infinity)));
  };
  const canvas = await app.locator('.canvas').boundingBox();
  expect(await right()).toBeLessThanOrEqual((canvas?.x ?? 0) + (canvas?.width ?? 0));
  await expect(app.locator('.drawing')).not.toHaveClass(/cut/);
  await app.setViewportSize({ width: 760, height: 800 });
  await expect(app.locator('.drawing')).toHaveClass('drawing cut-right');
  await app.getByRole('button', { name: 'Fit' }).click();
  await expect(app.locator('.drawing')).toHaveClass('drawing');
});

test('an example opens in view, wherever the drawing before it was moved and the text scrolled', async ({ app }) => {
  const before = await app.locator('.scene').getAttribute('transform');
  for (let press = 0; press < 4; press++) await app.getByRole('button', { name: 'Zoom in' }).click();
  await app.locator('.cm-scroller').evaluate((element) => element.scrollTo(60, 200));
  await openExample(app, 'three-tiers');
  await expect(app.locator('.scene')).toHaveAttribute('transform', before ?? '');
  expect(await app.locator('.cm-scroller').evaluate((element) => [element.scrollLeft, element.scrollTop])).toEqual([0, 0]);
});

test('on a narrow page the button for a new file stays beside the tabs', async ({ app }) => {
  await app.setViewportSize({ width: 390, height: 800 });
  await openExample(app, 'stack');
  await app.locator('[data-for="source"]').click();
  const [list, add] = [await app.locator('.tab-list').boundingBox(), await app.locator('.tabs .add').boundingBox()];
  expect(add?.y ?? 0).toBeLessThan((list?.y ?? 0) + (list?.height ?? 0));
});

test('nothing in the bars is cut off or squeezed, however wide the page is', async ({ app }) => {
  await app.locator('.bar').getByLabel('Target').selectOption('Shop[prod]');
  await settled(app);
  await card(app, 'db.shop').focus();
  await app.keyboard.press('f');
  await expect(card(app, 'db.shop')).toHaveAttribute('data-status', 'failed');
  for (const width of [1440, 1300, 1200, 1100, 1000, 900, 700, 390]) {
    await app.setViewportSize({ width, height: 844 });
    const [ends, scrub, buttons] = await app.evaluate(() => {
      const seen = [...document.querySelectorAll('.bar button, .bar a, .bar select, .run > *, .run button')].filter((one) => one.checkVisibility());
      const scrub = document.querySelector('.scrub')?.getBoundingClientRect().width ?? 0;
      return [seen.map((one) => one.getBoundingClientRect().right), scrub, seen.filter((one) => one instanceof HTMLButtonElement).map((one) => one.getBoundingClientRect().width)] as const;
    });
    expect(Math.max(...ends), `${width}: the right end`).toBeLessThanOrEqual(width);
    expect(scrub, `${width}: the slider`).toBeGreaterThan(100);
    expect(Math.min(...buttons), `${width}: the narrowest button`).toBeGreaterThanOrEqual(24);
    const rows = await app.evaluate(() => new Set([...document.querySelectorAll('.run > button')].filter((one) => one.checkVisibility()).map((one) => one.getBoundingClientRect().top)).size);
    expect(rows, `${width}: rows of buttons`).toBe(1);
  }
});

for (const [width, height] of [[1440, 300], [720, 225], [320, 256], [390, 300]] as const) {
  test(`in a window of ${width} by ${height} pixels the page scrolls, also by a wheel over the drawing`, async ({ page }) => {
    await page.setViewportSize({ width, height });
    await open(page, './');
    const canvas = page.locator('.canvas');
    await canvas.scrollIntoViewIfNeeded();
    const { height: room = 0 } = (await canvas.boundingBox()) ?? {};
    expect(room).toBeGreaterThan(100);
    expect(room).toBeLessThan(400);
    await page.evaluate(() => scrollTo(0, 0));
    const scene = page.locator('.scene');
    const before = (await scene.getAttribute('transform')) ?? '';
    const box = await canvas.boundingBox();
    await page.mouse.move((box?.x ?? 0) + 60, (box?.y ?? 0) + 60);
    await page.mouse.wheel(0, 100);
    await expect.poll(() => page.evaluate(() => scrollY)).toBeGreaterThan(50);
    await expect(scene).toHaveAttribute('transform', before);
    for (const button of await page.locator('run-bar button:visible, .switch button:visible, .bar button:visible').all()) {
      await button.scrollIntoViewIfNeeded();
      await expect(button).toBeInViewport({ ratio: 1 });
    }
  });
}

test('where the page has room for all of it, a wheel moves the drawing, and nothing else', async ({ app }) => {
  const scene = app.locator('.scene');
  const before = (await scene.getAttribute('transform')) ?? '';
  await app.locator('.canvas').hover();
  await app.mouse.wheel(0, 100);
  await expect(scene).not.toHaveAttribute('transform', before);
  expect(await app.evaluate(() => [scrollY, document.documentElement.scrollHeight - innerHeight])).toEqual([0, 0]);
});

test('of many files every name can be read, and the open one is in view', async ({ app }) => {
  await openExample(app, 'stack');
  const list = app.locator('.tab-list');
  await expect(list).toHaveClass(/cut-right/);
  const inView = (): Promise<boolean> =>
    list.evaluate((element) => {
      const [own, tab] = [element, element.querySelector('.tab.active [role=tab]')].map((one) => one?.getBoundingClientRect());
      return own !== undefined && tab !== undefined && tab.left >= own.left && tab.right <= own.right + 1;
    });
  const names = await list.getByRole('tab').count();
  expect(names).toBeGreaterThan(8);
  await list.getByRole('tab').first().click();
  for (let place = 1; place < names; place++) {
    await app.keyboard.press('ArrowRight');
    await expect(list.getByRole('tab').nth(place)).toHaveAttribute('aria-selected', 'true');
    await expect.poll(inView).toBe(true);
  }
  await expect(list).toHaveClass(/cut-left/);
  // A wheel brings the others back.
  await list.hover();
  await app.mouse.wheel(0, -5000);
  await expect(list).not.toHaveClass(/cut-left/);
});

test('no word above the slider of a run lies on another, however many waves there are and however wide it is', async ({ app }) => {
  const parts = Array.from({ length: 40 }, (_, at) => at);
  await write(
    app,
    `define a::part($x = '') { }
A::Part produces Sql { x => $x }
A::Part consumes Sql { x => $x }
application a() {
${parts.map((at) => `  a::part { 'p${at}': ${at > 0 ? `consume => Sql['s${at - 1}'], ` : ''}export => Sql['s${at}'] }`).join('\n')}
}
site { a { 'x': nodes => {
${parts.map((at) => `  Node['n${at}.example'] => A::Part['p${at}'],`).join('\n')}
} } }
`,
  );
  await expect(app.locator('run-bar').getByRole('slider')).toHaveAttribute('max', '80');
  for (const width of [1440, 1000, 700, 390]) {
    await app.setViewportSize({ width, height: 844 });
    const look = (): Promise<{ words: number; wrong: string[] }> =>
      app.evaluate(() => {
        const words = [...document.querySelectorAll('.run-ticks i')].filter((one) => one.textContent !== '');
        const boxes = words.map((one) => ({ name: one.textContent, ...(one.getBoundingClientRect().toJSON() as DOMRect) }));
        const bar = document.querySelector('.run-ticks')?.getBoundingClientRect();
        const wrong = boxes.filter(({ left, right }, at) => left < (boxes[at - 1]?.right ?? -Infinity) || right > (bar?.right ?? 0) + 1);
        return { words: words.length, wrong: wrong.map(({ name }) => `${name}`) };
      });
    await expect.poll(look).toMatchObject({ wrong: [] });
    expect((await look()).words, `${width}`).toBeGreaterThan(0);
  }
});

for (const [width, least] of [[390, 44], [320, 44], [768, 24], [1024, 24], [1440, 24], [2560, 24]] as const) {
  test(`everything that is pressed is at least ${least} pixels large at ${width} pixels, and none is cut off`, async ({ page }) => {
    await page.setViewportSize({ width, height: 844 });
    await open(page, './');
    const wrong = (): Promise<string[]> =>
      page.evaluate((least) => {
        const pressed = [...document.querySelectorAll('button, select, summary, [role=tab], [role=separator]')].filter((one) => one.checkVisibility());
        return pressed.flatMap((one) => {
          const { left, right, width, height } = one.getBoundingClientRect();
          const name = one.getAttribute('aria-label') ?? one.textContent?.trim() ?? one.tagName;
          // A word in a sentence is as high as its line, and a border that is dragged may be thin: keys move it too.
          const isInSentence = [...(one.parentElement?.childNodes ?? [])].some((part) => part instanceof Text && part.data.trim().length > 1);
          const isWord = isInSentence || one.getAttribute('role') === 'separator';
          const isSmall = !isWord && Math.min(width, height) < least - 0.5;
          const isCut = left < -0.5 || right > document.documentElement.clientWidth + 0.5;
          return isSmall || isCut ? [`${name}: ${width.toFixed(0)} x ${height.toFixed(0)} at ${left.toFixed(0)}`] : [];
        });
      }, least);
    expect(await wrong()).toEqual([]);
    for (const pane of width < 700 ? ['source', 'order', 'graph'] : []) {
      await page.locator(`[data-for="${pane}"]`).click();
      expect(await wrong(), pane).toEqual([]);
    }
    await page.locator('.chip').first().click();
    await expect(page.locator('value-inspector .parameter').first()).toBeVisible();
    expect(await wrong()).toEqual([]);
  });
}
