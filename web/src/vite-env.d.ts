/// <reference types="vite/client" />

/** The plan of the first example, made when the page was built. */
declare module 'virtual:first-view' {
  export const FIRST: string;
  export const view: import('callsheet').View;
}

declare module 'callsheet/callsheet_bg.wasm?url' {
  const url: string;
  export { url as default };
}
