/** Shows the engine's words in a line of text: words in backticks are code, arrows stay whole. */

import { html, type TemplateResult } from 'lit';

type Part = TemplateResult | string;

/** A line may end behind an arrow, but not in it. */
function arrows(text: string): Part[] {
  return text.split(/(->)/).map((part) => (part === '->' ? html`<span class="arrow">-&gt;</span>` : part));
}

export function inline(text: string): Part[] {
  return text
    .split('`')
    .flatMap((part, place): Part[] => (place % 2 === 1 ? [html`<code>${arrows(part)}</code>`] : arrows(part)));
}
