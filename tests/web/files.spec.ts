import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import type { Page } from '@playwright/test';
import { caretAfter, expect, openExample, settled, test, write } from './page';
import { zip } from './zip';

test('a new file has a sound name, and typing goes into it', async ({ app }) => {
  await app.getByRole('button', { name: 'Add a file' }).click();
  const field = app.getByLabel('Path of the new file');
  const faults = {
    'notes.txt': /ends in \.pp, \.epp, \.rb, \.yaml or \.json/,
    '/site.pp': /begins with/,
    '../site.pp': /no \. or \.\./,
    'a\\b.pp': /Use \//,
    'manifests/site.pp': /already/,
  };
  for (const [name, fault] of Object.entries(faults)) {
    await field.fill(name);
    await field.press('Enter');
    await expect(app.locator('.tab-note')).toHaveText(fault);
  }
  await field.fill('manifests/more.pp');
  await expect(app.locator('.tab-note')).toHaveText('');
  await field.press('Enter');
  await expect(app.getByRole('tab', { name: 'more.pp' })).toHaveAttribute('aria-selected', 'true');
  await expect(app.locator('.cm-content')).toBeFocused();
  await app.keyboard.type('# here');
  await expect(app.locator('.cm-content')).toHaveText('# here');
});

test('a file can be removed and brought back, and the last one stays', async ({ app }) => {
  await expect(app.getByRole('button', { name: 'Remove site.pp' })).toHaveCount(0);
  await openExample(app, 'stack');
  await app.getByRole('tab', { name: 'web.pp' }).click();
  await app.getByRole('button', { name: 'Remove web.pp' }).click();
  await settled(app);
  await expect(app.getByRole('tab', { name: 'web.pp' })).toHaveCount(0);
  await expect(app.locator('file-tabs [role="tab"][aria-selected="true"]')).toHaveCount(1);
  await expect(app.locator('.problem.error').first()).toBeVisible();
  await app.getByRole('button', { name: 'Undo' }).click();
  await settled(app);
  await expect(app.getByRole('tab', { name: 'web.pp' })).toHaveAttribute('aria-selected', 'true');
  await expect(app.locator('.cm-content')).toContainText('define store::web');
  await expect(app.locator('.problem.error')).toHaveCount(0);
  await app.getByRole('button', { name: 'Remove web.pp' }).click();
  await openExample(app, 'two-tiers');
  await expect(app.getByRole('button', { name: 'Undo' })).toHaveCount(0);
});

const STACK = '../web/examples/stack';

