/// <reference types="vite/client" />

declare module 'callsheet/callsheet_bg.wasm?url' {
  const url: string;
  export { url as default };
}
