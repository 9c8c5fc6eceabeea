/** On narrow pages: which pane is shown. */

import { html, nothing, type TemplateResult } from 'lit';
import { Panel, type Pane } from './panel';

const PANES: readonly { readonly pane: Pane; readonly title: string }[] = [
  { pane: 'source', title: 'Source' },
  { pane: 'graph', title: 'Graph' },
  { pane: 'order', title: 'Order' },
];

export interface SwitchInput {
  readonly pane: Pane;
  readonly errors: number;
}

export class PaneSwitch extends Panel {
  static override properties = { input: { attribute: false } };
  declare input: SwitchInput | undefined;

  protected override render(): TemplateResult {
    const { pane: shown, errors } = this.input ?? { pane: 'graph', errors: 0 };
    return html`<nav aria-label="Panes">
      ${PANES.map(
        ({ pane, title }) => html`<button
          type="button"
          data-for=${pane}
          aria-pressed=${pane === shown}
          @click=${() => this.tell('open-pane', pane)}
        >${title}${pane === 'source' && errors > 0
          ? html` <span class="badge error">${errors}<span class="visually-hidden"> errors</span></span>`
          : nothing}</button>`,
      )}
    </nav>`;
  }
}

customElements.define('pane-switch', PaneSwitch);
