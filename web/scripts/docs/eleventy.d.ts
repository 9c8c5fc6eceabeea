/** The little of Eleventy that is used here; it has no types of its own. */

declare module '@11ty/eleventy' {
  export interface Config {
    setIncludesDirectory(folder: string): void;
    setTemplateFormats(formats: readonly string[]): void;
    setLibrary(extension: string, library: unknown): void;
    addGlobalData(name: string, value: unknown): void;
    addPreprocessor(name: string, extension: string, change: (data: unknown, content: string) => string): void;
    addTemplate(path: string, content: string, data: Readonly<Record<string, unknown>>): void;
    addFilter(name: string, filter: (...values: never[]) => unknown): void;
  }

  interface Options {
    readonly quietMode: boolean;
    readonly configPath: string;
    readonly config: (config: Config) => void;
  }

  class Eleventy {
    constructor(input: string, output: string, options: Options);
    write(): Promise<void>;
  }

  export { Eleventy as default };
}
