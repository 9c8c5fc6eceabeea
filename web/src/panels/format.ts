/** The button that lays the open file out, also Shift-Alt-F, and what came of it. */

import { html, nothing, type TemplateResult } from 'lit';
import { Panel } from './panel';

export interface FormatInput {
  /** The open file; only manifests can be formatted. */
  readonly path: string;
  /** What came of the last time, until the text changes. */
  readonly note: string | undefined;
}

export class FormatButton extends Panel {
  static override properties = { input: { attribute: false } };
  declare input: FormatInput | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    document.addEventListener('keydown', (event) => {
      const isKey = event.code === 'KeyF' && event.shiftKey && event.altKey && !event.ctrlKey && !event.metaKey;
      if (isKey) {
        event.preventDefault();
        this.tell('format', undefined);
      }
    });
  }

  protected override render(): TemplateResult {
    const { path = '', note } = this.input ?? {};
    return html`
      ${path.endsWith('.pp')
        ? html`<button
            type="button"
            class="quiet format-button"
            title="Lay the file out as Puppet’s style guide asks (Shift-Alt-F)"
            @click=${() => this.tell('format', undefined)}
          >Format</button>`
        : nothing}
      <p class="format-note" role="status">${note ? html`<span>${note}</span>` : nothing}</p>
    `;
  }
}

customElements.define('format-button', FormatButton);
