/** Which brackets belong together. Those in strings and comments are none: the engine's tokens tell. */

import { EditorState, StateField } from '@codemirror/state';
import { Decoration, EditorView, type DecorationSet } from '@codemirror/view';
import { tokenKinds } from 'virtual:first-view';
import { numberAt, placeBefore, readingField, showsReading, tokenFrom } from './reading';

const PAIRS: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}' };
const CLOSING = new Set(Object.values(PAIRS));

/** Brackets further away than so many tokens are not looked for. */
const FARTHEST = 4000;

const punctuation = tokenKinds.indexOf('punctuation');
const interpolation = tokenKinds.indexOf('interpolation');

interface Bracket {
  readonly at: number;
  readonly sign: string;
}

/** The bracket that is the token of this number; of `${` the brace. */
function bracket(state: EditorState, token: number): Bracket | undefined {
  const { tokens, changes } = state.field(readingField);
  const kind = numberAt(tokens, 3 * token + 2);
  if (token < 0 || 3 * token >= tokens.length || (kind !== punctuation && kind !== interpolation)) return undefined;
  const last = numberAt(tokens, 3 * token) + numberAt(tokens, 3 * token + 1) - 1;
  const at = changes?.mapPos(last, 1) ?? last;
  const sign = state.doc.sliceString(at, at + 1);
  return sign in PAIRS || CLOSING.has(sign) ? { at, sign } : undefined;
}

/** The bracket that an open one or a close one waits for, by its token. */
function partner(state: EditorState, token: number, sign: string): Bracket | undefined {
  const step = sign in PAIRS ? 1 : -1;
  let depth = 0;
  for (let seen = 0, at = token; seen < FARTHEST; seen += 1, at += step) {
    if (at < 0 || 3 * at >= state.field(readingField).tokens.length) return undefined;
    const found = bracket(state, at);
    if (!found) continue;
    depth += found.sign in PAIRS ? step : -step;
    if (depth === 0) return (step > 0 ? PAIRS[sign] === found.sign : PAIRS[found.sign] === sign) ? found : undefined;
  }
  return undefined;
}

/** Where the innermost bracket stands that is open at `at`; none if nothing is open, or too far away. */
export function openBracketAt(state: EditorState, at: number): number | undefined {
  const read = state.field(readingField);
  let depth = 0;
  let token = tokenFrom(read.tokens, placeBefore(read, at) - 1);
  for (let seen = 0; seen < FARTHEST && token >= 0; seen += 1, token -= 1) {
    const found = bracket(state, token);
    if (!found || found.at >= at) continue;
    depth += found.sign in PAIRS ? -1 : 1;
    if (depth < 0) return found.at;
  }
  return undefined;
}

const matching = Decoration.mark({ class: 'cm-matchingBracket' });

/** The bracket behind or before the caret and its partner. */
function matches(state: EditorState): DecorationSet {
  const { main } = state.selection;
  const read = state.field(readingField);
  if (!main.empty) return Decoration.none;
  for (const at of [main.head, main.head - 1]) {
    const token = tokenFrom(read.tokens, placeBefore(read, at));
    const own = bracket(state, token);
    const other = own?.at === at ? partner(state, token, own.sign) : undefined;
    if (own && other) {
      return Decoration.set(
        [own, other].map((found) => matching.range(found.at, found.at + 1)),
        true,
      );
    }
  }
  return Decoration.none;
}

export const matchingBrackets = StateField.define<DecorationSet>({
  create: matches,
  update(marks, transaction) {
    const answered = transaction.effects.some(showsReading);
    return answered || transaction.docChanged || transaction.selection ? matches(transaction.state) : marks;
  },
  provide: (field) => EditorView.decorations.from(field),
});
