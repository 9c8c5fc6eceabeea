/** A badge beside each component's declaration: the wave in which its node runs. */

import { RangeSet, StateEffect, StateField, type Range } from '@codemirror/state';
import { gutter, GutterMarker, type EditorView } from '@codemirror/view';
import type { Drawing } from 'callsheet';
import { everyCard } from '../graph/related';

class WaveBadge extends GutterMarker {
  constructor(readonly waves: string) {
    super();
  }

  override eq(other: WaveBadge): boolean {
    return other.waves === this.waves;
  }

  override toDOM(): Node {
    const badge = document.createElement('span');
    badge.className = 'wave-badge';
    badge.textContent = this.waves;
    badge.dataset['wave'] = this.waves;
    badge.title = `Wave ${this.waves}`;
    return badge;
  }
}

const setWaves = StateEffect.define<RangeSet<GutterMarker>>();

const waves = StateField.define<RangeSet<GutterMarker>>({
  create: () => RangeSet.empty,
  update(set, transaction) {
    for (const effect of transaction.effects) {
      if (effect.is(setWaves)) return effect.value;
    }
    return set.map(transaction.changes);
  },
});

export const waveGutter = [waves, gutter({ class: 'wave-gutter', markers: (view) => view.state.field(waves) })];

/** One badge a line; a line whose components run in several waves shows the first and last. */
export function showWaves(view: EditorView, drawing: Drawing | undefined, path: string): void {
  const lines = new Map<number, number[]>();
  for (const card of drawing ? everyCard(drawing) : []) {
    for (const chip of card.chips) {
      if (chip.source.file === path && typeof card.wave === 'number') {
        const line = view.state.doc.lineAt(Math.min(chip.source.from, view.state.doc.length)).from;
        lines.set(line, [...(lines.get(line) ?? []), card.wave]);
      }
    }
  }
  const badges: Range<GutterMarker>[] = [];
  for (const [line, found] of lines) {
    const [first, last] = [Math.min(...found), Math.max(...found)];
    badges.push(new WaveBadge(first === last ? `${first}` : `${first}–${last}`).range(line));
  }
  view.dispatch({ effects: setWaves.of(RangeSet.of(badges, true)) });
}