/** The files of an example, with paths in a folder. */
function stackIn(folder: string): [string, string][] {
  return readdirSync(STACK, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .map((path) => [`${folder}${relative(STACK, path)}`, readFileSync(path, 'utf8')]);
}

/** Chooses files by the page's button; a path is a folder. */
async function choose(page: Page, files: string | { name: string; mimeType: string; buffer: Buffer }[]): Promise<void> {
  const chooser = page.waitForEvent('filechooser');
  if (typeof files === 'string') {
    await page.getByRole('button', { name: 'Examples' }).click();
    await page.getByRole('button', { name: 'Open a folder…' }).click();
  } else {
    await page.getByRole('button', { name: 'Open…' }).click();
  }
  await (await chooser).setFiles(files);
}

const archive = (name: string, buffer: Buffer): { name: string; mimeType: string; buffer: Buffer }[] => [{ name, mimeType: 'application/octet-stream', buffer }];
const notice = '.notice p';

test('a file gets another name by F2 or a double click, and keeps its past', async ({ app }) => {
  await openExample(app, 'stack');
  await app.getByRole('tab', { name: 'db.pp' }).click();
  await caretAfter(app, 'define store::db');
  await app.keyboard.type(' # mine');
  await app.getByRole('tab', { name: 'db.pp' }).press('F2');
  const field = app.getByLabel('New path of modules/store/manifests/db.pp');
  await expect(field).toBeFocused();
  await field.press('Escape');
  await expect(app.getByRole('tab', { name: 'db.pp' })).toBeVisible();
  await app.getByRole('tab', { name: 'db.pp' }).dblclick();
  await field.fill('modules/store/manifests/web.pp');
  await field.press('Enter');
  await expect(app.locator('.tab-note')).toHaveText(/already/);
  await field.fill('modules/store/manifests/storage.pp');
  await field.press('Enter');
  await settled(app);
  await expect(app.getByRole('tab', { name: 'storage.pp' })).toHaveAttribute('aria-selected', 'true');
  await expect(app.getByRole('tab', { name: 'storage.pp' })).toBeFocused();
  await expect(app.getByRole('tab', { name: 'db.pp' })).toHaveCount(0);
  await expect(app.locator('[data-node]')).toHaveCount(10);
  await app.locator('.cm-content').click();
  await app.keyboard.press('ControlOrMeta+Z');
  await expect(app.locator('.cm-content')).not.toContainText('# mine');
  await app.reload();
  await expect(app.getByRole('tab', { name: 'storage.pp' })).toHaveAttribute('aria-selected', 'true');
});

test('a folder opens as an environment', async ({ app }) => {
  await write(app, '# all mine');
  await choose(app, STACK);
  await expect(app.locator('[data-node]')).toHaveCount(10);
  await app.evaluate(() => window.callsheet?.compiled());
  await expect(app.locator('.problem.error')).toHaveCount(0);
  await expect(app.locator(notice)).toHaveText('Opened 12 files.');
  await app.reload();
  await expect(app.locator('[data-node]')).toHaveCount(10);
  await app.getByRole('button', { name: 'Examples' }).click();
  await app.locator('[data-draft="0"]').click();
  await expect(app.locator('.cm-content')).toHaveText('# all mine');
});

test('a folder can be dropped on the page', async ({ app }) => {
  const session = await app.context().newCDPSession(app);
  const data = { items: [], files: [resolve(STACK)], dragOperationsMask: 1 };
  for (const type of ['dragEnter', 'dragOver'] as const) await session.send('Input.dispatchDragEvent', { type, x: 200, y: 300, data });
  await expect(app.locator('body')).toHaveClass('dropping');
  await session.send('Input.dispatchDragEvent', { type: 'drop', x: 200, y: 300, data });
  await expect(app.locator('[data-node]')).toHaveCount(10);
  await expect(app.locator('body')).not.toHaveClass('dropping');
  await expect(app.getByRole('tab', { name: 'db.pp' })).toBeVisible();
});

test('a zip archive opens as an environment, and what no plan needs is passed over', async ({ app }) => {
  const others: [string, string | Buffer][] = [
    ['stack-main/README.md', '# stack'],
    ['stack-main/.git/config.yaml', 'a: b'],
    ['stack-main/modules/store/spec/fixtures/manifests/site.pp', 'fail("no")'],
    ['stack-main/manifests/picture.pp', Buffer.from([0xff, 0xfe, 0, 1])],
  ];
  await choose(app, archive('stack.zip', zip([...others, ...stackIn('stack-main/')])));
  await expect(app.locator(notice)).toHaveText('Opened 12 files; 4 that no plan needs were passed over.');
  await settled(app);
  await expect(app.locator('[data-node]')).toHaveCount(10);
  await expect(app.getByRole('tab', { name: 'site.pp' })).toHaveAttribute('title', /^manifests\/site\.pp/);
});

test('a saved graph is drawn, and a link that was saved opens as a copy', async ({ app }) => {
  const graph = readFileSync('../web/examples/saved-graph/graph.json');
  await choose(app, archive('saved.json', graph));
  await expect(app.locator('[data-node="relay.radio.example"]')).toBeVisible();
  await expect(app.locator('[data-node]')).toHaveCount(5);
  await app.evaluate(() => window.callsheet?.compiled());
  await expect(app.locator('.problem.error')).toHaveCount(0);
  const link = { callsheet: 1, files: [{ path: 'manifests/site.pp', text: '# from elsewhere' }] };
  await choose(app, archive('callsheet.json', Buffer.from(JSON.stringify(link))));
  await expect(app.locator('.cm-content')).toHaveText('# from elsewhere');
  await app.getByRole('button', { name: 'Back to mine' }).click();
  await expect(app.locator('[data-node]')).toHaveCount(5);
});

test('what cannot be opened is told, and the text stays', async ({ app }) => {
  const whole = zip([['manifests/site.pp', '# text']]);
  const odd = Buffer.from(whole);
  odd.writeUInt16LE(99, whole.indexOf('PK\x01\x02', 0, 'latin1') + 10);
  const cases: [string, Buffer, RegExp][] = [
    ['photo.png', Buffer.from([0x89, 0x50, 0xff]), /Nothing to open/],
    ['empty.zip', zip([]), /Nothing to open/],
    ['cut.zip', whole.subarray(0, 40), /no zip archive/],
    ['short.zip', Buffer.from('PK'), /no zip archive|damaged/],
    ['damaged.zip', Buffer.concat([Buffer.alloc(20), whole.subarray(50)]), /damaged/],
    ['odd.zip', odd, /unusual way/],
    ['big.zip', zip([['manifests/a.pp', 'a'.repeat(3_000_000)]]), /more than 2 MB/],
    ['many.zip', zip(Array.from({ length: 501 }, (_, place) => [`manifests/${place}.pp`, '']) ), /too much: up to 500 files and 2 MB/],
    ['large.pp', Buffer.alloc(2_100_000, 'a'), /too much/],
  ];
  for (const [name, content, fault] of cases) {
    await choose(app, archive(name, content));
    await expect(app.locator(notice), name).toHaveText(fault);
    await expect(app.locator('[data-node="lb.shop"]')).toBeVisible();
    await app.getByRole('button', { name: 'Dismiss' }).click();
  }
});
