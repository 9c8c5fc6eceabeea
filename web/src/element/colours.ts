/** Colours a text before the engine is there: as much as single words tell. The engine's own tokens take over. */

import { yamlTokens } from '../yaml';
import type { SourceFile } from '../protocol';

/** A part of a text that looks otherwise. */
export interface Span {
  readonly from: number;
  readonly to: number;
  /** Its class. */
  readonly look: string;
}

const PARTS = [
  ['comment', '#.*'],
  ['string', String.raw`'(?:[^'\\]|\\[^])*'|"(?:[^"\\]|\\[^])*"`],
  ['variable', String.raw`\$(?:::)?\w+(?:::\w+)*`],
  ['keyword', String.raw`\b(?:application|site|produces|consumes|define|class|node|inherits|function|type|if|elsif|else|unless|case|default|and|or|in|import|plan)\b(?!\s*=>)`],
  ['constant', String.raw`\b(?:true|false|undef)\b`],
  ['attribute', String.raw`\b[a-z]\w*(?=\s*[=+]>)`],
  ['type', String.raw`\b[A-Z]\w*(?:::[A-Z]\w*)*`],
  ['number', String.raw`\b\d[\w.]*`],
] as const;

const PATTERN = new RegExp(PARTS.map(([, part]) => `(${part})`).join('|'), 'g');
const NAMES = PARTS.map(([name]) => name);

/** The tokens of an engine, which are triples of start, length and kind. */
export function spansOf(tokens: ArrayLike<number>, names: readonly string[]): Span[] {
  return Array.from({ length: Math.floor(tokens.length / 3) }, (_, place) => {
    const [from = 0, length = 0, kind = 0] = [tokens[3 * place], tokens[3 * place + 1], tokens[3 * place + 2]];
    return { from, to: from + length, look: `tok-${names[kind]}` };
  });
}

/** What the words of a file look like. */
export function plainSpans({ path, text }: SourceFile): Span[] {
  if (/\.(ya?ml|json)$/.test(path)) return spansOf(yamlTokens(text, NAMES), NAMES);
  return [...text.matchAll(PATTERN)].map((match) => {
    const kind = NAMES[match.slice(1).findIndex((part) => part !== undefined)];
    return { from: match.index, to: match.index + match[0].length, look: `tok-${kind}` };
  });
}
