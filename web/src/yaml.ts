/** Colours YAML as far as single lines tell: comments, keys, texts, numbers, words with a meaning. The engine reads it. */

const PARTS = [
  ['comment', String.raw`(?<=^|[ \t])#.*`],
  ['attribute', String.raw`(?<=^[ \t]*(?:- +)*|[{,][ \t]*)(?:"[^"\n]*"|'[^'\n]*'|[^\s#"'{}[\],&*!|>%@-][^#"'{}[\],\n]*?)(?=[ \t]*:(?:[ \t]|$))`],
  ['string', String.raw`"(?:[^"\\]|\\[^])*"|'(?:[^']|'')*'`],
  ['constant', String.raw`(?<=[:\-,][ \t]+|[[{][ \t]*)(?:true|false|null|~)(?=[ \t]*(?:$|[,\]}#]))`],
  ['number', String.raw`(?<=[:\-,][ \t]+|[[{][ \t]*)-?\d[\d_.]*(?=[ \t]*(?:$|[,\]}#]))`],
] as const;

const PATTERN = new RegExp(PARTS.map(([, part]) => `(${part})`).join('|'), 'gm');

/** Triples of start, length and number of the kind, as the engine gives tokens; `names` are the names of its kinds. */
export function yamlTokens(text: string, names: readonly string[]): Uint32Array {
  const kinds = PARTS.map(([name]) => names.indexOf(name));
  const tokens: number[] = [];
  for (const match of text.matchAll(PATTERN)) {
    const kind = kinds[match.slice(1).findIndex((part) => part !== undefined)];
    if (kind !== undefined && kind >= 0) tokens.push(match.index, match[0].length, kind);
  }
  return Uint32Array.from(tokens);
}
