import type { Page } from '@playwright/test';
import type { RunView } from 'callsheet';
import { engine, filesOf } from './outside';
import { card, expect, open, openExample, settled, test, write } from './page';

/** Waits until the run of what is shown is simulated. */
async function simulated(page: Page): Promise<void> {
  await settled(page);
  await expect(page.locator('.run')).toHaveAttribute('aria-busy', 'false');
}

async function openRun(page: Page, id: string): Promise<void> {
  await openExample(page, id);
  await simulated(page);
  await expect(page.locator('.scrub input')).toBeVisible();
}

/** How all nodes stand in the drawing. */
function statuses(page: Page): Promise<Record<string, string>> {
  return page.evaluate(() =>
    Object.fromEntries(
      [...document.querySelectorAll('.card[data-node]')].map((card) => [card.getAttribute('data-node') ?? '', card.getAttribute('data-status') ?? '']),
    ),
  );
}

function those(all: Record<string, string>, status: string): string[] {
  return Object.keys(all)
    .filter((node) => all[node] === status)
    .sort();
}

/** Who waits for whom, worked out from the lines of the drawing: for each node those that it waits for. */
function waits(page: Page): Promise<Record<string, string[]>> {
  return page.evaluate(() => {
    const nodeOf = new Map(
      [...document.querySelectorAll('.chip[data-component]')].map((chip) => [
        chip.getAttribute('data-component') ?? '',
        chip.closest('[data-node]')?.getAttribute('data-node') ?? '',
      ]),
    );
    const edges = [...document.querySelectorAll('[data-edge]')].map((edge) => ({
      node: nodeOf.get(edge.getAttribute('data-edge-component') ?? '') ?? '',
      capability: edge.getAttribute('data-edge-capability'),
      exports: edge.classList.contains('via-export'),
    }));
    const result: Record<string, string[]> = Object.fromEntries([...nodeOf.values()].map((node) => [node, []]));
    for (const { node, capability, exports } of edges) {
      if (exports) continue;
      const from = edges.filter((other) => other.exports && other.capability === capability).map((other) => other.node);
      result[node]?.push(...from.filter((other) => other !== node));
    }
    return result;
  });
}

function dependents(waits: Record<string, string[]>, failed: string): string[] {
  const found = new Set([failed]);
  for (let before = 0; before !== found.size; ) {
    before = found.size;
    for (const [node, others] of Object.entries(waits)) if (others.some((other) => found.has(other))) found.add(node);
  }
  found.delete(failed);
  return [...found].sort();
}

async function seek(page: Page, moment: number): Promise<void> {
  await page.locator('.scrub input').fill(`${moment}`);
  await expect(page.locator('.run-at b')).toHaveText(`${moment}`);
  await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(resolve)));
}

async function end(page: Page): Promise<number> {
  return Number(await page.locator('.scrub input').getAttribute('max'));
}

/** Of the graph, without what is pointed at. */
function markup(page: Page): Promise<string> {
  return page.locator('.scene').evaluate((scene) => scene.outerHTML.replaceAll(/ (related|near|selected)\b|tabindex="-?\d"/g, ''));
}

async function fail(page: Page, node: string): Promise<void> {
  await card(page, node).focus();
  await page.keyboard.press('f');
  await simulated(page);
}

test('at the start of a run all nodes wait, and at its end all are done', async ({ app }) => {
  await openRun(app, 'stack');
  const nodes = Object.keys(await statuses(app)).sort();
  expect(nodes.length).toBe(10);
  expect(those(await statuses(app), 'waiting')).toEqual(nodes);
  await seek(app, await end(app));
  expect(those(await statuses(app), 'done')).toEqual(nodes);
  await expect(app.locator('[data-opens="report"]')).toHaveAccessibleName('Report: 10 done');
});

