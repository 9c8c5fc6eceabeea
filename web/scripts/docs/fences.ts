/**
 * What a code block of the documentation is. The words behind its language say it; the build draws by them and the tests
 * check by them, so both read them here.
 *
 *     puppet                        a manifest that is planned without a finding
 *     puppet expect=never-exported  one with these errors and warnings
 *     puppet live view=graph run    an embed; all words but those below become its attributes
 *     puppet live example=stack     an embed of an example of the gallery, with nothing in the block
 *     puppet name=shop file=a.pp    a file of several: blocks of the same `name` stand together (embeds where the first is)
 *     puppet of=shop                lines that stand so in the block or example of this name
 *     console in=shop               commands (`$ …`) and what they print, in a folder with the files of this name
 *
 * What readers are asked to change stands in a remark beside it, so that it is tried too:
 *
 *     <!-- change shop: "one text" to "another" gives never-exported, never-consumed -->
 */

export interface Fence {
  readonly language: string;
  readonly options: ReadonlyMap<string, string>;
  readonly text: string;
  /** Line of the Markdown, from 1. */
  readonly line: number;
}

export interface SourceFile {
  readonly path: string;
  readonly text: string;
}

/** Words that are not about the embed's looks. */
const OWN = new Set(['live', 'name', 'file', 'example', 'expect', 'of', 'in']);

/** Reads what stands behind the three backticks: a language, then words, `key=value` or `key="several words"`. */
export function fenceOf(info: string, text: string, line: number): Fence {
  const words = [...info.matchAll(/([\w-]+)(?:=(?:"([^"]*)"|(\S+)))?/g)];
  const [language] = words;
  const options = new Map(words.slice(1).map(([, key = '', quoted, plain]) => [key, quoted ?? plain ?? '']));
  return { language: language?.[1] ?? '', options, text, line };
}

export function isSource({ language, options }: Fence): boolean {
  return language === 'puppet' || options.has('file');
}

/** The name that blocks share; a block without one stands alone. */
export function groupOf(fence: Fence): string {
  return fence.options.get('name') ?? fence.options.get('example') ?? `line ${fence.line}`;
}

/** Blocks that are files, by the name they share; excerpts are none. */
export function groupsOf(fences: readonly Fence[]): Map<string, Fence[]> {
  const groups = new Map<string, Fence[]>();
  for (const fence of fences.filter((it) => isSource(it) && !it.options.has('of'))) {
    groups.set(groupOf(fence), [...(groups.get(groupOf(fence)) ?? []), fence]);
  }
  return groups;
}

/** The files of a group; an example's are read from its folder. */
export function filesOfGroup(group: readonly Fence[], exampleFiles: (id: string) => readonly SourceFile[]): SourceFile[] {
  return group.flatMap(({ options, text }) => {
    const example = options.get('example');
    return example === undefined ? [{ path: options.get('file') ?? 'site.pp', text }] : exampleFiles(example);
  });
}

/** The attributes that the embed gets. */
export function attributesOf({ options }: Fence): [string, string][] {
  return [...options].filter(([key]) => !OWN.has(key));
}

/** Codes of errors and warnings that a group is there to show. */
export function expectedOf(group: readonly Fence[]): string[] {
  return group.flatMap(({ options }) => options.get('expect')?.split(',') ?? []);
}

/** A change that a page asks its reader to make, and what it leads to. */
export interface Change {
  readonly name: string;
  readonly from: string;
  readonly to: string;
  /** Codes of errors and warnings. */
  readonly gives: readonly string[];
}

export function changesIn(markdown: string): Change[] {
  return [...markdown.matchAll(/<!-- change ([\w-]+): ("(?:[^"\\]|\\.)*") to ("(?:[^"\\]|\\.)*") gives ([\w, -]+?) -->/g)].map(
    ([, name = '', from = '""', to = '""', gives = '']) => ({
      name,
      from: JSON.parse(from) as string,
      to: JSON.parse(to) as string,
      gives: gives === 'nothing' ? [] : gives.split(', ').sort(),
    }),
  );
}
