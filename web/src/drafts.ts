/**
 * The user's own texts: the one being edited, which a reload brings back, and the last ones that made room for an
 * example. Kept by the browser as far as it allows; what it refuses lasts as long as the page.
 */

import { forget, recall, remember } from './memory';
import type { SourceFile } from './protocol';

export interface Draft {
  readonly files: readonly SourceFile[];
  /** Path of the file in the editor. */
  readonly active: string;
  /** Id of the example it began as. */
  readonly example: string | undefined;
}

/** How many texts are kept for the menu. */
export const KEPT = 3;
/** UTF-16 units; browsers give a page about five million in all. */
const LARGEST = 1_000_000;
/** Files. */
const MOST = 1000;
/** Writing waits for a pause of this many milliseconds. */
const PAUSE = 300;

// The number changes with the shape of what is stored.
const PRESENT = 'draft-1';
const EARLIER = 'earlier-drafts-1';

function isFile(value: unknown): value is SourceFile {
  const file = value as Partial<SourceFile> | null;
  return typeof file?.path === 'string' && typeof file.text === 'string';
}

/** A draft as it was stored or sent; none if it is something else. */
export function draftOf(value: unknown): Draft | undefined {
  const draft = value as { files?: unknown; active?: unknown; example?: unknown } | null;
  if (!Array.isArray(draft?.files) || draft.files.length === 0 || draft.files.length > MOST || !draft.files.every(isFile)) {
    return undefined;
  }
  const files: SourceFile[] = [...new Map(draft.files.map(({ path, text }: SourceFile) => [path, { path, text }])).values()];
  const active = files.find((file) => file.path === draft.active) ?? files[0];
  return { files, active: active?.path ?? '', example: typeof draft.example === 'string' ? draft.example : undefined };
}

function stored(name: string): unknown {
  try {
    return JSON.parse(recall(name) ?? 'null');
  } catch {
    return undefined;
  }
}

/** The text that was being edited when the page was left. */
export function presentDraft(): Draft | undefined {
  return draftOf(stored(PRESENT));
}

/** The texts that made room for an example, the last one first. */
export function earlierDrafts(): Draft[] {
  const values = stored(EARLIER);
  return Array.isArray(values) ? values.map(draftOf).filter((draft) => draft !== undefined).slice(0, KEPT) : [];
}

function isSmall({ files }: Draft): boolean {
  return files.reduce((sum, file) => sum + file.path.length + file.text.length, 0) <= LARGEST;
}

export function keepEarlier(drafts: readonly Draft[]): void {
  remember(EARLIER, JSON.stringify(drafts.filter(isSmall)));
}

/** Writes the text that is being edited, after a pause or when the page is left. */
export class DraftKeeper {
  #next: Draft | undefined;
  #timer: number | undefined;

  constructor() {
    window.addEventListener('pagehide', () => this.#write());
    document.addEventListener('visibilitychange', () => this.#write());
  }

  keep(draft: Draft): void {
    this.#next = draft;
    clearTimeout(this.#timer);
    this.#timer = window.setTimeout(() => this.#write(), PAUSE);
  }

  /** There is no text of the user's own now. */
  drop(): void {
    clearTimeout(this.#timer);
    this.#next = undefined;
    forget(PRESENT);
  }

  #write(): void {
    if (this.#next && isSmall(this.#next)) remember(PRESENT, JSON.stringify(this.#next));
    this.#next = undefined;
  }
}
