/** What came of the simulated run, as the orchestrator reports a job. */

import { html, nothing, type TemplateResult } from 'lit';
import type { EventView, RunView } from 'callsheet';
import { lastEvents } from '../run/timeline';
import { FAULTLESS, type WhatIf } from '../state';
import { visible } from '../visible';
import { count, type Panel } from './panel';
import { counts, GLYPHS } from './status';

/** As many nodes are listed. */
const MOST = 100;
/** As many stand in a title. */
const NAMED = 3;

export function report(run: RunView, { fail, failCapabilities }: WhatIf, panel: Panel): TemplateResult {
  const { makespan, shortest, widest, criticalPath, affectedByFailures, affectedBySkips } = run;
  const last = [...lastEvents(run, run.events.length).values()];
  const faults = [...fail, ...failCapabilities];
  return html`
    <h2>${faults.length > 0 ? `If ${named(faults)} ${faults.length > 1 ? 'fail' : 'fails'}` : 'Job report'}</h2>
    <p>${counts(run, '')}</p>
    <p>
      Takes ${count(makespan, 'unit')}${makespan === shortest ? '' : `, ${shortest} without failures and without a limit`}.
      ${widest.length > 1 ? `Up to ${widest.length} nodes at once.` : nothing}
    </p>
    <p>Critical path: ${criticalPath.slice(0, MOST).map((node, at) => html`${at > 0 ? ' → ' : ''}${link(node, panel)}`)}</p>
    ${affected('Failures', affectedByFailures)} ${affected('Skips', affectedBySkips)}
    ${reasons('failed', last.filter(({ event }) => event === 'fail'), panel)}
    ${reasons('skipped', last.filter(({ event }) => event === 'skip'), panel)}
    ${faults.length > 0
      ? html`<button type="button" @click=${() => panel.tell('what-if', FAULTLESS)}>Clear failures</button>`
      : html`<p class="none">To see what a failure costs, press F on a node or a capability, or click the sign of a node.</p>`}
  `;
}

/** A few by name, as many as a title has room for. */
function named(faults: readonly string[]): string {
  const names = faults.length > NAMED ? [...faults.slice(0, NAMED - 1), `${faults.length - NAMED + 1} more`] : faults;
  return names.map(visible).join(' and ');
}

function affected(what: string, instances: readonly string[]): TemplateResult | typeof nothing {
  return instances.length > 0 ? html`<p>${what} affect ${instances.join(', ')}.</p>` : nothing;
}

function link(id: string, panel: Panel): TemplateResult {
  return html`<button type="button" class="quiet code" @click=${() => panel.tell('pick', { kind: 'node', id })}>${id}</button>`;
}

/** Which nodes ended so, and why: the end of what the engine says of them. */
function reasons(status: 'failed' | 'skipped', events: readonly EventView[], panel: Panel): TemplateResult {
  return html`<ul class=${status}>
    ${events.slice(0, MOST).map(
      ({ node, message }) => html`<li>${GLYPHS[status]} ${link(node, panel)} ${message.slice(message.indexOf(': ') + 2)}</li>`,
    )}
    ${events.length > MOST ? html`<li>and ${events.length - MOST} more</li>` : nothing}
  </ul>`;
}
