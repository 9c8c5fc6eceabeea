/** A page of somebody else's, made up for a test, which has elements or frames in it. */

import type { Page } from '@playwright/test';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export const SHOP = readFileSync('examples/three-tiers/manifests/site.pp', 'utf8');

export interface Host {
  /** Whether the page is of another origin than the page under test, and so its scripts of another than its own. */
  readonly elsewhere?: boolean;
  readonly csp?: string;
  readonly head?: string;
}

export function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
}

export function element(attributes = '', text = SHOP, more = ''): string {
  return `<callsheet-plan ${attributes}><script type="text/x-puppet">\n${text}</script>${more}</callsheet-plan>`;
}

/** Serves one page from an origin of its own, as long as the browser's page is open. */
async function serve(page: Page, html: string, headers: Readonly<Record<string, string>>): Promise<string> {
  const server = createServer((_, response) => response.writeHead(200, { 'content-type': 'text/html', ...headers }).end(html));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  page.once('close', () => server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}

/** Opens a page with this body. Requests to others than itself and the folder under test are collected. */
export async function openHost(page: Page, base: string, body: string, { elsewhere, csp, head = '' }: Host = {}): Promise<string[]> {
  const from = elsewhere ? base : '';
  const html = `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>A page</title><link rel="icon" href="data:,"><link rel="stylesheet" href="${from}callsheet-plan.css">
<script type="module" src="${from}callsheet-plan.js"></script>${head}</head><body><main><h1>A page</h1>${body}</main></body></html>`;
  const headers: Record<string, string> = csp ? { 'content-security-policy': csp } : {};
  const address = elsewhere ? await serve(page, html, headers) : new URL('host.html', base).href;
  if (!elsewhere) await page.route(address, (route) => route.fulfill({ contentType: 'text/html', body: html, headers }));
  const wrong: string[] = [];
  page.on('request', (request) => {
    const url = request.url();
    if (!/^(data|blob):/.test(url) && !url.startsWith(base) && url !== address) wrong.push(`request to ${url}`);
  });
  await page.goto(address);
  return wrong;
}

/** Waits until every element of the page that somebody came near to has an answer; with `all`, until all have one. */
export async function answered(page: Page, all?: 'all'): Promise<void> {
  await page.evaluate(() => customElements.whenDefined('callsheet-plan'));
  if (all) await page.evaluate(() => Promise.all([...document.querySelectorAll('callsheet-plan')].map((plan) => plan.load())));
  await page.evaluate(() => Promise.all([...document.querySelectorAll('callsheet-plan')].map((plan) => plan.ready)));
}
