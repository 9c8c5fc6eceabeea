/** The tabs of the right pane. */

import { html, nothing, type TemplateResult } from 'lit';
import { Panel, type Side } from './panel';

const SIDES: readonly (readonly [Side, string])[] = [
  ['order', 'Order'],
  ['changes', 'Changes'],
  ['outputs', 'Outputs'],
];

export interface SidesInput {
  readonly side: Side;
  /** How many changes there are. */
  readonly changes: number;
}

export class SideTabs extends Panel {
  static override properties = { input: { attribute: false } };
  declare input: SidesInput | undefined;

  protected override render(): TemplateResult {
    const { side: shown, changes } = this.input ?? { side: 'order', changes: 0 };
    return html`<div role="tablist" aria-label="Plan" @keydown=${(event: KeyboardEvent) => this.#press(event)}>
      ${SIDES.map(
        ([side, title]) => html`<button
          type="button"
          role="tab"
          id="tab-${side}"
          aria-controls="side-${side}"
          aria-selected=${side === shown}
          tabindex=${side === shown ? 0 : -1}
          @click=${() => this.tell('open-side', side)}
        >${title}${side === 'changes' && changes > 0 ? html` <span class="badge">${changes}</span>` : nothing}</button>`,
      )}
    </div>`;
  }

  #press(event: KeyboardEvent): void {
    const step = { ArrowRight: 1, ArrowLeft: -1, Home: 0, End: 0 }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const tabs = [...this.querySelectorAll<HTMLElement>('[role=tab]')];
    const place = tabs.findIndex((tab) => tab === event.target);
    const tab = step === 0 ? tabs.at(event.key === 'Home' ? 0 : -1) : tabs.at((place + step) % tabs.length);
    tab?.click();
    tab?.focus();
  }
}

customElements.define('side-tabs', SideTabs);
