// `make bench-page`: what somebody who types feels, in the built page in a browser.
//
// For environments of 60, 200 and 1,000 nodes, letters are typed into the name of a node, so that every one of them
// changes the plan and the drawing. Prints the time from a key press until the plan with it (or with a newer one) is
// painted; from a key press until the frame with the letter is; the longest task of the main thread, and how many were as
// long as a frame, which tells a habit from a collection of garbage; and how much the heap holds after 2,000 edits and a
// collection; at last how long a first visit takes on a slow network. Each figure is the median of the rounds. A number of
// nodes as an argument measures these alone, 0 the first visit.
// `node web/scripts/bench-page.mjs 1000 --profile` also says where the main thread spent its time.

import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { loadavg } from 'node:os';
import { extname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { chromium } from '@playwright/test';
import { preview } from 'vite';
import { manifest, SIZES } from './manifest.mjs';

const ROUNDS = 3;
const PACE = 60;
const EDITS = 2000;
const MEGABYTE = 2 ** 20;
/** What is asked for, in milliseconds and megabytes. */
const BARS = { echo: 16, task: 16, heap: 10 };
/** What is asked for of each size, in milliseconds, and how many keys are pressed. */
const TYPING = [
  { title: '60 nodes', ...SIZES[0], keys: 200, bar: 50 },
  { title: '200 nodes', ...SIZES[1], keys: 60, bar: 100 },
  { title: '1000 nodes', ...SIZES[2], keys: 30, bar: 250 },
  { title: '1000 nodes one by one', ...SIZES[2], keys: 30, bar: 250, isWhole: true },
];

const [only, isProfiled] = [process.argv[2]?.match(/^\d+$/)?.[0], process.argv.includes('--profile')];

function part(sorted, share) {
  return sorted[Math.floor(share * (sorted.length - 1))] ?? NaN;
}

function median(values) {
  return part(values.toSorted((a, b) => a - b), 0.5);
}

const settled = (page) => page.evaluate(() => window.callsheet.settled());

/** Without a service worker: on a first visit it keeps the page for later meanwhile, which is not measured here. */
async function pageWith(browser, address, size) {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 }, serviceWorkers: 'block' });
  await page.goto(address);
  await page.evaluate(() => window.callsheet.ready);
  await page.locator('.cm-content').click();
  await page.keyboard.press('Control+A');
  await page.keyboard.insertText(manifest(size));
  await settled(page);
  if (size.isWhole) {
    await page.getByRole('button', { name: /^Show all/ }).click();
    await settled(page);
  }
  // The caret goes into the name of the last balancer's node.
  await page.locator('.cm-content').press('Control+End');
  for (let line = 0; line < 6; line++) await page.keyboard.press('ArrowUp');
  await page.keyboard.press('Home');
  for (let letter = 0; letter < 'Node[\''.length; letter++) await page.keyboard.press('ArrowRight');
  await page.keyboard.type('warm');
  await settled(page);
  await page.evaluate(() => window.callsheet.compiled());
  return page;
}

/** Begins to write down when letters come, and when the frames with them are through. */
function watchEcho() {
  window.echoes = [];
  window.typedBefore = performance.getEntriesByName('callsheet:paint').at(-1).detail;
  performance.clearMarks();
  document.querySelector('.cm-content').addEventListener('keydown', (event) => {
    requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => window.echoes.push(performance.now() - event.timeStamp);
      port2.postMessage(undefined);
    });
  });
}

/** From each key press until a plan of its text, or of a newer one, is painted. */
function waits() {
  const paints = performance.getEntriesByName('callsheet:paint');
  const shown = (version) => paints.find(({ detail }) => detail >= version).startTime;
  return performance.getEntriesByName('callsheet:key').map((key, at) => shown(window.typedBefore + 1 + at) - key.startTime);
}

/**
 * The tasks of the thread that typing waits for, the longest first: how many milliseconds each took, and how many of them
 * the thread worked, which is less where others want the processor too.
 */
