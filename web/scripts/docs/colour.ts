/** Code as HTML, coloured by the engine's own tokens as in the editor. */

import type { Engine } from '../examples.ts';

const SIGNS: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
/** Kinds that look like any other text. */
const PLAIN = new Set(['name', 'operator', 'punctuation', 'text']);

export function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (sign) => SIGNS[sign] ?? sign);
}

/** A manifest or template, each token in a span of its kind. */
export function coloured(engine: Engine, path: string, text: string): string {
  const kinds = engine.kinds().split(';')[0]?.split(' ') ?? [];
  const tokens = engine.tokens(path, text);
  let [html, end] = ['', 0];
  for (let at = 0; at + 2 < tokens.length; at += 3) {
    const [from = 0, length = 0, kind = 0] = tokens.slice(at, at + 3);
    const name = kinds[kind] ?? '';
    const word = escaped(text.slice(from, from + length));
    html += escaped(text.slice(end, from)) + (PLAIN.has(name) ? word : `<span class="tok-${name}">${word}</span>`);
    end = from + length;
  }
  return html + escaped(text.slice(end));
}

/** A transcript: what is typed stands out from what is printed. */
export function transcript(text: string): string {
  return text
    .split('\n')
    .map((line) => (line.startsWith('$ ') ? `<span class="prompt">$ </span><b>${escaped(line.slice(2))}</b>` : escaped(line)))
    .join('\n');
}

/** Remarks of data and scripts, and nothing else. */
export function remarked(text: string): string {
  return escaped(text).replace(/(^|\s)(#.*)$/gm, '$1<span class="tok-comment">$2</span>');
}
