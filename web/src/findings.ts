/**
 * All findings of the present text: those of the plan at once, those of the catalogs when they come. Until they come again
 * the last ones stay where their text went, so that nothing flickers while somebody types.
 */

import type { Problem, Range } from 'callsheet';
import type { SourceFile } from './protocol';

/** Where a place of a text is after a change; none if all of it was deleted. */
export type Carry = (range: Range) => Range | undefined;

/** The findings that only catalogs have. */
export function ofCatalogs(problems: readonly Problem[]): Problem[] {
  return problems.filter((problem) => problem.phase === 'node');
}

/** The findings in their places after a change of one file. */
export function carried(problems: readonly Problem[], path: string, carry: Carry): readonly Problem[] {
  if (problems.length === 0) return problems;
  const move = (range: Range): Range | undefined => (range.file === path ? carry(range) : range);
  return problems.flatMap((problem) => {
    const range = move(problem.range);
    const labels = problem.labels.flatMap((label) => {
      const moved = move(label.range);
      return moved ? [{ ...label, range: moved }] : [];
    });
    // Repairs are for the text they were made from.
    return range ? [{ ...problem, range, labels, fixes: [] }] : [];
  });
}

/** The findings of a plan with the last ones of catalogs, in reading order. */
export function merged(plan: readonly Problem[], catalogs: readonly Problem[], files: readonly SourceFile[]): readonly Problem[] {
  if (catalogs.length === 0) return plan;
  const order = new Map(files.map((file, place) => [file.path, place]));
  const place = ({ range }: Problem): number => order.get(range.file) ?? files.length;
  return [...plan, ...catalogs].sort((a, b) => place(a) - place(b) || a.range.from - b.range.from);
}
