/** Marks the source of what is pointed at in another pane. */

import { StateEffect, StateField } from '@codemirror/state';
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

/** Replaces all marks by these ranges of `path`. */
export function showMarks(view: EditorView, ranges: readonly Range[], path: string): void {
  const length = view.state.doc.length;
  const here = ranges.filter((range) => range.file === path && range.from < range.to && range.to <= length);
  const marks = Decoration.set(
    here.map((range) => mark.range(range.from, range.to)),
    true,
  );
  view.dispatch({ effects: setMarks.of(marks) });
}
