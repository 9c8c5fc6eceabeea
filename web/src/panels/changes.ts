/** What changed, a sentence each. */

import { html, nothing, type TemplateResult } from 'lit';
import type { ChangeView } from 'callsheet';
import { inline } from '../inline';
import type { Selection } from '../state';
import { Panel } from './panel';

export interface ChangesInput {
  /** With what each is about, if that is in the drawing. */
  readonly rows: readonly (ChangeView & { readonly selection: Selection | undefined })[];
  /** Since the files were pinned, not since they were opened. */
  readonly pinned: boolean;
  /** Why nothing can be told. */
  readonly fault: string | undefined;
}

const SIGNS: Readonly<Record<string, string>> = { added: '+', removed: '−', changed: '~' };

/** As many are listed. */
const MOST = 300;

export class ChangeList extends Panel {
  static override properties = { input: { attribute: false } };
  declare input: ChangesInput | undefined;

  protected override render(): TemplateResult {
    const { rows = [], pinned, fault } = this.input ?? {};
    const since = pinned ? 'it was pinned' : 'it was opened';
    return html`
      <div class="output-bar">
        <span>${rows.length === 0 ? 'No change' : 'Changes'} since ${since}</span>
        <button type="button" class="pin" title="Compare with the present text from here on" @click=${() => this.tell('pin', undefined)}>Pin</button>
      </div>
      ${fault ? html`<p class="failure"><span aria-hidden="true">✕</span> ${fault}</p>` : nothing}
      <div class="scroll" tabindex=${rows.length > 0 ? 0 : nothing} role="group" aria-label="Changes">
        <ul class="changes">
          ${rows.slice(0, MOST).map(({ change, text, selection }) => {
            const words = inline(text);
            return html`<li class=${change}>
              <span class="sign" aria-hidden="true">${SIGNS[change]}</span>${selection
                ? html`<button type="button" class="quiet" @click=${() => this.tell('pick', selection)}>${words}</button>`
                : html`<span>${words}</span>`}
            </li>`;
          })}
        </ul>
        ${rows.length > MOST ? html`<p class="none">and ${rows.length - MOST} more</p>` : nothing}
      </div>
    `;
  }
}

customElements.define('change-list', ChangeList);
