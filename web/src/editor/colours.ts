/** Colours the text by the engine's tokens: as many as are in view, so that a large file costs no more than a small. */

import { RangeSetBuilder, type EditorState, type Text } from '@codemirror/state';
import { Decoration, ViewPlugin, type DecorationSet, type EditorView, type ViewUpdate } from '@codemirror/view';
import { tokenKinds } from 'virtual:first-view';
import { numberAt, placeBefore, readingField, showsReading, tokenFrom } from './reading';

/** Kinds that look like any other text. */
const PLAIN = new Set(['name', 'operator', 'punctuation', 'text']);

/** Kinds that go on with whatever is typed at their ends; words only go on with letters. */
const TEXTS = new Set(['comment', 'string', 'heredoc', 'regex']);

const styles = tokenKinds.map((name) => (PLAIN.has(name) ? undefined : Decoration.mark({ class: `tok-${name}` })));

/** How much of what was typed at the end of a token belongs to it, until the engine says more. */
function extension(doc: Text, from: number, to: number, kind: string): number {
  const typed = doc.sliceString(from, to);
  const own = TEXTS.has(kind) ? /^[^\n]*/ : /^[\w:]*/;
  return own.exec(typed)?.[0].length ?? 0;
}

function addTokens(builder: RangeSetBuilder<Decoration>, state: EditorState, from: number, to: number): void {
  const read = state.field(readingField);
  const { tokens, changes } = read;
  const last = placeBefore(read, to);
  let end = from;
  for (let at = 3 * tokenFrom(tokens, placeBefore(read, from)); at < tokens.length; at += 3) {
    const start = numberAt(tokens, at);
    if (start > last) break;
    const kind = numberAt(tokens, at + 2);
    const style = styles[kind];
    if (!style) continue;
    const before = start + numberAt(tokens, at + 1);
    const first = Math.max(end, changes?.mapPos(start, 1) ?? start);
    let behind = Math.min(state.doc.length, changes?.mapPos(before, -1) ?? before);
    const most = changes?.mapPos(before, 1) ?? before;
    if (most > behind) behind += extension(state.doc, behind, most, tokenKinds[kind] ?? '');
    if (first >= behind) continue;
    builder.add(first, behind, style);
    end = behind;
  }
}

function decorations(view: EditorView): DecorationSet {
  const builder = new RangeSetBuilder<Decoration>();
  let end = -1;
  for (const { from, to } of view.visibleRanges) {
    addTokens(builder, view.state, Math.max(from, end), to);
    end = to;
  }
  return builder.finish();
}

class Colours {
  decorations: DecorationSet;

  constructor(view: EditorView) {
    this.decorations = decorations(view);
  }

  update(update: ViewUpdate): void {
    const answered = update.transactions.some((step) => step.effects.some(showsReading));
    if (answered || update.docChanged || update.viewportChanged) {
      this.decorations = decorations(update.view);
    }
  }
}

export const colours = ViewPlugin.fromClass(Colours, { decorations: (plugin) => plugin.decorations });
