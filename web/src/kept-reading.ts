/**
 * What the engine read last in the user's own text: a reload shows its colours before the engine has arrived. They last
 * until it has read the text again, so a text of the same length is near enough.
 */

import { tokenKinds } from 'virtual:first-view';
import { recall, remember } from './memory';
import type { Reading, SourceFile } from './protocol';

/** Numbers; a larger reading comes from the engine soon enough. */
const LARGEST = 30_000;
/** Writing waits for a pause of this many milliseconds. */
const PAUSE = 400;

// The number changes with the shape of what is stored.
const NAME = 'reading-1';

/** Tells kinds of another version apart. */
const KINDS = tokenKinds.join(' ');

let timer: number | undefined;

/** Keeps the reading of the open file, after a pause. */
export function keepReading({ path, text }: SourceFile, { tokens, folds }: Reading): void {
  clearTimeout(timer);
  if (tokens.length + folds.length > LARGEST) return;
  timer = window.setTimeout(() => {
    remember(NAME, JSON.stringify({ path, length: text.length, kinds: KINDS, tokens: [...tokens], folds: [...folds] }));
  }, PAUSE);
}

/** The reading of this file, if it was the last one. */
export function keptReading(file: SourceFile): Reading | undefined {
  try {
    const { path, length, kinds, tokens, folds } = JSON.parse(recall(NAME) ?? '{}') as Record<string, unknown>;
    if (path !== file.path || length !== file.text.length || kinds !== KINDS) return undefined;
    return { tokens: Uint32Array.from(tokens as number[]), folds: Uint32Array.from(folds as number[]) };
  } catch {
    return undefined;
  }
}

/** Tokens from numbers that tell how far each begins behind the one before. */
export function fromGaps(gaps: readonly number[]): Uint32Array {
  let end = 0;
  return Uint32Array.from(gaps, (gap, place) => {
    if (place % 3 === 2) return gap;
    end += gap;
    return place % 3 === 0 ? end : gap;
  });
}
