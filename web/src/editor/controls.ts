/**
 * Shows signs that are not seen but change how others are: those that turn the direction of a text, and those without
 * width. A turn ends where it began, so that nobody reads another text than the engine does.
 */

import type { Extension } from '@codemirror/state';
import { Decoration, ViewPlugin, type DecorationSet, type EditorView } from '@codemirror/view';

const CONTROLS = /[\u061c\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]/g;
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
