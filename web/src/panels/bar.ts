/** The top bar: name, examples, light or dark. */

import { html, nothing, type TemplateResult } from 'lit';
import type { Draft } from '../drafts';
import { EXAMPLES } from '../examples';
import { count, fileName, Panel } from './panel';

export interface BarInput {
  readonly example: string | undefined;
  /** The user's texts to return to, the last one first. */
  readonly earlier: readonly Draft[];
  readonly dark: boolean;
}

/** The names in the menu, the last text first. */
const EARLIER = ['Your last text', 'Your text before that', 'Your oldest text'];

/** What tells a text from others: where it began, and its files. */
function aboutDraft({ example, files, active }: Draft): string {
  const origin = EXAMPLES.find((known) => known.id === example)?.title;
  const extent = files.length === 1 ? fileName(active) : count(files.length, 'file');
  return origin ? `Began as “${origin}”: ${extent}.` : `${extent}.`;
}

export class CallsheetBar extends Panel {
  static override properties = { input: { attribute: false }, open: { state: true } };
  declare input: BarInput | undefined;
  declare open: boolean;

  override connectedCallback(): void {
    super.connectedCallback();
    document.addEventListener('pointerdown', (event) => {
      if (event.target instanceof Node && !this.contains(event.target)) this.open = false;
    });
  }

  protected override render(): TemplateResult {
    const dark = this.input?.dark ?? false;
    return html`
      <h1>
        <svg class="mark" viewBox="0 0 28 24" aria-hidden="true">
          <path d="M6 12 L21 5 M6 12 L21 19" />
          <circle class="hue-0" cx="6" cy="12" r="5" />
          <circle class="hue-1" cx="21" cy="5" r="4.5" />
          <circle class="hue-2" cx="21" cy="19" r="4.5" />
        </svg>
        Callsheet
      </h1>
      <div class="menu" @keydown=${(event: KeyboardEvent) => this.#press(event)}>
        <button
          type="button"
          class="examples-button"
          aria-haspopup="menu"
          aria-expanded=${this.open ? 'true' : 'false'}
          @click=${() => this.#toggle()}
        >Examples <span aria-hidden="true">▾</span></button>
        ${this.open ? this.#menu() : nothing}
      </div>
      <p class="tagline">the application graph and run order, while you type</p>
      <share-button></share-button>
      <button
        type="button"
        class="theme"
        aria-label=${dark ? 'Switch to light' : 'Switch to dark'}
        title=${dark ? 'Switch to light' : 'Switch to dark'}
        @click=${() => this.tell('switch-theme', undefined)}
      ><span aria-hidden="true">${dark ? '☀' : '☾'}</span></button>
    `;
  }

  #menu(): TemplateResult {
    return html`<div class="menu-list" role="menu" aria-label="Examples">
      ${EXAMPLES.map(
        (example) => html`<button
          type="button"
          role="menuitem"
          tabindex="-1"
          data-example=${example.id}
          aria-current=${this.input?.example === example.id ? 'true' : nothing}
          @click=${() => {
            this.#close();
            this.tell('open-example', example.id);
          }}
        ><b>${example.title}</b><span>${example.about}</span></button>`,
      )}
      ${this.input?.earlier.map(
        (draft, place) => html`<button
          type="button"
          role="menuitem"
          tabindex="-1"
          data-draft=${place}
          @click=${() => {
            this.#close();
            this.tell('open-draft', draft);
          }}
        ><b>${EARLIER[place]}</b><span>${aboutDraft(draft)}</span></button>`,
      )}
    </div>`;
  }

  async #toggle(): Promise<void> {
    this.open = !this.open;
    await this.updateComplete;
    this.#items()[0]?.focus();
  }

  #close(): void {
    this.open = false;
    this.querySelector<HTMLElement>('.examples-button')?.focus();
  }

  #items(): HTMLElement[] {
    return [...this.querySelectorAll<HTMLElement>('[role="menuitem"]')];
  }

  #press(event: KeyboardEvent): void {
    if (!this.open) {
      return;
    }
    const items = this.#items();
    const place = items.findIndex((item) => item === document.activeElement);
    switch (event.key) {
      case 'Escape':
        this.#close();
        break;
      case 'Tab':
        this.open = false;
        return;
      case 'ArrowDown':
        items[(place + 1) % items.length]?.focus();
        break;
      case 'ArrowUp':
        items.at(place - 1)?.focus();
        break;
      case 'Home':
        items[0]?.focus();
        break;
      case 'End':
        items.at(-1)?.focus();
        break;
      default:
        return;
    }
    event.preventDefault();
  }
}

customElements.define('callsheet-bar', CallsheetBar);
