/** What an element consists of: a head, the source, the drawing or the order, and a foot. Nothing here needs the engine. */

import type { SourceFile } from '../protocol';
import { plainSpans, spansOf, type Span } from './colours';
import css from './element.css?inline';
import { Lines, PLAIN, type Looks } from './lines';

/** Height of a line and room around all of them, as the style sheet has them; pixels. */
const LINE = 20;
const AROUND = 24;
const TOP = 10;
/** Picked by trial: lower than the first no drawing can be read, higher than the second a page is all source. */
const LEAST = 240;
const MOST = 420;
const TALLEST = 460;

const sheet = new CSSStyleSheet();
sheet.replaceSync(css);

type Attributes = Readonly<Record<string, string | undefined>>;

export function make<Name extends keyof HTMLElementTagNameMap>(name: Name, attributes: Attributes, ...children: readonly (Node | string)[]): HTMLElementTagNameMap[Name] {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value !== undefined) made.setAttribute(key, value);
  }
  made.append(...children);
  return made;
}

function button(part: string, words: string): HTMLButtonElement {
  return make('button', { type: 'button', class: 'quiet', part: `button ${part}` }, words);
}

export class Frame {
  readonly title = make('span', { class: 'title', part: 'title' });
  readonly reset = button('reset', 'Reset');
  readonly copy = button('copy', 'Copy');
  readonly open = make('a', { part: 'button open', target: '_blank', rel: 'noopener' }, 'Open', make('span', { class: 'wide' }, ' in playground'), make('span', { 'aria-hidden': 'true' }, ' ↗'));
  readonly tabs = make('div', { class: 'files', role: 'group', 'aria-label': 'Files' });
  readonly lines = new Lines();
  /** What the keyboard reaches of the source. */
  readonly field = make('div', { class: 'field', tabindex: '0' }, this.lines.root);
  readonly code = make('div', { class: 'code' }, this.field);
  readonly source = make('section', { class: 'source', part: 'source', 'aria-label': 'Source' }, this.tabs, this.code);
  readonly graph = make('div', { class: 'graph', part: 'graph' }, make('slot', { name: 'drawing' }));
  readonly order = make('div', { class: 'order', part: 'order' });
  readonly body = make('div', { class: 'body', part: 'body' }, this.source, this.graph, this.order);
  readonly counts = make('div', { class: 'counts', part: 'counts' });
  /** What is read out. */
  readonly said = make('p', { class: 'announcer', role: 'status' });
  readonly foot = make('footer', { part: 'footer' }, this.counts);
  /** Without a title of its own, or that of the page's element would pop up over everything. */
  readonly root = make('div', { class: 'frame', part: 'frame', role: 'group', title: '' },
    make('header', { part: 'header' }, this.title, make('span', { class: 'actions' }, this.reset, this.copy, this.open)),
    this.body,
    this.foot,
    this.said,
  );
  #file: SourceFile | undefined;
  /** The line that is the first in view. */
  #first = 1;

  constructor(shadow: ShadowRoot) {
    shadow.adoptedStyleSheets = [sheet];
    shadow.append(this.root);
  }

  /** Shows one of the files. */
  show(files: readonly SourceFile[], active: string, choose: (path: string) => void): void {
    const file = files.find(({ path }) => path === active);
    if (!file) return;
    // The editor has the text.
    if (!this.root.classList.contains('edited')) {
      if (file !== this.#file) this.lines.show(file.text, { ...PLAIN, spans: this.plain(file) });
      this.#file = file;
    }
    this.tabs.hidden = files.length < 2;
    const paths = files.map(({ path }) => path);
    if (this.tabs.dataset['paths'] !== paths.join('\n')) {
      this.tabs.dataset['paths'] = paths.join('\n');
      this.tabs.replaceChildren(
        ...paths.map((path) => {
          const tab = make('button', { type: 'button', class: 'file', title: path, 'data-path': path }, path.slice(path.lastIndexOf('/') + 1));
          tab.addEventListener('click', () => choose(path));
          return tab;
        }),
      );
    }
    for (const tab of this.tabs.children) tab.setAttribute('aria-pressed', `${tab.getAttribute('data-path') === active}`);
    this.code.dataset['path'] = active;
  }

  /** Scrolls to where a reader begins. */
  begin(): void {
    this.field.scrollTop = this.#first > 1 ? TOP + (this.#first - 1) * LINE : 0;
  }

  /** The same by the tokens of the engine. */
  read(tokens: Uint32Array, names: readonly string[]): Span[] {
    return spansOf(tokens, names);
  }

  /** What the words of a file look like before the engine has read them. */
  plain(file: SourceFile): Span[] {
    return plainSpans(file);
  }

  /** The same text with what is known of it by now. */
  paint(looks: Looks): void {
    this.lines.paint(looks);
  }

  /** Keeps room for these lines, and for a drawing of this size if there is one. */
  reserve(first: number, last: number, drawing: { readonly width: number; readonly height: number } | undefined): void {
    this.#first = first;
    const rows = (last - first + 1) * LINE + AROUND;
    const style = this.root.style;
    style.setProperty('--rows', `${Math.min(rows, TALLEST)}px`);
    style.setProperty('--least', `${Math.max(LEAST, Math.min(rows, MOST))}px`);
    this.root.classList.toggle('drawn', drawing !== undefined);
    if (!drawing) return;
    style.setProperty('--aspect', `${drawing.width} / ${drawing.height}`);
    style.setProperty('--tall', `${drawing.height}px`);
    style.setProperty('--broad', `${drawing.width}px`);
  }

  /** Says how the source can be used. */
  allow(isEditable: boolean, path: string): void {
    const name = isEditable ? `Source of ${path}. Tab leaves it.` : `Source of ${path}`;
    this.field.setAttribute('aria-label', name);
    this.field.setAttribute('role', isEditable ? 'textbox' : 'group');
    if (isEditable) this.field.setAttribute('aria-multiline', 'true');
    else this.field.removeAttribute('aria-multiline');
    this.root.classList.toggle('readonly', !isEditable);
    this.reset.hidden = !isEditable;
  }
}
