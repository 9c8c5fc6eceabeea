/** The run in the foot of an element: play, steps and the slider. */

import { html, type TemplateResult } from 'lit';
import { Panel } from '../panels/panel';
import { controls, type RunInput } from '../panels/scrub';

export class RunStrip extends Panel {
  static override properties = { input: { attribute: false } };
  declare input: RunInput | undefined;

  protected override render(): TemplateResult {
    return html`<div class="run" role="group" aria-label="Simulated run" aria-busy=${this.input?.isPending ?? true}>${controls(this, this.input)}</div>`;
  }
}

customElements.define('callsheet-run', RunStrip);