test('each step changes one node, and no node runs before those that it waits for are done', async ({ app }) => {
  await openRun(app, 'stack');
  const prerequisites = await waits(app);
  const steps = await end(app);
  expect(steps).toBe(20);
  await app.locator('.run-at').click();
  let before = await statuses(app);
  for (let moment = 1; moment <= steps; moment++) {
    await app.keyboard.press('.');
    await expect(app.locator('.run-at b')).toHaveText(`${moment}`);
    const now = await statuses(app);
    expect(Object.keys(now).filter((node) => now[node] !== before[node]).length).toBe(1);
    for (const node of those(now, 'running')) {
      for (const other of prerequisites[node] ?? []) expect(now[other], `${other} before ${node}`).toBe('done');
    }
    before = now;
  }
  await app.keyboard.press(',');
  await expect(app.locator('.run-at b')).toHaveText(`${steps - 1}`);
});

test('with one at once two nodes never run', async ({ app }) => {
  await openRun(app, 'stack');
  const most = async (): Promise<number> => {
    let found = 0;
    for (let moment = 0; moment <= (await end(app)); moment++) {
      await seek(app, moment);
      found = Math.max(found, those(await statuses(app), 'running').length);
    }
    return found;
  };
  expect(await most()).toBeGreaterThan(1);
  await app.getByLabel('At once').fill('1');
  await app.getByLabel('At once').press('Enter');
  await simulated(app);
  expect(await most()).toBe(1);
});

test('a failure skips what depends on it, as the engine and the lines of the drawing say; without it all is as before', async ({ app }) => {
  await openRun(app, 'three-tiers');
  const before = await markup(app);
  const prerequisites = await waits(app);
  for (const node of Object.keys(prerequisites)) {
    await fail(app, node);
    const shown = await statuses(app);
    expect(those(shown, 'failed')).toEqual([node]);
    expect(those(shown, 'skipped')).toEqual(dependents(prerequisites, node));
    expect(those(shown, 'skipped')).toEqual(await skippedByEngine('three-tiers', node));
    await fail(app, node);
    expect(await markup(app)).toBe(before);
  }
});

/** What the engine itself says. */
async function skippedByEngine(id: string, node: string): Promise<string[]> {
  const run: RunView = (await engine()).simulate(filesOf(id), { fail: [node] });
  return run.events.filter(({ event }) => event === 'skip').map(({ node }) => node).sort();
}

test('a capability that is not available fails those that wait for it', async ({ app }) => {
  await openRun(app, 'three-tiers');
  const before = await markup(app);
  const pill = app.locator('.pill[data-capability="Sql[db-prod]"]');
  await pill.focus();
  await app.keyboard.press('f');
  await simulated(app);
  const shown = await statuses(app);
  expect([those(shown, 'done'), those(shown, 'failed'), those(shown, 'skipped')]).toEqual([['db.shop'], ['web1.shop', 'web2.shop'], ['lb.shop']]);
  await expect(pill).toHaveClass(/missing/);
  await expect(pill).toHaveAttribute('aria-label', /not available in the simulated run$/);
  await app.getByRole('button', { name: 'Reset' }).click();
  await simulated(app);
  await expect(pill).not.toHaveClass(/missing/);
  expect(await markup(app)).toBe(before);
});

test('a click on the sign of a node fails it, and the report says what that costs', async ({ app }) => {
  await openRun(app, 'three-tiers');
  await card(app, 'web2.shop').locator('.status-hit').click();
  await simulated(app);
  await app.locator('[data-opens="report"]').click();
  const report = app.locator('.run-report');
  await expect(report.locator('h2')).toHaveText('If web2.shop fails');
  await expect(report).toContainText('2 done');
  await expect(report.locator('li.skipped, .skipped li')).toHaveText(/lb\.shop\s+it waits for web2\.shop, which failed/);
  await expect(report).toContainText('Skips affect Shop[prod].');
  await report.getByRole('button', { name: 'Clear failures' }).click();
  await simulated(app);
  await expect(report.locator('h2')).toHaveText('Job report');
  expect(those(await statuses(app), 'waiting').length).toBe(4);
});

