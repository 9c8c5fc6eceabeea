/** Finds anything on the page and does it, by Ctrl-K; and the list of keys, by a question mark. */

import { html, nothing, type TemplateResult } from 'lit';
import { found, KEYS, type Command } from '../commands';
import { Panel } from './panel';
import { VERSION } from 'virtual:first-view';

/** As many are shown. */
const MOST = 50;

export class CommandPalette extends Panel {
  static override properties = { shown: { state: true }, query: { state: true }, place: { state: true } };
  declare shown: 'commands' | 'keys' | undefined;
  declare query: string;
  /** Which one Enter takes. */
  declare place: number;
  #found: readonly Command[] = [];
  #taken: Command | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    document.addEventListener('keydown', (event) => {
      const isTyping = event.target instanceof Element && event.target.closest('input, select, textarea, [contenteditable=true], dialog') !== null;
      const isBare = !isTyping && !event.ctrlKey && !event.metaKey && !event.altKey;
      if ((event.ctrlKey || event.metaKey) && !event.shiftKey && event.key === 'k') this.show('commands');
      else if (isBare && event.key === '/') this.show('commands');
      else if (isBare && event.key === '?') this.show('keys');
      else return;
      event.preventDefault();
    });
  }

  show(what: 'commands' | 'keys', query = ''): void {
    [this.shown, this.query, this.place] = [what, query, 0];
  }

  protected override updated(): void {
    const dialog = this.querySelector('dialog');
    if (dialog && !dialog.open) dialog.showModal();
    this.querySelector('[aria-selected=true]')?.scrollIntoView({ block: 'nearest' });
  }

  protected override render(): TemplateResult {
    if (!this.shown) return html``;
    return html`<dialog
      class="palette"
      aria-label=${this.shown === 'keys' ? 'Keys' : 'Find'}
      @close=${(event: Event) => this.#closed(event.target as HTMLDialogElement)}
      @click=${(event: Event) => event.target === event.currentTarget && this.#close()}
    >
      ${this.shown === 'keys' ? this.#keys() : this.#commands()}
    </dialog>`;
  }

  #commands(): TemplateResult {
    const all = found(this.query);
    this.#found = all.slice(0, MOST);
    return html`
      <input
        role="combobox"
        placeholder="Go to, or do …"
        aria-label="Find"
        aria-expanded="true"
        aria-controls="found"
        aria-activedescendant=${this.#found.length > 0 ? `found-${this.place}` : nothing}
        autocomplete="off"
        spellcheck="false"
        autofocus
        .value=${this.query}
        @input=${(event: Event) => this.show('commands', (event.target as HTMLInputElement).value)}
        @keydown=${(event: KeyboardEvent) => this.#press(event)}
      />
      <ul role="listbox" id="found" aria-label="Found">
        ${this.#found.map(
          ({ kind, title, about }, place) => html`<li role="option" id="found-${place}" aria-selected=${place === this.place} @click=${() => this.#take(place)}>
            <span class="outline-kind">${kind}</span><b>${title}</b><span class="outline-line">${about}</span>
          </li>`,
        )}
      </ul>
      <p role="status">${all.length === 0 ? 'Nothing fits.' : all.length > MOST ? `The first ${MOST} of ${all.length}` : nothing}</p>
    `;
  }

  #keys(): TemplateResult {
    return html`
      <h2>Keys</h2>
      <button type="button" class="quiet" aria-label="Close" @click=${() => this.#close()}>×</button>
      <table>
        ${KEYS.map(
          ([where, keys]) => html`<tbody>
            <tr><th colspan="2" scope="rowgroup">${where}</th></tr>
            ${keys.map(([key, does]) => html`<tr><td><kbd>${key}</kbd></td><td>${does}</td></tr>`)}
          </tbody>`,
        )}
      </table>
      <footer>Callsheet ${VERSION}</footer>
    `;
  }

  #press(event: KeyboardEvent): void {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.key === 'Enter') this.#take(this.place);
    else if (step) this.place = (this.place + step + this.#found.length) % Math.max(1, this.#found.length);
    else return;
    event.preventDefault();
  }

  /** Closes first, since closing returns the focus to where it was. */
  #take(place: number): void {
    this.#taken = this.#found[place];
    if (this.#taken) this.#close();
  }

  #closed(dialog: HTMLDialogElement): void {
    // It may be open again by now.
    if (!dialog.open) this.shown = undefined;
    const taken = this.#taken;
    this.#taken = undefined;
    taken?.run();
  }

  #close(): void {
    this.querySelector('dialog')?.close();
  }
}

customElements.define('command-palette', CommandPalette);
