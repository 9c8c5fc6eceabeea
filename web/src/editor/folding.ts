/** Folds what the engine says can be folded, by the gutter or by the keyboard. */

import { codeFolding, foldGutter, foldKeymap, foldService } from '@codemirror/language';
import type { EditorState } from '@codemirror/state';
import { keymap } from '@codemirror/view';
import { numberAt, placeBefore, readingField, showsReading } from './reading';

/** The range that starts in a line, if there is one. */
function foldIn(state: EditorState, lineStart: number, lineEnd: number): { from: number; to: number } | null {
  const read = state.field(readingField);
  const { folds, changes } = read;
  const mapped = (at: number, side: -1 | 1): number => Math.min(state.doc.length, changes?.mapPos(at, side) ?? at);
  const first = placeBefore(read, lineStart);
  let [low, high] = [0, folds.length / 2];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (numberAt(folds, 2 * middle) >= first) {
      high = middle;
    } else {
      low = middle + 1;
    }
  }
  if (2 * low >= folds.length) return null;
  const from = mapped(numberAt(folds, 2 * low), -1);
  const to = mapped(numberAt(folds, 2 * low + 1), 1);
  return from >= lineStart && from <= lineEnd && to > lineEnd ? { from, to } : null;
}

function marker(isOpen: boolean): HTMLElement {
  const element = document.createElement('span');
  element.className = 'fold-marker';
  element.textContent = isOpen ? '▾' : '▸';
  element.title = isOpen ? 'Fold (Ctrl-Shift-[)' : 'Unfold (Ctrl-Shift-])';
  return element;
}

export const folding = [
  foldService.of(foldIn),
  codeFolding(),
  foldGutter({
    markerDOM: marker,
    foldingChanged: (update) => update.transactions.some((step) => step.effects.some(showsReading)),
  }),
  keymap.of(foldKeymap),
];