test('a target is one instance: its nodes are active, the others are ghosts', async ({ app }) => {
  await openRun(app, 'two-instances');
  const nodes = Object.keys(await statuses(app));
  const choice = app.locator('.bar').getByLabel('Target');
  const target = (await choice.locator('optgroup[label="Instances"] option').first().textContent()) ?? '';
  await choice.selectOption(target);
  await simulated(app);
  const own = await app.evaluate(
    (target) => [...document.querySelectorAll('.card')].filter((card) => card.querySelector(`[data-instance="${target}"]`)).map((card) => card.getAttribute('data-node') ?? ''),
    target,
  );
  expect(own.length).toBeGreaterThan(0);
  expect(own.length).toBeLessThan(nodes.length);
  for (const node of nodes) {
    const classes = (await card(app, node).getAttribute('class')) ?? '';
    expect(classes.includes('ghost'), node).toBe(!own.includes(node));
  }
  await seek(app, await end(app));
  expect(those(await statuses(app), 'done')).toEqual([...own].sort());
  expect(await app.locator('[data-order-node]').count()).toBe(own.length);
  // For every target, they are those that the engine names when it is asked outside the page.
  const { plan } = await engine();
  const targets = await choice.locator('option').evaluateAll((all) => all.map((one) => (one as HTMLOptionElement).value));
  expect(targets.length).toBeGreaterThan(3);
  for (const target of targets) {
    await choice.selectOption(target);
    await simulated(app);
    const nodes = plan(filesOf('two-instances'), { target }).levels.flatMap((level) => level.nodes.map(({ name }) => name)).sort();
    expect(await app.locator('.card:not(.ghost)').count(), target).toBe(nodes.length);
    expect((await app.locator('[data-order-node]').evaluateAll((all) => all.map((one) => one.getAttribute('data-order-node')))).sort(), target).toEqual(nodes);
  }
});

test('with prerequisites the target grows by what it waits for', async ({ app }) => {
  await openRun(app, 'three-tiers');
  const before = await waits(app);
  await card(app, 'web1.shop').focus();
  await app.keyboard.press('Space');
  await app.getByRole('button', { name: 'Run only this node' }).click();
  await simulated(app);
  await seek(app, await end(app));
  expect(those(await statuses(app), 'done')).toEqual(['web1.shop']);
  await app.locator('.bar').getByLabel('with prerequisites').check();
  await expect(app.locator('[data-order-node]')).toHaveCount(2);
  await simulated(app);
  await seek(app, await end(app));
  expect(those(await statuses(app), 'done')).toEqual([...(before['web1.shop'] ?? []), 'web1.shop'].sort());
});

test('a node takes as long as is said, and the run with it', async ({ app }) => {
  await openRun(app, 'three-tiers');
  await app.locator('[data-opens="report"]').click();
  const report = app.locator('.run-report');
  const takes = async (): Promise<number> => Number(/Takes (\d+) unit/.exec((await report.textContent()) ?? '')?.[1]);
  const short = await takes();
  await card(app, 'db.shop').focus();
  await app.keyboard.press('Space');
  const lasts = app.locator('.inspector').getByRole('spinbutton');
  await lasts.fill('5');
  await lasts.press('Enter');
  await expect.poll(takes).toBe(short + 4);
  await lasts.fill('');
  await lasts.press('Enter');
  await expect.poll(takes).toBe(short);
});

test('a row of the timeline is as long as its node runs, and leads to it', async ({ app }) => {
  await openRun(app, 'three-tiers');
  await fail(app, 'web2.shop');
  await app.locator('[data-opens="gantt"]').click();
  const row = (node: string) => app.locator('run-gantt button').filter({ hasText: node });
  await expect(row('lb.shop')).toHaveAccessibleName('lb.shop: skipped');
  await expect(row('web2.shop')).toHaveAccessibleName(/^web2\.shop: failed from 1 to 2/);
  await expect(row('db.shop')).toHaveAccessibleName(/^db\.shop: done from 0 to 1/);
  await row('web2.shop').click();
  await expect(card(app, 'web2.shop')).toHaveClass(/selected/);
  await expect(app.locator('.inspector')).toContainText('web2.shop');
  await expect(app.locator('.cm-activeLine')).toContainText("Node['web2.shop']");
});

