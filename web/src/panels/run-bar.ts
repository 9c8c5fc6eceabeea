/** The bar of the simulated run: play it, step through it, see what came of it and when who ran. */

import { html, nothing, type TemplateResult } from 'lit';
import './gantt';
import { Panel } from './panel';
import { report } from './report';
import { controls, icon, type RunInput } from './scrub';
import { counts } from './status';
import './target';

/** What can be opened above the bar, one at a time; the settings only where the bar is too narrow for them. */
type Part = 'report' | 'gantt' | 'settings';

export class RunBar extends Panel {
  static override properties = { input: { attribute: false }, open: { state: true } };
  declare input: RunInput | undefined;
  declare open: ReadonlySet<Part>;

  constructor() {
    super();
    this.open = new Set();
    this.addEventListener('keydown', (event) => {
      const part = [...this.open].at(-1);
      if (event.key !== 'Escape' || !part) return;
      event.preventDefault();
      this.#toggle(part);
      this.querySelector<HTMLElement>(`[data-opens="${part}"]`)?.focus();
    });
  }

  protected override render(): TemplateResult {
    const input = this.input;
    const { run, moment = 0 } = input ?? {};
    const isOff = !run;
    return html`
      ${run && input && this.open.has('report')
        ? html`<section class="run-report" tabindex="0" aria-label="Job report">${report(run, input.whatIf, this)}</section>`
        : nothing}
      ${run && this.open.has('gantt')
        ? html`<run-gantt role="group" aria-label="Who ran when" tabindex="0" .input=${{ run, moment }}></run-gantt>`
        : nothing}
      <div class="run" role="group" aria-label="Simulated run" aria-busy=${input?.isPending ?? true}>
        ${controls(this, input)}
        ${this.#opener('gantt', html`${icon('gantt')}<span> Timeline</span>`, isOff)} ${this.#opener('report', html`<span class="visually-hidden">Report: </span>${run ? counts(run, 'visually-hidden') : nothing}`, isOff)}
        ${this.#opener('settings', html`<span class="visually-hidden">Settings</span>⋯`, false)}
        ${this.#settings()}
      </div>
    `;
  }

  #opener(part: Part, words: TemplateResult, isOff: boolean): TemplateResult {
    return html`<button
      type="button"
      class="opens-${part}"
      data-opens=${part}
      aria-expanded=${this.open.has(part)}
      ?disabled=${isOff}
      @click=${() => this.#toggle(part)}
    >${words}</button>`;
  }

  #settings(): TemplateResult {
    const { concurrency, policy } = this.input?.whatIf ?? { concurrency: undefined, policy: 'skip-dependents' as const };
    return html`<div class="run-settings ${this.open.has('settings') ? 'open' : ''}">
      <target-choice></target-choice>
      <label title="How many nodes may run at once">
        <span>At once</span>
        <input
          type="number"
          min="1"
          placeholder="∞"
          .value=${`${concurrency ?? ''}`}
          @change=${({ target }: Event) => {
            const { valueAsNumber, validity } = target as HTMLInputElement;
            if (validity.valid) this.tell('what-if', { concurrency: valueAsNumber || undefined });
          }}
        />
      </label>
      <label title="What the job does after a failure">
        <span>After a failure</span>
        <select @change=${({ target }: Event) => this.tell('what-if', { policy: (target as HTMLSelectElement).value === 'stop' ? 'stop' : 'skip-dependents' })}>
          <option .selected=${policy !== 'stop'}>skip dependents</option>
          <option .selected=${policy === 'stop'} value="stop">stop everything</option>
        </select>
      </label>
      <button type="button" title="Back to the start, with nothing failed" @click=${() => this.tell('reset-run', undefined)}>Reset</button>
    </div>`;
  }

  #toggle(part: Part): void {
    const open = new Set(this.open);
    if (!open.delete(part)) open.add(part);
    this.open = open;
  }
}

customElements.define('run-bar', RunBar);
