/** The texts that an author wrote between the tags of an element. */

import type { SourceFile } from '../protocol';

/** One of these without a name is the main manifest. */
const MAIN = 'site.pp';

/** As it was written, without the line break behind the opening tag and the indentation of the closing one. */
function textOf(element: Element): string {
  const text = element.textContent.replace(/^\r?\n/, '').trimEnd();
  return text && `${text}\n`;
}

/** `script` and, for what cannot stand in one, `pre`; of several with one name the last counts. */
export function sourcesIn(host: Element): readonly SourceFile[] {
  const written = [...host.children].filter((child) => child.matches('script[type="text/x-puppet"], script[data-file], pre'));
  const files = written.map((child) => ({ path: child.getAttribute('data-file') || MAIN, text: textOf(child) }));
  return files.length > 0 ? [...new Map(files.map((file) => [file.path, file])).values()] : [{ path: MAIN, text: '' }];
}

/** What a reader looks at first. */
export function mainOf(files: readonly SourceFile[]): string {
  return (files.find(({ path }) => path.endsWith(MAIN)) ?? files[0])?.path ?? MAIN;
}

/** What the first application is called, for a title. */
export function applicationIn(files: readonly SourceFile[]): string | undefined {
  return files.map(({ text }) => /^\s*application\s+([\w:]+)/m.exec(text)?.[1]).find(Boolean);
}
