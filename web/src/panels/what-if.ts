/** What the simulated run does to the selected node or capability, and what it could do: a part of the inspector. */

import { html, nothing, type TemplateResult } from 'lit';
import type { Aim, Selection, State, WhatIf } from '../state';
import { everyCard } from '../graph/related';
import { lastEvents } from '../run/timeline';
import type { Panel } from './panel';

export interface WhatIfInput {
  readonly selection: Selection;
  readonly whatIf: WhatIf;
  readonly aim: Aim;
  readonly isTargeted: boolean;
  /** What happened to it last. */
  readonly last: string | undefined;
  /** How long its run took, if it ran. */
  readonly lasted: number | undefined;
}

/** Of the present moment; nothing of a component, whose node runs. */
export function whatIfOf({ inspected: selection, shown, run, moment, whatIf, aim }: State): WhatIfInput | undefined {
  if (!selection || selection.kind === 'component') return undefined;
  const own = run?.events.filter(({ node }) => node === selection.id) ?? [];
  const isTargeted = (shown ? everyCard(shown.drawing) : []).find(({ node }) => node === selection.id)?.targeted !== false;
  const lasted = own[1] && own[0] && own[1].time - own[0].time;
  return { selection, whatIf, aim, isTargeted, last: run && lastEvents(run, moment).get(selection.id)?.message, lasted };
}

export function whatIf(input: WhatIfInput, panel: Panel): TemplateResult {
  const { selection, whatIf, last, isTargeted } = input;
  const isNode = selection.kind === 'node';
  const isFaulty = whatIf[isNode ? 'fail' : 'failCapabilities'].includes(selection.id);
  return html`<div class="what-if" role="group" aria-label="Simulated run">
    <button type="button" ?disabled=${!isTargeted} aria-pressed=${isFaulty} @click=${() => panel.tell('fault', selection)}>
      <span aria-hidden="true">${isFaulty ? '✕' : '○'}</span> ${isNode ? 'Fails' : 'Not available'} <kbd aria-hidden="true">F</kbd>
    </button>
    ${isNode ? [duration(input, panel), choice(input, panel)] : nothing} ${last ? html`<p>${last}</p>` : nothing}
  </div>`;
}

function duration({ selection: { id }, lasted, whatIf: { durations } }: WhatIfInput, panel: Panel): TemplateResult {
  const change = ({ target }: Event): void => {
    const { valueAsNumber: units, validity } = target as HTMLInputElement;
    if (!validity.valid) return;
    const others = durations.filter(({ node }) => node !== id);
    panel.tell('what-if', { durations: units ? [...others, { node: id, units }] : others });
  };
  const own = durations.find(({ node }) => node === id)?.units;
  return html`<label>takes <input type="number" min="1" max="9999" placeholder=${lasted ?? 1} .value=${`${own ?? ''}`} @change=${change} /> units</label>`;
}

/** Nodes are added to a target of nodes; any other target makes room for this one. */
function choice({ selection: { id }, aim }: WhatIfInput, panel: Panel): TemplateResult {
  const nodes = /^[^A-Z]/.test(aim.target) ? aim.target.split(',') : [];
  const isIn = nodes.includes(id);
  const target = (isIn ? nodes.filter((node) => node !== id) : [...nodes, id]).join(',');
  return html`<button type="button" @click=${() => panel.tell('aim', { ...aim, target })}>
    ${isIn ? 'Take out of the target' : nodes.length > 0 ? 'Add to the target' : 'Run only this node'}
  </button>`;
}