test('reduced motion: a run is played in steps without any animation', async ({ page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await open(page, './');
  await openRun(page, 'three-tiers');
  await page.getByRole('button', { name: 'Play' }).click();
  await expect(page.locator('[data-node="lb.shop"]')).toHaveAttribute('data-status', 'running');
  expect(await page.evaluate(() => document.getAnimations().length)).toBe(0);
  await expect(page.getByRole('button', { name: 'Play' })).toBeVisible();
  expect(those(await statuses(page), 'done').length).toBe(4);
});

test('nodes in a cycle never run', async ({ app }) => {
  await openRun(app, 'cycle');
  const nodes = Object.keys(await statuses(app)).sort();
  for (let moment = 1; moment <= (await end(app)); moment++) {
    await seek(app, moment);
    expect(those(await statuses(app), 'running')).toEqual([]);
  }
  expect(those(await statuses(app), 'skipped')).toEqual(nodes);
});

test('a broken text keeps the run of the last good one, and says so; an empty one has nothing to run', async ({ app }) => {
  await openRun(app, 'three-tiers');
  await seek(app, await end(app));
  await app.locator('.cm-content').click();
  await app.keyboard.press('Control+End');
  await app.keyboard.type('site { }}');
  await settled(app);
  await expect(app.locator('.run-at')).toHaveClass(/older/);
  expect(those(await statuses(app), 'done').length).toBe(4);
  await write(app, '# nothing');
  await simulated(app);
  await expect(app.locator('.run-reason')).toHaveText('Nothing to run');
  await expect(app.getByRole('button', { name: 'Play' })).toBeDisabled();
});

test('every way in which a node stands has a sign of its own on its card and its row', async ({ app }) => {
  await openRun(app, 'three-tiers');
  await fail(app, 'web2.shop');
  const seen = new Map<string, string>();
  for (let moment = 0; moment <= (await end(app)); moment++) {
    await seek(app, moment);
    for (const [node, status] of Object.entries(await statuses(app))) {
      seen.set(status, (await card(app, node).locator('.status-mark').getAttribute('d')) ?? '');
      if (status !== 'waiting') await expect(app.locator(`[data-order-node="${node}"] .status`)).toHaveText(status);
    }
  }
  expect([...seen.keys()].sort()).toEqual(['done', 'failed', 'running', 'skipped', 'waiting']);
  expect(new Set(seen.values()).size).toBe(5);
});

test.describe('with the report and the timeline open', () => {
  // axe is injected as a script, which the page's policy forbids.
  test.use({ bypassCSP: true });
  for (const colorScheme of ['light', 'dark'] as const) {
    test(`axe finds nothing serious in ${colorScheme}, and the keyboard alone gets there`, async ({ page }) => {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await open(page, './');
      await simulated(page);
      await card(page, 'web2.shop').focus();
      await page.keyboard.press('f');
      await simulated(page);
      await expect(card(page, 'web2.shop')).toHaveAttribute('data-status', 'failed');
      await page.keyboard.press(',');
      await expect(page.locator('.run-at b')).toHaveText('6');
      for (const part of ['gantt', 'report']) {
        await page.locator(`[data-opens="${part}"]`).focus();
        await page.keyboard.press('Enter');
      }
      await expect(page.locator('run-gantt button')).toHaveCount(4);
      await expect(page.locator('.run-report h2')).toHaveText('If web2.shop fails');
      await page.addScriptTag({ path: 'node_modules/axe-core/axe.min.js' });
      const { violations } = await page.evaluate(() => window.axe.run(document));
      const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
      expect(serious.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' | ')}`)).toEqual([]);
    });
  }
});
