/** The files of the environment as tabs. */

import { html, nothing, type TemplateResult } from 'lit';
import type { SourceFile } from '../protocol';
import { fileName, Panel } from './panel';

export interface TabsInput {
  readonly files: readonly SourceFile[];
  readonly active: string;
  /** Paths of files with an error. */
  readonly broken: ReadonlySet<string>;
}

/** As short as it stays unique: `http.rb`, or `web/manifests/init.pp` where several are called `init.pp`. */
function tabName(path: string, files: readonly SourceFile[]): string {
  const name = fileName(path);
  const isUnique = files.filter((file) => fileName(file.path) === name).length === 1;
  return isUnique ? name : path.replace(/^modules\//, '');
}

export class FileTabs extends Panel {
  static override properties = { input: { attribute: false }, naming: { state: true } };
  declare input: TabsInput | undefined;
  declare naming: boolean;

  protected override render(): TemplateResult {
    const { files = [], active = '', broken = new Set<string>() } = this.input ?? {};
    return html`
      <div class="tab-list" role="tablist" aria-label="Files" @keydown=${(event: KeyboardEvent) => this.#move(event)}>
        ${files.map((file) => {
          const isActive = file.path === active;
          const isBroken = broken.has(file.path);
          return html`<button
            type="button"
            role="tab"
            title=${file.path}
            aria-selected=${isActive}
            tabindex=${isActive ? 0 : -1}
            @click=${() => this.tell('open-file', file.path)}
          >${tabName(file.path, files)}${isBroken
            ? html` <span class="mark" aria-hidden="true">✕</span><span class="visually-hidden">has an error</span>`
            : nothing}</button>`;
        })}
      </div>
      ${this.naming ? this.#nameField() : this.#addButton()}
    `;
  }

  #addButton(): TemplateResult {
    return html`<button
      type="button"
      class="quiet add"
      aria-label="Add a file"
      title="Add a file"
      @click=${async () => {
        this.naming = true;
        await this.updateComplete;
        this.querySelector('input')?.select();
      }}
    >+</button>`;
  }

  #nameField(): TemplateResult {
    return html`<form
      class="new-file"
      @submit=${(event: Event) => {
        event.preventDefault();
        const path = this.querySelector('input')?.value.trim() ?? '';
        this.naming = false;
        if (path) this.tell('add-file', path);
      }}
    >
      <input
        aria-label="Path of the new file"
        value="manifests/more.pp"
        autocomplete="off"
        @keydown=${(event: KeyboardEvent) => {
          if (event.key === 'Escape') this.naming = false;
        }}
        @blur=${() => (this.naming = false)}
      />
    </form>`;
  }

  #move(event: KeyboardEvent): void {
    const files = this.input?.files ?? [];
    const place = files.findIndex((file) => file.path === this.input?.active);
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    const file = step === undefined ? undefined : files[(place + step + files.length) % files.length];
    if (file) {
      event.preventDefault();
      this.tell('open-file', file.path);
      void this.updateComplete.then(() => this.querySelector<HTMLElement>('[aria-selected="true"]')?.focus());
    }
  }
}

customElements.define('file-tabs', FileTabs);
