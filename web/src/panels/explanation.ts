/** Shows the page that explains a finding: the little Markdown that such pages use, nothing more. */

import { html, type TemplateResult } from 'lit';
import { inline } from '../inline';

function paragraph(text: string): TemplateResult {
  const heading = /^#+ (.*)$/.exec(text);
  if (heading) {
    return html`<h4>${heading[1]}</h4>`;
  }
  const items = text.split(/\n(?=- )/);
  return items[0]?.startsWith('- ')
    ? html`<ul>
        ${items.map((item) => html`<li>${inline(item.slice(2))}</li>`)}
      </ul>`
    : html`<p>${inline(text)}</p>`;
}

/** A page in Markdown; its title is left out, since the finding stands above it. */
export function explanation(page: string): TemplateResult {
  const parts = page.replace(/^# .*\n+/, '').split(/^```.*\n/m);
  return html`<div class="explanation">
    ${parts.map((part, place) =>
      place % 2 === 1
        ? html`<pre tabindex="0">${part.trimEnd()}</pre>`
        : part
            .trim()
            .split(/\n\s*\n|(?<=^#.*)\n/m)
            .filter((text) => text.trim() !== '')
            .map(paragraph),
    )}
  </div>`;
}
