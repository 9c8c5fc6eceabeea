/** What the signs of the drawing mean; only those that occur. */

import { html, nothing, svg, type TemplateResult } from 'lit';
import type { PillView } from 'callsheet';

function sign(word: string, shape: TemplateResult): TemplateResult {
  return html`<li><svg viewBox="0 0 12 12" aria-hidden="true">${shape}</svg>${word}</li>`;
}

function wideSign(word: string, shape: TemplateResult): TemplateResult {
  return html`<li><svg class="wide" viewBox="0 0 20 12" aria-hidden="true">${shape}</svg>${word}</li>`;
}

const EXPORTS = sign('exports', svg`<circle class="sign-ball" cx="6" cy="6" r="4.5" />`);
const WAITS = sign('waits', svg`<path class="sign-line" d="M9 1a5 5 0 0 0 0 10" />`);
const ORDER_ONLY = sign('order only', svg`<path class="sign-line" d="M2 5.5h8v5h-8zM4 5.5v-2a2 2 0 0 1 4 0v2" />`);
const SHARED = wideSign(
  'shared',
  svg`<rect class="sign-line" x="1" y="1" width="18" height="10" rx="5" />
    <rect class="sign-line" x="3.5" y="3.5" width="13" height="5" rx="2.5" />`,
);
const UNRESOLVED = wideSign('unresolved', svg`<path class="sign-line dashed" d="M0 6h20" />`);

export function signs(pills: readonly PillView[]): TemplateResult {
  return html`<ul class="signs" aria-label="Signs">
    ${EXPORTS} ${WAITS}
    ${pills.some((pill) => pill.orderOnly) ? ORDER_ONLY : nothing}
    ${pills.some((pill) => pill.shared) ? SHARED : nothing}
    ${pills.some((pill) => pill.unresolved) ? UNRESOLVED : nothing}
  </ul>`;
}
