/** What the plan is for: everything, an application, an instance, or the nodes that the inspector put into the target. */

import { html, nothing, type TemplateResult } from 'lit';
import type { Aim } from '../state';
import { count, Panel } from './panel';

export interface TargetInput {
  readonly aim: Aim;
  readonly instances: readonly string[];
}

export class TargetChoice extends Panel {
  static override properties = { input: { attribute: false } };
  declare input: TargetInput | undefined;

  protected override render(): TemplateResult {
    if (!this.input) return html``;
    const { aim, instances } = this.input;
    const { target } = aim;
    const applications = [...new Set(instances.map((instance) => instance.slice(0, instance.indexOf('['))))];
    const isListed = ['', ...applications, ...instances].includes(target);
    const group = (label: string, ids: readonly string[]): TemplateResult =>
      html`<optgroup label=${label}>${ids.map((id) => html`<option .selected=${id === target}>${id}</option>`)}</optgroup>`;
    return html`<label>
        <span>Target</span>
        <select
          class=${target ? 'set' : nothing}
          @change=${(event: Event) => this.tell('aim', { ...aim, target: (event.target as HTMLSelectElement).value })}
        >
          <option value="" .selected=${target === ''}>Whole environment</option>
          ${isListed ? nothing : html`<option value=${target} selected>${target.includes(',') ? count(target.split(',').length, 'node') : target}</option>`}
          ${group('Applications', applications)} ${group('Instances', instances)}
        </select>
      </label>
      ${target
        ? html`<label class="check">
            <input
              type="checkbox"
              .checked=${aim.withPrerequisites}
              @change=${() => this.tell('aim', { ...aim, withPrerequisites: !aim.withPrerequisites })}
            />
            with prerequisites
          </label>`
        : nothing}`;
  }
}

customElements.define('target-choice', TargetChoice);