function tasks(trace) {
  const events = JSON.parse(trace.toString()).traceEvents;
  const isMain = ({ name, args }) => name === 'thread_name' && args.name === 'CrRendererMain';
  const mains = new Set(events.filter(isMain).map(({ pid, tid }) => `${pid} ${tid}`));
  const own = events.filter(({ name, ph, pid, tid }) => ph === 'X' && /RunTask$/.test(name) && mains.has(`${pid} ${tid}`));
  return own.map(({ dur = 0, tdur = 0 }) => ({ took: dur / 1000, worked: tdur / 1000 })).sort((a, b) => b.took - a.took);
}

/** Where the time went: functions by the time spent in themselves. */
function hottest({ nodes, samples, timeDeltas }) {
  const own = new Map();
  const named = new Map(nodes.map(({ id, callFrame }) => [id, `${callFrame.functionName || '(anonymous)'} ${callFrame.url.split('/').at(-1)}:${callFrame.columnNumber}`]));
  samples.forEach((id, at) => own.set(named.get(id), (own.get(named.get(id)) ?? 0) + timeDeltas[at] / 1000));
  return [...own].sort(([, a], [, b]) => b - a).slice(0, 25).map(([name, time]) => `    ${time.toFixed(0).padStart(6)} ms  ${name}`).join('\n');
}

async function round(browser, address, size) {
  const page = await pageWith(browser, address, size);
  const cdp = await page.context().newCDPSession(page);
  await page.evaluate(watchEcho);
  if (isProfiled) {
    await cdp.send('Profiler.enable');
    await cdp.send('Profiler.start');
  }
  await browser.startTracing(page, { categories: ['toplevel', '__metadata'] });
  for (let key = 0; key < size.keys; key++) {
    await Promise.all([page.keyboard.type('abcdefghij'[key % 10]), page.waitForTimeout(PACE)]);
  }
  await settled(page);
  const long = tasks(await browser.stopTracing());
  if (isProfiled) console.log(hottest((await cdp.send('Profiler.stop')).profile));
  const sorted = (await page.evaluate(waits)).sort((a, b) => a - b);
  const echoes = (await page.evaluate(() => window.echoes)).sort((a, b) => a - b);
  const cards = await page.locator('[data-node]').count();
  await page.close();
  return { p50: part(sorted, 0.5), p95: part(sorted, 0.95), echo: part(echoes, 0.5), late: part(echoes, 0.95), long, task: long[0].took, worked: Math.max(...long.map(({ worked }) => worked)), cards };
}

/** How many megabytes the page holds more after many edits that come to nothing. */
async function growth(browser, address) {
  const page = await pageWith(browser, address, SIZES[0]);
  const cdp = await page.context().newCDPSession(page);
  const used = async () => {
    await page.evaluate(() => window.callsheet.compiled());
    await cdp.send('HeapProfiler.collectGarbage');
    return (await cdp.send('Runtime.getHeapUsage')).usedSize / MEGABYTE;
  };
  const edit = async (times) => {
    for (let at = 0; at < times; at++) {
      await page.keyboard.press(at % 2 === 0 ? 'x' : 'Backspace');
      if (at % 10 === 9) await settled(page);
    }
    await settled(page);
  };
  await edit(100);
  const before = await used();
  await edit(EDITS);
  const after = await used();
  await page.close();
  return { before, after };
}

/** A network and a machine on which a page has to come soon: bytes a second, milliseconds, how many times slower. */
const SLOW = { download: 1.6e6 / 8, latency: 50, machine: 4, bar: 2 };
const TYPES = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css', '.json': 'application/json', '.wasm': 'application/wasm' };

/** The built page as servers send it: compressed. */
function compressing() {
  const sent = new Map();
  return createServer(({ url = '/' }, response) => {
    const name = new URL(url, 'http://localhost').pathname.replace(/\/$/, '/index.html');
    try {
      if (!sent.has(name)) sent.set(name, name === '/blank.html' ? gzipSync('<!doctype html><title>Blank</title>') : gzipSync(readFileSync(join('dist', name)), { level: 9 }));
      response.writeHead(200, { 'Content-Type': TYPES[extname(name)] ?? 'text/plain', 'Content-Encoding': 'gzip' }).end(sent.get(name));
    } catch {
      response.writeHead(404).end();
    }
  });
}

