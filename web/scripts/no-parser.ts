/**
 * The editor without the parsers of its library: the engine reads the text, so the library's trees are always empty and
 * everything that grows or walks them would be loaded for nothing. Only builds are cut; `npm run dev` takes it whole.
 */

import type { Plugin } from 'vite';

/** In place of `@lezer/common`: the one node of a text that nothing was read in. */
const TREE = `
const none = () => null;
const node = { type: { name: '', prop: none }, from: 0, to: 0, parent: null, childBefore: none, childAfter: none };
export const Tree = { empty: { length: 0, resolveInner: () => node, resolveStack: () => ({ node, next: null }) } };
export const NodeProp = class {};
export const NodeType = {};
export const NodeSet = class {};
export const IterMode = {};
export const Parser = class {};
export const TreeFragment = {};
export const tags = {}, highlightTree = none, tagHighlighter = none, styleTags = none;
`;

/** What only runs with a parser, and what stands there without one. */
const CUTS: readonly (readonly [RegExp, string])[] = [
  [/let field = state\.field\(Language\.state, false\);\s+return field \? field\.tree : Tree\.empty;/, 'return Tree.empty;'],
  [/^Language\.setState = .*;$/m, ''],
  [/^Language\.state = [^]*?^\}\);$/m, ''],
  [/enables: language => \[[^]*?^ {4}\]$/m, ''],
  [/^for \(let \[legacyName, name\] of [^]*?createTokenType\(noTokens, name\);$/m, ''],
  [/let tree = syntaxTree\(context\.state\);\s+return tree\.length >= pos \? syntaxIndentation\(context, tree, pos\) : null;/, 'return null;'],
  [/return syntaxFolding\(state, lineStart, lineEnd\);/, 'return null;'],
  [/for \(let cur = node; cur; cur = cur\.parent\) \{\s+let matches = matchingNodes[^]*?^ {4}\}$/m, ''],
];

export function noParser(): Plugin {
  return {
    name: 'no-parser',
    apply: 'build',
    enforce: 'pre',
    resolveId: (id) => (/^@lezer\/(common|highlight)$/.test(id) ? '\0no-tree' : undefined),
    load: (id) => (id === '\0no-tree' ? TREE : undefined),
    transform(code, id) {
      if (!/@codemirror\/language\/dist\/index\.js$/.test(id)) return undefined;
      for (const [there, instead] of CUTS) {
        if (!there.test(code)) throw new Error(`@codemirror/language is another now; this is not in it: ${there}`);
        code = code.replace(there, instead);
      }
      return { code, map: null };
    },
  };
}
