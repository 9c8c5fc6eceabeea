/** A strip below the top bar: what just happened to the page as a whole, and what can be done about it. */

import { html, nothing, type TemplateResult } from 'lit';
import { Panel } from './panel';

export interface NoticeInput {
  readonly text: string;
  readonly kind: 'news' | 'fault';
  /** The last one is what most people want. */
  readonly actions?: readonly { readonly label: string; readonly run: () => void }[];
}

export class PageNotice extends Panel {
  static override properties = { input: { attribute: false } };
  declare input: NoticeInput | undefined;

  protected override render(): TemplateResult {
    const { text, kind, actions = [] } = this.input ?? {};
    return html`<div role="status">
      ${text
        ? html`<p class=${kind}>${kind === 'fault' ? html`<b aria-hidden="true">!</b> ` : nothing}${text}</p>
            ${actions.map(
              ({ label, run }) => html`<button
                type="button"
                @click=${() => {
                  this.input = undefined;
                  run();
                }}
              >${label}</button>`,
            )}
            <button type="button" class="quiet dismiss" aria-label="Dismiss" @click=${() => (this.input = undefined)}>×</button>`
        : nothing}
    </div>`;
  }
}

customElements.define('page-notice', PageNotice);

/** Tells what went wrong. */
export function fault(error: unknown): undefined {
  notify({ kind: 'fault', text: error instanceof Error ? error.message : String(error) });
}

/** Shows a notice in place of the last one; none takes that away. */
export function notify(input: NoticeInput | undefined): void {
  const notice = document.querySelector('page-notice');
  if (notice instanceof PageNotice) notice.input = input;
}
