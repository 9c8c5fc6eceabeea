/** Repairs as the engine made them: put together, and shown before they are applied. Nothing is worked out here. */

import type { FixView, Label, Problem } from 'callsheet';

const touches = (a: Label, b: Label): boolean =>
  a.range.file === b.range.file && a.range.from <= b.range.to && b.range.from <= a.range.to;

/** The safe repairs of these problems; where two touch the same place the first. */
export function safeFixes(problems: readonly Problem[]): FixView[] {
  const chosen: FixView[] = [];
  for (const fix of problems.flatMap((problem) => problem.fixes.slice(0, 1))) {
    const taken = chosen.flatMap((other) => other.edits);
    if (fix.safe && !fix.edits.some((edit) => taken.some((other) => touches(edit, other)))) chosen.push(fix);
  }
  return chosen;
}

/** Their edits by file, in order. */
export function editsByFile(fixes: readonly FixView[]): Map<string, Label[]> {
  const files = new Map<string, Label[]>();
  for (const edit of fixes.flatMap((fix) => fix.edits)) {
    files.set(edit.range.file, [...(files.get(edit.range.file) ?? []), edit]);
  }
  for (const edits of files.values()) edits.sort((a, b) => a.range.from - b.range.from);
  return files;
}

/** The lines that differ, those that go before those that come. */
export interface Difference {
  readonly removed: readonly string[];
  readonly added: readonly string[];
}

/** What edits of one file change in its text. */
export function difference(text: string, edits: readonly Label[]): Difference {
  let [after, at] = ['', 0];
  for (const { range, message } of edits) {
    after += text.slice(at, range.from) + message;
    at = range.to;
  }
  const [old, now] = [text.split('\n'), (after + text.slice(at)).split('\n')];
  let [head, tail] = [0, 0];
  while (head < old.length && old[head] === now[head]) head += 1;
  const most = Math.min(old.length, now.length) - head;
  while (tail < most && old[old.length - 1 - tail] === now[now.length - 1 - tail]) tail += 1;
  return { removed: old.slice(head, old.length - tail), added: now.slice(head, now.length - tail) };
}
