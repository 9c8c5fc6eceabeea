/** What the page and the worker say to each other. Every request gets exactly one reply with its id. */

import type { View } from 'callsheet';

export type { View };

export interface SourceFile {
  readonly path: string;
  readonly text: string;
}

export type Ask =
  | { readonly kind: 'start'; readonly module: WebAssembly.Module }
  | { readonly kind: 'plan'; readonly files: readonly SourceFile[] }
  | { readonly kind: 'explain'; readonly code: string };

export type Request = Ask & { readonly id: number };

export type Answer =
  | { readonly kind: 'started' }
  | { readonly kind: 'plan'; readonly view: View; readonly took: number }
  | { readonly kind: 'explain'; readonly text: string | undefined }
  | { readonly kind: 'failed'; readonly message: string };

export type Reply = Answer & { readonly id: number };