/** Seconds from the beginning of a first visit until the drawing is there, until it is planned live, and until the editor is there. */
async function visit(browser, address) {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, serviceWorkers: 'block' });
  const page = await context.newPage();
  const cdp = await context.newCDPSession(page);
  await cdp.send('Network.enable');
  await cdp.send('Network.emulateNetworkConditions', { offline: false, latency: SLOW.latency, downloadThroughput: SLOW.download, uploadThroughput: SLOW.download });
  await cdp.send('Emulation.setCPUThrottlingRate', { rate: SLOW.machine });
  await page.goto(address, { waitUntil: 'load' });
  const times = await page.evaluate(async () => {
    const drawn = performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? performance.now();
    await window.callsheet?.ready;
    const live = performance.now();
    while (window.callsheet && !document.querySelector('.cm-content')) await new Promise((resolve) => setTimeout(resolve, 5));
    return [drawn, live, performance.now()];
  });
  await context.close();
  return times.map((time) => time / 1000);
}

async function ready(browser) {
  const server = compressing();
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = `http://127.0.0.1:${server.address().port}/`;
  const [blanks, visits] = [[], []];
  for (let at = 0; at < ROUNDS; at++) {
    blanks.push((await visit(browser, `${address}blank.html`))[1]);
    visits.push(await visit(browser, address));
  }
  server.close();
  return { blank: median(blanks), drawn: median(visits.map(([drawn]) => drawn)), live: median(visits.map(([, live]) => live)), edited: median(visits.map(([, , edited]) => edited)) };
}

const server = await preview({ preview: { host: '127.0.0.1', port: Number(process.env['CALLSHEET_PORT'] ?? 4198), strictPort: true }, logLevel: 'error' });
const browser = await chromium.launch({
  executablePath: process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage'],
});
const address = server.resolvedUrls.local[0];
const load = () => `load ${loadavg()[0].toFixed(1)}`;
const against = (value, bar, unit) => `${value.toFixed(1)} ${unit} of ${bar}${value > bar ? ' MISSED' : ''}`;

for (const size of TYPING) {
  if (only && !size.title.startsWith(`${only} `)) continue;
  const rounds = [];
  for (let at = 0; at < (isProfiled ? 1 : ROUNDS); at++) rounds.push(await round(browser, address, size));
  const of = (name) => median(rounds.map((figures) => figures[name]));
  const lines = manifest(size).split('\n').length;
  console.log(`${size.title} (${lines} lines, ${of('cards')} cards), ${size.keys} keys, ${load()}`);
  console.log(`  key to painted plan: p50 ${of('p50').toFixed(1)} ms, p95 ${against(of('p95'), size.bar, 'ms')}`);
  console.log(`  key to the frame with the letter, which may wait for the screen: p50 ${against(of('echo'), BARS.echo, 'ms')}, p95 ${of('late').toFixed(1)} ms`);
  for (const [kind, title] of [['took', 'longest task of the main thread'], ['worked', 'the same without what others took of the processor']]) {
    const long = rounds.flatMap((figures) => figures.long.map((task) => task[kind])).filter((time) => time > 1).sort((a, b) => a - b);
    const over = long.filter((time) => time > BARS.task).length;
    console.log(`  ${title}: ${against(of(kind === 'took' ? 'task' : 'worked'), BARS.task, 'ms')}; of all above 1 ms p99 ${part(long, 0.99).toFixed(1)} ms; ${over} above ${BARS.task} ms in ${rounds.length * size.keys} keys`);
  }
}
if (!only) {
  const { before, after } = await growth(browser, address);
  console.log(`heap after ${EDITS} edits: ${before.toFixed(1)} MB to ${after.toFixed(1)} MB, grown ${against(after - before, BARS.heap, 'MB')}, ${load()}`);
}
if (!only || only === '0') {
  const { blank, drawn, live, edited } = await ready(browser);
  console.log(`first visit at 1.6 Mbit/s on a machine ${SLOW.machine} times slower, ${load()}: painted after ${drawn.toFixed(1)} s, planned live after ${live.toFixed(1)} s, which is ${against(live - blank, SLOW.bar, 's')} more than an empty page; with its editor after ${edited.toFixed(1)} s (letters go into a plain field before)`);
}
await browser.close();
await server.close();
