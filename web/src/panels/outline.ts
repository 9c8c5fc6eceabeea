/** What the files define and declare: a list to filter and to go to, opened by Ctrl-Shift-O. */

import { html, nothing, type TemplateResult } from 'lit';
import { symbolKinds } from 'virtual:first-view';
import type { Range } from 'callsheet';
import type { Outline } from '../protocol';
import { Panel } from './panel';

export interface OutlineInput {
  /** What the engine found in all files; the open one first. */
  readonly outlines: readonly Outline[];
}

interface Row {
  readonly kind: string;
  readonly depth: number;
  readonly name: string;
  readonly type: string;
  readonly place: Range;
}

/** Numbers of one symbol in the engine's list. */
const STRIDE = 8;

/** As many rows are shown at once. */
const MOST = 200;

function rowsOf({ path, text, symbols }: Outline): Row[] {
  const rows: Row[] = [];
  let [line, lineStart] = [1, 0];
  for (let at = 0; at < symbols.length; at += STRIDE) {
    const [kind = 0, depth = 0, , , from = 0, to = 0, typeFrom = 0, typeTo = 0] = symbols.subarray(at, at + STRIDE);
    for (let end = text.indexOf('\n', lineStart); end >= 0 && end < from; end = text.indexOf('\n', lineStart)) {
      line += 1;
      lineStart = end + 1;
    }
    const name = text.slice(from, to).replace(/\s+/g, ' ');
    const place = { file: path, from, to, line, column: from - lineStart + 1 };
    rows.push({ kind: symbolKinds[kind] ?? '', depth, name, type: text.slice(typeFrom, typeTo), place });
  }
  return rows;
}

/** Whether all words are somewhere in what the row says. */
function fits({ kind, name, type, place }: Row, words: readonly string[]): boolean {
  const said = `${kind} ${type} ${name} ${place.file}`.toLowerCase();
  return words.every((word) => said.includes(word));
}

export class OutlineList extends Panel {
  static override properties = { input: { attribute: false }, open: { state: true }, filter: { state: true } };
  declare input: OutlineInput | undefined;
  declare open: boolean;
  declare filter: string;
  #rows: readonly Row[] = [];
  #before: HTMLElement | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    document.addEventListener('pointerdown', (event) => {
      if (event.target instanceof Node && !this.contains(event.target)) this.open = false;
    });
    document.addEventListener('keydown', (event) => {
      if ((event.ctrlKey || event.metaKey) && event.shiftKey && event.key.toLowerCase() === 'o') {
        event.preventDefault();
        void this.show();
      }
    });
  }

  /** Opens the list with all that is there. */
  async show(): Promise<void> {
    if (document.activeElement instanceof HTMLElement && !this.contains(document.activeElement)) {
      this.#before = document.activeElement;
    }
    this.input = undefined;
    this.filter = '';
    this.open = true;
    this.tell('outline', undefined);
    await this.updateComplete;
    this.querySelector('input')?.focus();
  }

  protected override willUpdate(changed: Map<string, unknown>): void {
    if (changed.has('input')) this.#rows = this.input?.outlines.flatMap(rowsOf) ?? [];
  }

  protected override render(): TemplateResult {
    return html`<div @keydown=${(event: KeyboardEvent) => this.#press(event)}>
      <button
        type="button"
        class="quiet outline-button"
        title="Go to a definition (Ctrl-Shift-O)"
        aria-haspopup="dialog"
        aria-expanded=${this.open ? 'true' : 'false'}
        @click=${() => (this.open ? this.#close() : this.show())}
      >Outline</button>
      ${this.open ? this.#list() : nothing}
    </div>`;
  }

  #list(): TemplateResult {
    const words = (this.filter ?? '').toLowerCase().split(/\s+/).filter(Boolean);
    const rows = this.#rows.filter((row) => fits(row, words));
    const shown = rows.slice(0, MOST);
    return html`<div class="outline" role="dialog" aria-label="Outline">
      <input
        type="search"
        placeholder="Go to …"
        aria-label="Filter the outline"
        autocomplete="off"
        spellcheck="false"
        .value=${this.filter ?? ''}
        @input=${(event: Event) => (this.filter = (event.target as HTMLInputElement).value)}
      />
      <ul>
        ${shown.map((row, place) => this.#row(row, shown[place - 1], words.length === 0))}
      </ul>
      <p role="status">${this.#summary(rows.length)}</p>
    </div>`;
  }

  #summary(found: number): string {
    if (!this.input) return 'Reading …';
    if (found === 0) return this.#rows.length === 0 ? 'Nothing is defined here.' : 'Nothing fits.';
    return found > MOST ? `The first ${MOST} of ${found}; type to see others.` : '';
  }

  #row(row: Row, before: Row | undefined, isNested: boolean): TemplateResult {
    const { kind, depth, name, type, place } = row;
    const starts = before?.place.file !== place.file && (this.input?.outlines.length ?? 0) > 1;
    return html`${starts ? html`<li class="outline-file">${place.file}</li>` : nothing}
      <li>
        <button
          type="button"
          class="quiet outline-row depth-${isNested ? Math.min(depth, 4) : 0}"
          tabindex="-1"
          data-symbol=${kind}
          @click=${() => this.#go(place)}
        ><span class="outline-kind">${kind}</span><span class="outline-name">${type ? html`${type} ` : nothing}<b>${
          kind === name ? nothing : name
        }</b></span><span class="outline-line">${place.line}</span></button>
      </li>`;
  }

  #go(place: Range): void {
    this.open = false;
    this.tell('go', place);
  }

  #close(): void {
    this.open = false;
    (this.#before ?? this.querySelector<HTMLElement>('.outline-button'))?.focus();
    this.#before = undefined;
  }

  #press(event: KeyboardEvent): void {
    if (!this.open) return;
    const input = this.querySelector('input');
    const rows = [...this.querySelectorAll<HTMLElement>('.outline-row')];
    const place = rows.findIndex((row) => row === document.activeElement);
    const isTyping = event.target === input;
    switch (event.key) {
      case 'Escape':
        this.#close();
        break;
      case 'ArrowDown':
        rows[Math.min(place + 1, rows.length - 1)]?.focus();
        break;
      case 'ArrowUp':
        (place > 0 ? rows[place - 1] : input)?.focus();
        break;
      case 'Enter':
        if (!isTyping) return;
        rows[0]?.click();
        break;
      case 'Home':
      case 'End':
        if (isTyping) return;
        rows.at(event.key === 'Home' ? 0 : -1)?.focus();
        break;
      case 'Tab':
        this.open = false;
        return;
      default:
        // What is typed goes into the filter, wherever the focus is.
        if (event.key.length === 1 && !event.ctrlKey && !event.metaKey && !event.altKey) input?.focus();
        return;
    }
    event.preventDefault();
  }
}

customElements.define('outline-list', OutlineList);
