/** The search: a dialog with a field, and what was found grouped by page. */

import { html, nothing, render, type TemplateResult } from 'lit';
import MiniSearch, { type SearchResult } from 'minisearch';

/** As the build made the index. */
const FIELDS = { fields: ['heading', 'page', 'text'], storeFields: ['page', 'heading', 'text'] };
const LIKE = { prefix: true, fuzzy: 0.15, combineWith: 'AND', boost: { page: 4, heading: 3 } } as const;
/** Passages of one page, and pages. */
const [PASSAGES, PAGES] = [3, 12];
/** Characters around the words that were found. */
const AROUND = 70;

interface Hit {
  readonly address: string;
  readonly heading: string;
  readonly text: string;
  readonly words: readonly string[];
}

interface Group {
  readonly page: string;
  readonly hits: readonly Hit[];
}

const text = (value: unknown): string => (typeof value === 'string' ? value : '');

function hitOf(result: SearchResult): Hit {
  return { address: text(result.id), heading: text(result['heading']), text: text(result['text']), words: result.terms };
}

/** The best pages, each with its best passages. */
function grouped(results: readonly SearchResult[]): Group[] {
  const pages = new Map<string, { page: string; hits: Hit[] }>();
  for (const result of results) {
    const address = text(result.id).split('#')[0] ?? '';
    const group = pages.get(address) ?? { page: text(result['page']), hits: [] };
    pages.set(address, group);
    if (group.hits.length < PASSAGES) group.hits.push(hitOf(result));
  }
  return [...pages.values()].slice(0, PAGES);
}

/** A text in pieces, every second of which is one of the words. */
function pieces(whole: string, words: readonly string[]): string[] {
  const safe = words.map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return safe.length === 0 ? [whole] : whole.split(new RegExp(`(${safe.join('|')})`, 'gi'));
}

function marked(whole: string, words: readonly string[]): unknown[] {
  return pieces(whole, words).map((piece, place) => (place % 2 === 1 ? html`<mark>${piece}</mark>` : piece));
}

/** The part of a text in which the words are. */
function excerpt({ text: whole, words }: Hit): string {
  const at = Math.max(0, (pieces(whole, words)[0] ?? '').length - AROUND / 2);
  const from = at === 0 || at >= whole.length ? 0 : whole.lastIndexOf(' ', at) + 1;
  const to = from + 2 * AROUND;
  return `${from > 0 ? '… ' : ''}${whole.slice(from, to)}${to < whole.length ? ' …' : ''}`;
}

function said(query: string, groups: readonly Group[]): string {
  const places = groups.flatMap(({ hits }) => hits).length;
  if (query === '') return 'Type a word, such as “export”, or a code, such as “node-cycle”.';
  if (places === 0) return `Nothing was found for “${query}”.`;
  return `${places} ${places === 1 ? 'place' : 'places'} on ${groups.length} ${groups.length === 1 ? 'page' : 'pages'}`;
}

/** Searches for what is typed into the field; the dialog has a list for what is found, and a line that says how much. */
export async function search(dialog: HTMLDialogElement, field: HTMLInputElement, address: URL): Promise<void> {
  const [list, line] = [dialog.querySelector<HTMLElement>('#hits'), dialog.querySelector<HTMLElement>('.search-said')];
  if (!list || !line) return;
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(`the index could not be loaded (${answer.status})`);
  const index = MiniSearch.loadJSON<Record<string, string>>(await answer.text(), FIELDS);
  let groups: readonly Group[] = [];
  let place = 0;

  const option = (hit: Hit, own: number): TemplateResult => html`<a
    role="option"
    id="hit-${own}"
    tabindex="-1"
    href=${new URL(hit.address, address).href}
    aria-selected=${own === place}
    @click=${() => dialog.close()}
  >${hit.heading === '' ? nothing : html`<b>${marked(hit.heading, hit.words)}</b>`}<span>${marked(excerpt(hit), hit.words)}</span></a>`;

  const draw = (): void => {
    let own = 0;
    const group = ({ page, hits }: Group, number: number): TemplateResult => html`<div role="group" aria-labelledby="group-${number}">
      <p id="group-${number}" class="search-page">${marked(page, hits[0]?.words ?? [])}</p>
      ${hits.map((hit) => option(hit, own++))}
    </div>`;
    render(groups.map(group), list);
    list.hidden = groups.length === 0;
    field.ariaExpanded = `${groups.length > 0}`;
    if (groups.length > 0) field.setAttribute('aria-activedescendant', `hit-${place}`);
    else field.removeAttribute('aria-activedescendant');
  };

  const find = (): void => {
    const query = field.value.trim();
    groups = query === '' ? [] : grouped(index.search(query, LIKE));
    place = 0;
    draw();
    list.scrollTop = 0;
    line.textContent = said(query, groups);
  };

  field.addEventListener('input', find);
  field.addEventListener('keydown', (event) => {
    const count = groups.flatMap(({ hits }) => hits).length;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.key === 'Enter') list.querySelector<HTMLAnchorElement>('[aria-selected="true"]')?.click();
    if (step === undefined || count === 0) return;
    event.preventDefault();
    place = (place + step + count) % count;
    draw();
    list.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' });
  });
  find();
}
