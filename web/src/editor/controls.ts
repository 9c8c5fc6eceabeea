/** Shows signs that are not seen. A turn ends where it began, so that nobody reads another text than the engine does. */

import type { Extension } from '@codemirror/state';
import { Decoration, ViewPlugin, type DecorationSet, type EditorView } from '@codemirror/view';
import { CONTROLS } from '../visible';

const mark = Decoration.mark({ class: 'cm-control' });

function marks({ state, visibleRanges }: EditorView): DecorationSet {
  return Decoration.set(
    visibleRanges.flatMap(({ from, to }) =>
      [...state.sliceDoc(from, to).matchAll(CONTROLS)].map(({ index }) => mark.range(from + index, from + index + 1)),
    ),
  );
}

export const controls: Extension = ViewPlugin.define(
  (view) => ({
    shown: marks(view),
    update({ docChanged, viewportChanged, view: now }) {
      if (docChanged || viewportChanged) this.shown = marks(now);
    },
  }),
  { decorations: ({ shown }) => shown },
);
