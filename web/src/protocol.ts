/** What the page and the worker say to each other. Every request gets exactly one reply with its id. */

import type { CompiledView, DiffView, Options, RunView, View } from 'callsheet';
import type { Aim, Folding, Room } from './state';

export type { CompiledView, View };

export interface SourceFile {
  readonly path: string;
  readonly text: string;
}

/** What the editor shows of one file, see `tokens` and `folds` of the engine. */
export interface Reading {
  readonly tokens: Uint32Array;
  readonly folds: Uint32Array;
}

/** The symbols of one file, see `symbols` of the engine. */
export interface Outline extends SourceFile {
  readonly symbols: Uint32Array;
}

export type Ask =
  | { readonly kind: 'start'; readonly module: WebAssembly.Module; readonly isWhole: boolean }
  /** The other part of the engine. */
  | { readonly kind: 'rest'; readonly module: WebAssembly.Module }
  /** With where things stood in the last drawing. */
  | { readonly kind: 'plan'; readonly files: readonly SourceFile[]; readonly arrangement: string; readonly aim: Aim & Folding & Room }
  | { readonly kind: 'simulate'; readonly files: readonly SourceFile[]; readonly options: Options }
  /** The node whose values are wanted in full; none for findings alone. */
  | { readonly kind: 'compile'; readonly files: readonly SourceFile[]; readonly node: string | undefined; readonly aim: Aim }
  /** A result as text, in a form that the engine knows by this name. */
  | { readonly kind: 'export'; readonly files: readonly SourceFile[]; readonly options: Options; readonly form: string }
  | { readonly kind: 'diff'; readonly before: readonly SourceFile[]; readonly after: readonly SourceFile[]; readonly options: Options }
  | { readonly kind: 'read'; readonly file: SourceFile }
  | { readonly kind: 'outline'; readonly files: readonly SourceFile[] }
  | { readonly kind: 'format'; readonly file: SourceFile };

export type Request = Ask & { readonly id: number };

export type Answer =
  | { readonly kind: 'started' }
  /** The question needs the other part of the engine, which is not there yet. */
  | { readonly kind: 'incomplete' }
  /** The view as JSON: a text crosses from the worker at a fraction of the price of an object. */
  | { readonly kind: 'plan'; readonly text: string; readonly took: number }
  | { readonly kind: 'simulate'; readonly run: RunView }
  | { readonly kind: 'compile'; readonly compiled: CompiledView }
  | { readonly kind: 'export'; readonly text: string }
  | { readonly kind: 'diff'; readonly diff: DiffView }
  | { readonly kind: 'read'; readonly reading: Reading }
  | { readonly kind: 'outline'; readonly outlines: readonly Outline[] }
  /** No text: the file cannot be read. */
  | { readonly kind: 'format'; readonly text: string | undefined }
  | { readonly kind: 'failed'; readonly message: string };

export type Reply = Answer & { readonly id: number };
