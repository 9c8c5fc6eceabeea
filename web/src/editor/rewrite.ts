/**
 * The changes from a text to the same text laid out otherwise: only white space and signs between elements differ, so
 * the caret, the scroll position and marks stay where they are.
 */

import type { ChangeSpec } from '@codemirror/state';

/** What a formatter may change. */
const LAYOUT = /[\s,;]*/y;

function endOfLayout(text: string, from: number): number {
  LAYOUT.lastIndex = from;
  LAYOUT.exec(text);
  return LAYOUT.lastIndex;
}

/** One change without what is the same at its ends. */
function change(before: string, [from, to]: [number, number], insert: string): ChangeSpec {
  let end = insert.length;
  while (to > from && end > 0 && before[to - 1] === insert[end - 1]) {
    to -= 1;
    end -= 1;
  }
  return { from, to, insert: insert.slice(0, end) };
}

/** In order and apart from each other. Linear in the texts. */
export function layoutChanges(before: string, after: string): ChangeSpec[] {
  const changes: ChangeSpec[] = [];
  let [old, now] = [0, 0];
  while (old < before.length || now < after.length) {
    if (before[old] === after[now]) {
      old += 1;
      now += 1;
      continue;
    }
    let [oldEnd, nowEnd] = [endOfLayout(before, old), endOfLayout(after, now)];
    // Where more than layout differs, as where a comma moved before a comment, the rest is one change.
    if (before[oldEnd] !== after[nowEnd]) [oldEnd, nowEnd] = [before.length, after.length];
    changes.push(change(before, [old, oldEnd], after.slice(now, nowEnd)));
    [old, now] = [oldEnd, nowEnd];
  }
  return changes;
}
