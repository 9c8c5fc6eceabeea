// Installs the npm package as anybody would, and plans with it: in a plain program of Node, in TypeScript, and in a page
// that Vite builds, opened in a browser.

import { execFileSync } from 'node:child_process';
import { createServer } from 'node:http';
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import assert from 'node:assert/strict';

const root = fileURLToPath(new URL('../../', import.meta.url));
const web = join(root, 'web');
const scratch = join(root, 'target/package/scratch');
const { chromium } = await import(join(web, 'node_modules/playwright-core/index.mjs'));

const [, version] = /^version = "(.*)"$/m.exec(readFileSync(join(root, 'Cargo.toml'), 'utf8'));
const tarball = join(root, `target/package/callsheet-${version}.tgz`);
const manifest = readFileSync(join(web, 'examples/three-tiers/manifests/site.pp'), 'utf8');

function run(command, ...words) {
  return execFileSync(command, words, { cwd: scratch, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });
}

function write(name, text) {
  writeFileSync(join(scratch, name), text);
}

rmSync(scratch, { recursive: true, force: true });
mkdirSync(scratch, { recursive: true });
write('package.json', '{ "name": "scratch", "private": true, "type": "module" }');
run('npm', 'install', '--no-audit', '--no-fund', '--offline', '--silent', tarball);

const installed = join(scratch, 'node_modules/callsheet');
const described = JSON.parse(readFileSync(join(installed, 'package.json'), 'utf8'));
assert.equal(described.version, version);
for (const name of ['README.md', 'LICENSE-MIT', 'LICENSE-APACHE', 'callsheet-plan.css']) readFileSync(join(installed, name));
assert.equal(readdirSync(installed, { recursive: true }).filter((name) => name.endsWith('.wasm')).length, 1, 'the engine is in the package once');

// The program of the README, in Node; what it prints is what it says.
const readme = readFileSync(join(installed, 'README.md'), 'utf8');
const [, example] = /```js\n([^]*?)```/.exec(readme);
write('example.mjs', example);
assert.match(run('node', 'example.mjs'), /^0 \[ 'db' \]\n1 \[ 'web' \]\n/);
write('plan.mjs', `
import { compile, diff, exportText, format, init, plan, simulate, tokenKinds, tokens, version } from 'callsheet';
const text = ${JSON.stringify(manifest)};
await init();
const view = plan(text);
console.log(JSON.stringify({
  levels: view.levels.map(({ nodes }) => nodes.map(({ name }) => name)),
  failed: compile([{ path: 'site.pp', text }], { node: 'db.shop' }).failed,
  changes: diff(text, text).changes.length,
  events: simulate(text).events.length,
  svg: exportText(text, 'svg').startsWith('<svg'),
  formatted: format('node  a {}'),
  kinds: tokenKinds().length > 10 && tokens(text).length > 100,
  version: version(),
}));
`);
const answer = JSON.parse(run('node', 'plan.mjs'));
assert.deepEqual(answer, {
  levels: [['db.shop'], ['web1.shop', 'web2.shop'], ['lb.shop']],
  failed: [],
  changes: 0,
  events: 8,
  svg: true,
  formatted: answer.formatted,
  kinds: true,
  version: answer.version,
});
assert.match(answer.formatted, /^node a \{/);

// The types, as strictly as anybody may ask.
write('use.ts', `
import { init, plan, type View } from 'callsheet';
import { CallsheetPlan, type PlanElement, type PlanEvent } from 'callsheet/element';

await init();
const view: View = plan([{ path: 'site.pp', text: '' }], { target: 'Shop', withPrerequisites: true });
const first: string | undefined = view.levels[0]?.nodes[0]?.name;
const element: PlanElement = new CallsheetPlan();
element.files = [{ path: 'site.pp', text: first ?? '' }];
element.view = 'graph';
element.addEventListener('select', (event) => console.log((event as PlanEvent<'select'>).detail.selection?.kind));
const found = document.querySelector('callsheet-plan');
void found?.ready.then((answer) => answer.problems.length);
// @ts-expect-error: there is no such view
element.view = 'everything';
// @ts-expect-error: a number is no manifest
plan(1);
`);
for (const [resolution, module] of [['bundler', 'ESNext'], ['NodeNext', 'NodeNext']]) {
  run(join(web, 'node_modules/.bin/tsc'), '--noEmit', '--strict', '--noUncheckedIndexedAccess', '--target', 'ES2022', '--module', module, '--moduleResolution', resolution, '--lib', 'ES2022,DOM', '--types', '', 'use.ts');
}

// A page, built by Vite with nothing but its defaults.
write('index.html', `<!doctype html><html lang="en"><title>Scratch</title><link rel="icon" href="data:,"><script type="module" src="./main.js"></script>
<pre id="planned"></pre><callsheet-plan view="split"><script type="text/x-puppet">\n${manifest}</script></callsheet-plan></html>`);
write('main.js', `
import 'callsheet/element';
import 'callsheet/callsheet-plan.css';
import { init, plan } from 'callsheet';
await init();
const text = document.querySelector('callsheet-plan script').textContent;
document.querySelector('#planned').textContent = plan(text).levels.map(({ nodes }) => nodes.length).join();
`);
symlinkSync(join(web, 'node_modules/vite'), join(scratch, 'node_modules/vite'));
run('node', 'node_modules/vite/bin/vite.js', 'build', '--base', './', '--logLevel', 'warn');
cpSync(join(scratch, 'dist'), join(scratch, 'served/deep/down'), { recursive: true });

const TYPES = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css', '.wasm': 'application/wasm' };
const server = createServer((request, response) => {
  try {
    const name = new URL(request.url, 'http://it').pathname;
    const body = readFileSync(join(scratch, 'served', name.endsWith('/') ? `${name}index.html` : name));
    response.writeHead(200, { 'content-type': TYPES[extname(name)] ?? 'text/html', 'content-security-policy': "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; img-src data:" }).end(body);
  } catch {
    response.writeHead(404).end();
  }
});
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage'] });
try {
  const page = await browser.newPage();
  const wrong = [];
  page.on('console', (message) => ['error', 'warning'].includes(message.type()) && wrong.push(message.text()));
  page.on('pageerror', (error) => wrong.push(error.message));
  await page.goto(`http://127.0.0.1:${server.address().port}/deep/down/`);
  await page.waitForFunction(() => document.querySelector('#planned').textContent === '1,2,1');
  await page.locator('callsheet-plan .card').nth(3).waitFor();
  await page.locator('callsheet-plan .line').first().click();
  await page.locator('callsheet-plan .cm-content').waitFor();
  assert.equal(page.workers().length, 1);
  assert.deepEqual(wrong, []);
} finally {
  await browser.close();
  server.close();
}
console.log('the package plans in Node, in TypeScript and in a page that Vite built');
