/** Marks the source of what is pointed at in another pane. */

import { StateEffect, StateField, type EditorState } from '@codemirror/state';
import { Decoration, EditorView, type DecorationSet } from '@codemirror/view';
import type { Range } from 'callsheet';

const setMarks = StateEffect.define<DecorationSet>();
const mark = Decoration.mark({ class: 'source-mark' });

export const sourceMarks = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update(set, transaction) {
    for (const effect of transaction.effects) {
      if (effect.is(setMarks)) return effect.value;
    }
    return set.map(transaction.changes);
  },
  provide: (field) => EditorView.decorations.from(field),
});

/** The effect that replaces all marks by these ranges of `path`; none if there is nothing to replace. */
export function marksAt(state: EditorState, ranges: readonly Range[], path: string): StateEffect<unknown>[] {
  const { length } = state.doc;
  const here = ranges.filter((range) => range.file === path && range.from < range.to && range.to <= length);
  if (here.length === 0 && state.field(sourceMarks).size === 0) return [];
  const marks = Decoration.set(
    here.map((range) => mark.range(range.from, range.to)),
    true,
  );
  return [setMarks.of(marks)];
}
