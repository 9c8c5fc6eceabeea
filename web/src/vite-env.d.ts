/// <reference types="vite/client" />

/** What the engine says of the first example, and the names of its kinds, asked when the page was built. */
declare module 'virtual:first-view' {
  export const FIRST: string;
  /** Of Callsheet. */
  export const VERSION: string;
  export const files: readonly import('./protocol').SourceFile[];
  export const view: import('callsheet').View;
  /** The drawing of the same on a phone. */
  export const rows: import('callsheet').Drawing;
  /** The files of the first example as the editor shows them; see `fromGaps`. */
  export const readings: readonly { readonly path: string; readonly gaps: readonly number[]; readonly folds: readonly number[] }[];
  /** The names of the kinds of token by number; each is the end of a class name, `tok-keyword`. */
  export const tokenKinds: readonly string[];
  /** The names of the kinds of symbol by number. */
  export const symbolKinds: readonly string[];
}

declare module 'callsheet/*.wasm?url' {
  const url: string;
  export { url as default };
}
