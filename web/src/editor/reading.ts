/**
 * What the engine reads in the open text: tokens and folds. An answer may be older than the text, so the changes since
 * then are kept with it, and every place is carried through them.
 */

import { ChangeDesc, StateEffect, StateField, type EditorState } from '@codemirror/state';
import type { Reading } from '../protocol';

interface Change {
  /** The version of the text after it. */
  readonly version: number;
  readonly changes: ChangeDesc;
}

interface Read extends Reading {
  /** The version of the text that was read; no token before the first answer. */
  readonly version: number;
  readonly since: readonly Change[];
  /** All of `since` as one; none without. */
  readonly changes: ChangeDesc | undefined;
}

let versions = 0;

/** A version that no text had before. */
function newVersion(): number {
  return ++versions;
}

const setReading = StateEffect.define<{ readonly reading: Reading; readonly version: number }>();

/** Holds the answer for the text as it was, and what changed since. */
export const readingField = StateField.define<Read>({
  create: () => ({ tokens: new Uint32Array(), folds: new Uint32Array(), version: newVersion(), since: [], changes: undefined }),
  update(read, transaction) {
    let now = read;
    if (transaction.docChanged) {
      const { changes } = transaction;
      const since = [...now.since, { version: newVersion(), changes: changes.desc }];
      now = { ...now, since, changes: now.changes?.composeDesc(changes) ?? changes.desc };
    }
    for (const effect of transaction.effects) {
      if (effect.is(setReading)) now = answered(now, effect.value.reading, effect.value.version);
    }
    return now;
  },
});

/** An answer for a version that is neither the last one read nor a later one is for another text. */
function answered(read: Read, reading: Reading, version: number): Read {
  const place = read.since.findIndex((change) => change.version === version);
  if (place < 0 && version !== read.version) return read;
  const since = read.since.slice(place + 1);
  const changes = since.reduce<ChangeDesc | undefined>((all, one) => all?.composeDesc(one.changes) ?? one.changes, undefined);
  return { ...reading, version, since, changes };
}

/** The version of the present text. */
export function versionOf(state: EditorState): number {
  const { since, version } = state.field(readingField);
  return since.at(-1)?.version ?? version;
}

/** The effect that shows an answer. */
export function showReading(reading: Reading, version: number): StateEffect<unknown> {
  return setReading.of({ reading, version });
}

/** Whether an effect shows an answer. */
export function showsReading(effect: StateEffect<unknown>): boolean {
  return effect.is(setReading);
}

/** A place of the present text in the text that was read. */
export function placeBefore(read: Read, at: number): number {
  return read.changes ? read.changes.invertedDesc.mapPos(at, 1) : at;
}

/** The number of the first token that ends behind a place of the text that was read. */
export function tokenFrom(tokens: Uint32Array, at: number): number {
  let [low, high] = [0, tokens.length / 3];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (numberAt(tokens, 3 * middle) + numberAt(tokens, 3 * middle + 1) > at) {
      high = middle;
    } else {
      low = middle + 1;
    }
  }
  return low;
}

/** A number of a list that has it. */
export function numberAt(list: Uint32Array, at: number): number {
  return list[at] ?? 0;
}
