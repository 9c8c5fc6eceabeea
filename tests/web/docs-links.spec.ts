/** Links of the built documentation: every one within it leads to a page and a place on it, others are well formed. */

import { readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { expect, test } from '@playwright/test';
import { existsSync } from 'node:fs';
import { below, BUILT, exampleFiles } from './docs';

const pages = new Map(below(BUILT, '.html').map((name) => [name, readFileSync(join(BUILT, name), 'utf8')]));

/** What may be linked to on a page. */
function places(html: string): Set<string> {
  return new Set([...html.matchAll(/ id="([^"]+)"/g)].map(([, id = '']) => id));
}

function wrong(page: string, address: string): string | undefined {
  if (/^https?:/.test(address)) return URL.canParse(address) && address.startsWith('https://') ? undefined : 'is no address';
  if (/^data:/.test(address)) return undefined;
  if (address.startsWith('/') || /^\w+:/.test(address)) return 'only works on one server';
  const [path = '', fragment] = decodeURIComponent(address).split('#');
  const target = path === '' ? page : normalize(join(dirname(page), path));
  if (target === '../index.html') {
    if (fragment === undefined || /^v\d/.test(fragment)) return undefined;
    return exampleFiles(fragment.replace('ex=', '')).length > 0 ? undefined : 'is no example';
  }
  const html = pages.get(target);
  if (html === undefined) return existsSync(join(BUILT, target)) && /\.\w+$/.test(target) ? undefined : 'leads nowhere';
  return fragment === undefined || places(html).has(fragment) ? undefined : `has no place ${fragment}`;
}

test('every link of the documentation leads somewhere', () => {
  expect(pages.size).toBeGreaterThan(150);
  const found: string[] = [];
  for (const [page, html] of pages) {
    // Manifests in embeds are no markup.
    const markup = html.replace(/<script type="text\/x-puppet"[^]*?<\/script>/g, '');
    for (const [, address = ''] of markup.matchAll(/ (?:href|src)="([^"]*)"/g)) {
      const fault = wrong(page, address.replaceAll('&amp;', '&'));
      if (fault) found.push(`${page}: ${address} ${fault}`);
    }
  }
  expect(found).toEqual([]);
});

test('no two places of a page have the same name', () => {
  for (const [page, html] of pages) {
    const ids = [...html.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id);
    expect(new Set(ids).size, page).toBe(ids.length);
  }
});

test('every page can be reached from the contents or an index', () => {
  const linked = new Set<string>();
  for (const [page, html] of pages) {
    for (const [, address = ''] of html.matchAll(/ href="([^"#:]+\.html)/g)) {
      if (normalize(join(dirname(page), address)) !== page) linked.add(normalize(join(dirname(page), address)));
    }
  }
  expect([...pages.keys()].filter((page) => !linked.has(page))).toEqual([]);
});
