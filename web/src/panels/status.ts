/** How a node stands in the simulated run, as a sign and a word: never by colour alone. */

import { html, type TemplateResult } from 'lit';
import type { RunView } from 'callsheet';
import { outcome, type Status } from '../run/timeline';

export const GLYPHS: Readonly<Record<Status, string>> = { running: '◐', done: '✓', failed: '✕', skipped: '⊘' };

/** The sign of a row; one that waits shows whether its catalog fails. */
export function rowSign(status: Status | undefined, isRefused: boolean): TemplateResult {
  return status === undefined && isRefused
    ? html`<span class="glyph failed" aria-hidden="true">⊗</span><span class="visually-hidden">catalog fails: </span>`
    : html`<span class="glyph ${status}" aria-hidden="true">${status ? GLYPHS[status] : '○'}</span>`;
}

/** How a run ends, in signs and numbers, with the words in this class. */
export function counts(run: RunView, words: string): TemplateResult[] {
  return outcome(run).map(
    ([status, many]) => html`<b class=${status}><span aria-hidden="true">${GLYPHS[status]}</span> ${many}<span class=${words}> ${status}</span></b> `,
  );
}
