/** The dialog of examples: cards with a drawing, what each shows and what its plan is, and the user's texts to return to. */

import { html, nothing, type TemplateResult } from 'lit';
import type { Draft } from '../drafts';
import type { Example } from '../examples';
import { count, fileName, Panel } from './panel';

export interface GalleryInput {
  /** None while they are on their way; or why there are none. */
  readonly examples: readonly Example[] | Error | undefined;
  /** Id of the example that was opened last. */
  readonly current: string | undefined;
  /** The user's texts to return to, the last one first. */
  readonly earlier: readonly Draft[];
}

const EARLIER = ['Your last text', 'Your text before that', 'Your oldest text'];
const isMouse = matchMedia('(pointer: fine)');

/** What is to be expected in one line: `4 nodes, 3 waves`. */
function plan({ waves }: Example): string {
  const nodes = waves.reduce((sum, wave) => sum + wave, 0);
  return waves.length === 0 ? 'no order' : `${count(nodes, 'node')}, ${count(waves.length, 'wave')}`;
}

function matches({ id, title, about, findings }: Example, words: string): boolean {
  const text = [id, title, about, ...findings].join(' ').toLowerCase();
  return words.toLowerCase().split(/\s+/).every((word) => text.includes(word));
}

export class ExampleGallery extends Panel {
  static override properties = { input: { attribute: false }, words: { state: true } };
  declare input: GalleryInput | undefined;
  /** What is searched for. */
  declare words: string | undefined;

  /** Shows the dialog; a search for `words` if given. */
  async open(words = ''): Promise<void> {
    this.words = words;
    await this.updateComplete;
    this.#dialog?.showModal();
    if (isMouse.matches) this.querySelector('input')?.focus();
  }

  close(): void {
    this.#dialog?.close();
  }

  get #dialog(): HTMLDialogElement | null {
    return this.querySelector('dialog');
  }

  protected override render(): TemplateResult {
    const { earlier = [] } = this.input ?? {};
    const examples = this.#examples();
    const found = examples.filter((example) => matches(example, this.words ?? ''));
    const group = (title: string, of: readonly Example[]): TemplateResult | typeof nothing =>
      of.length === 0 ? nothing : html`<h3>${title}</h3><ul>${of.map((example) => html`<li>${this.#card(example)}</li>`)}</ul>`;
    return html`<dialog
      class="gallery"
      aria-labelledby="gallery-title"
      @click=${(event: Event) => {
        if (event.target === this.#dialog) this.close();
      }}
    >
      <header>
        <h2 id="gallery-title" tabindex="-1">Examples</h2>
        <input
          type="search"
          placeholder="Search by word or finding"
          aria-label="Search the examples by word or finding"
          .value=${this.words ?? ''}
          @input=${(event: InputEvent) => (this.words = (event.target as HTMLInputElement).value)}
          @keydown=${(event: KeyboardEvent) => {
            const [first] = found;
            if (event.key !== 'Enter' || !first) return;
            // The key would also press the button that has the focus when the dialog is gone.
            event.preventDefault();
            this.tell('open-example', first.id);
          }}
        />
        <button type="button" @click=${() => this.#choose('files')}>Open files…</button>
        <button type="button" @click=${() => this.#choose('folder')}>Open a folder…</button>
        <button type="button" class="quiet" aria-label="Close" @click=${() => this.close()}>×</button>
      </header>
      <div class="scroll">
        ${this.words || earlier.length === 0
          ? nothing
          : html`<h3>Yours</h3><ul class="earlier">${earlier.map((draft, place) => html`<li>${this.#draft(draft, place)}</li>`)}</ul>`}
        ${group('To learn from', found.filter(({ broken }) => !broken))}
        ${group('Broken on purpose', found.filter(({ broken }) => broken))}
        <p role="status">${this.#lack(found)}</p>
      </div>
    </dialog>`;
  }

  #choose(what: 'files' | 'folder'): void {
    this.close();
    this.tell('choose-files', what);
  }

  #examples(): readonly Example[] {
    const { examples = [] } = this.input ?? {};
    return examples instanceof Error ? [] : examples;
  }

  /** Why nothing is shown. */
  #lack(found: readonly Example[]): string {
    const { examples } = this.input ?? {};
    if (examples instanceof Error) return examples.message;
    if (examples === undefined) return 'Loading…';
    return found.length === 0 ? `No example has “${this.words}”.` : '';
  }

  #card(example: Example): TemplateResult {
    const { id, title, about, findings, drawing } = example;
    return html`<button
      type="button"
      class="example"
      data-example=${id}
      aria-current=${this.input?.current === id ? 'true' : nothing}
      @click=${() => this.tell('open-example', id)}
    >
      <img src=${`data:image/svg+xml,${encodeURIComponent(drawing)}`} alt="" loading="lazy" />
      <b>${title}</b>
      <span>${about}</span>
      <small>${plan(example)}${findings.map((code) => html` · <code>${code}</code>`)}</small>
    </button>`;
  }

  /** What tells a text from others: where it began, and its files. */
  #draft(draft: Draft, place: number): TemplateResult {
    const { example, files, active } = draft;
    const origin = this.#examples().find((known) => known.id === example)?.title;
    const extent = files.length === 1 ? fileName(active) : count(files.length, 'file');
    return html`<button
      type="button"
      class="example"
      data-draft=${place}
      @click=${() => {
        this.close();
        this.tell('open-draft', draft);
      }}
    ><b>${EARLIER[place]}</b><span>${origin ? `Began as “${origin}”: ` : ''}${extent}</span></button>`;
  }
}

customElements.define('example-gallery', ExampleGallery);
