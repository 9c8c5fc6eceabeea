/** The bar of the simulated run: play it, step through it, see what came of it and when who ran. */

import { html, nothing, type TemplateResult } from 'lit';
import type { LevelView, RunView } from 'callsheet';
import { ticks, timeAt } from '../run/timeline';
import type { WhatIf } from '../state';
import './gantt';
import { Panel } from './panel';
import { report } from './report';
import { counts } from './status';
import './target';

export interface RunInput {
  readonly run: RunView | undefined;
  /** Why there is nothing to play. */
  readonly reason: string | undefined;
  readonly moment: number;
  readonly levels: readonly LevelView[];
  readonly whatIf: WhatIf;
  readonly isPlaying: boolean;
  /** Whether another run is being simulated. */
  readonly isPending: boolean;
  /** Whether it is the run of an older text. */
  readonly isOld: boolean;
}

/** What can be opened above the bar, one at a time; the settings only where the bar is too narrow for them. */
type Part = 'report' | 'gantt' | 'settings';

const ICONS = {
  play: 'M4 2.5v11l9.5-5.5z',
  pause: 'M4 2.5h3v11h-3zm5.5 0h3v11h-3z',
  back: 'M3 3h2v10h-2zm10 0v10l-7-5z',
  forward: 'M11 3h2v10h-2zm-8 0v10l7-5z',
  gantt: 'M1 2h7v3H1zm4 5h7v3H5zm5 5h5v3h-5z',
} as const;

function icon(name: keyof typeof ICONS): TemplateResult {
  return html`<svg viewBox="0 0 16 16" aria-hidden="true"><path d=${ICONS[name]} /></svg>`;
}

/** Of the width: words closer than this would touch. */
const CLOSE = 0.1;

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
    const { run, reason, moment = 0, isPlaying = false, isOld = false } = input ?? {};
    const end = run?.events.length ?? 0;
    const isOff = !run;
    return html`
      ${run && input && this.open.has('report')
        ? html`<section class="run-report" tabindex="0" aria-label="Job report">${report(run, input.whatIf, this)}</section>`
        : nothing}
      ${run && this.open.has('gantt')
        ? html`<run-gantt role="group" aria-label="Who ran when" tabindex="0" .input=${{ run, moment }}></run-gantt>`
        : nothing}
      <div class="run" role="group" aria-label="Simulated run" aria-busy=${input?.isPending ?? true}>
        <button type="button" class="primary play" ?disabled=${isOff} @click=${() => this.tell('play-pause', undefined)}>
          ${icon(isPlaying ? 'pause' : 'play')}<span>${isPlaying ? 'Pause' : 'Play'}</span>
        </button>
        <button type="button" aria-label="Step back" title="Step back (,)" ?disabled=${isOff || moment === 0} @click=${() => this.tell('seek', moment - 1)}>${icon('back')}</button>
        <button type="button" aria-label="Step forward" title="Step forward (.)" ?disabled=${isOff || moment === end} @click=${() => this.tell('seek', moment + 1)}>${icon('forward')}</button>
        ${isOff ? html`<p class="run-reason">${reason}</p>` : this.#scrub(run, moment)}
        ${isOff ? nothing : this.#readout(run, moment, isOld)}
        ${this.#opener('gantt', html`${icon('gantt')}<span> Timeline</span>`, isOff)} ${this.#opener('report', html`<span class="visually-hidden">Report: </span>${run ? counts(run, 'visually-hidden') : nothing}`, isOff)}
        ${this.#opener('settings', html`<span class="visually-hidden">Settings</span>⋯`, false)}
        ${this.#settings()}
      </div>
    `;
  }

  #scrub(run: RunView, moment: number): TemplateResult {
    const end = run.events.length;
    const said = run.events[moment - 1]?.message ?? 'at the start';
    let last = -Infinity;
    return html`<div class="scrub">
      <input
        type="range"
        max=${end}
        aria-label="Events of the run"
        aria-valuetext="event ${moment} of ${end}, time ${timeAt(run, moment)}: ${said}"
        .value=${`${moment}`}
        @input=${(event: Event) => this.tell('seek', (event.target as HTMLInputElement).valueAsNumber)}
      />
      <div class="run-ticks" aria-hidden="true">
        ${ticks(run, this.input?.levels ?? []).map(({ moment: at, level }) => {
          const place = at / end;
          const hasRoom = place - last > CLOSE && place < 1 - CLOSE;
          if (hasRoom) last = place;
          return html`<i .style=${`left:${100 * place}%`}>${hasRoom ? `wave ${level}` : nothing}</i>`;
        })}
      </div>
    </div>`;
  }

  #readout(run: RunView, moment: number, isOld: boolean): TemplateResult {
    return html`<p class="run-at ${isOld ? 'older' : ''}" title=${isOld ? 'The run of the last text that could be read' : nothing}>
      <span>${isOld ? 'older text · ' : ''}event </span><b>${moment}</b><span> of </span><i>/</i>${run.events.length}<span> · t = ${timeAt(run, moment)}</span>
    </p>`;
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
