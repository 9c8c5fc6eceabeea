/** What every bar of a simulated run has: play and steps, the slider, and where the run stands. */

import { html, nothing, type TemplateResult } from 'lit';
import type { LevelView, RunView } from 'callsheet';
import { timeAt } from '../run/timeline';
import type { WhatIf } from '../state';
import type { Panel } from './panel';
import './ticks';

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

/** What is shown of a run that there is. */
type Played = RunInput & { readonly run: RunView };

const ICONS = {
  play: 'M4 2.5v11l9.5-5.5z',
  pause: 'M4 2.5h3v11h-3zm5.5 0h3v11h-3z',
  back: 'M3 3h2v10h-2zm10 0v10l-7-5z',
  forward: 'M11 3h2v10h-2zm-8 0v10l7-5z',
  gantt: 'M1 2h7v3H1zm4 5h7v3H5zm5 5h5v3h-5z',
} as const;

export function icon(name: keyof typeof ICONS): TemplateResult {
  return html`<svg viewBox="0 0 16 16" aria-hidden="true"><path d=${ICONS[name]} /></svg>`;
}

/** The buttons, the slider and the readout; or why there is nothing to play. */
export function controls(panel: Panel, input: RunInput | undefined): TemplateResult {
  const { run, reason, moment = 0, isPlaying = false } = input ?? {};
  return html`
    <button type="button" class="primary play" ?disabled=${!run} @click=${() => panel.tell('play-pause', undefined)}>
      ${icon(isPlaying ? 'pause' : 'play')}<span>${isPlaying ? 'Pause' : 'Play'}</span>
    </button>
    <button type="button" aria-label="Step back" title="Step back (,)" ?disabled=${!run || moment === 0} @click=${() => panel.tell('seek', moment - 1)}>${icon('back')}</button>
    <button type="button" aria-label="Step forward" title="Step forward (.)" ?disabled=${!run || moment === run.events.length} @click=${() => panel.tell('seek', moment + 1)}>${icon('forward')}</button>
    ${input && run ? [scrub(panel, { ...input, run }), readout({ ...input, run })] : html`<p class="run-reason">${reason}</p>`}
  `;
}

function scrub(panel: Panel, { run, levels, moment }: Played): TemplateResult {
  const end = run.events.length;
  const said = run.events[moment - 1]?.message ?? 'at the start';
  return html`<div class="scrub">
    <input
      type="range"
      max=${end}
      aria-label="Events of the run"
      aria-valuetext="event ${moment} of ${end}, time ${timeAt(run, moment)}: ${said}"
      .value=${`${moment}`}
      @input=${(event: Event) => panel.tell('seek', (event.target as HTMLInputElement).valueAsNumber)}
    />
    <run-ticks class="run-ticks" aria-hidden="true" .input=${{ run, levels }}></run-ticks>
  </div>`;
}

function readout({ run, moment, isOld }: Played): TemplateResult {
  return html`<p class="run-at ${isOld ? 'older' : ''}" title=${isOld ? 'The run of the last text that could be read' : nothing}>
    <span>${isOld ? 'older text · ' : ''}event </span><b>${moment}</b><span> of </span><i>/</i>${run.events.length}<span> · t = ${timeAt(run, moment)}</span>
  </p>`;
}
