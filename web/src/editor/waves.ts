/** A badge beside each component's declaration: the wave in which its node runs. */

import { RangeSet, StateEffect, StateField, type EditorState, type Range } from '@codemirror/state';
import { gutter, GutterMarker } from '@codemirror/view';
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

/** The effect that shows one badge a line; a line whose components run in several waves shows the first and last. None if all are there. */
export function wavesAt(state: EditorState, drawing: Drawing | undefined, path: string): StateEffect<unknown>[] {
  const lines = new Map<number, [number, number]>();
  for (const { chips, wave } of drawing ? everyCard(drawing) : []) {
    if (typeof wave !== 'number') continue;
    for (const { source } of chips) {
      if (source.file !== path) continue;
      const line = Math.min(source.line, state.doc.lines);
      const [first, last] = lines.get(line) ?? [wave, wave];
      lines.set(line, [Math.min(first, wave), Math.max(last, wave)]);
    }
  }
  const badges: Range<GutterMarker>[] = [];
  for (const [line, [first, last]] of lines) {
    badges.push(new WaveBadge(first === last ? `${first}` : `${first}–${last}`).range(state.doc.line(line).from));
  }
  const set = RangeSet.of(badges, true);
  return RangeSet.eq([state.field(waves)], [set]) ? [] : [setWaves.of(set)];
}
