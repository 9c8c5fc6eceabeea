/**
 * Colours for Puppet at first paint, before the engine has answered: a tokenizer that knows words, strings with
 * interpolation, heredocs and comments. It never decides what is right; the engine does.
 */

import { StreamLanguage, type StringStream } from '@codemirror/language';

const KEYWORDS = new Set(
  ('and application case class consumes default define else elsif false function if import in inherits ' +
    'node or plan private produces site true type undef unless').split(' '),
);
const ATOMS = new Set(['true', 'false', 'undef', 'default']);
const EXCHANGE = new Set(['export', 'consume', 'require']);

interface TokenState {
  /** Open strings and interpolations, innermost last; a number counts open braces of an interpolation. */
  readonly stack: ('string' | number)[];
  /** End tags of heredocs announced on this line. */
  heredocs: string[];
  inHeredoc: boolean;
  inComment: boolean;
  /** Whether the last token was a value, so that `/` divides. */
  value: boolean;
}

function blockComment(stream: StringStream, state: TokenState): string {
  state.inComment = !stream.skipTo('*/');
  if (state.inComment) {
    stream.skipToEnd();
  } else {
    stream.match('*/');
  }
  return 'comment';
}

function heredocLine(stream: StringStream, state: TokenState): string {
  const end = /^\s*\|?\s*-?\s*(.*?)\s*$/.exec(stream.string);
  stream.skipToEnd();
  if (end?.[1] === state.heredocs[0]) {
    state.heredocs.shift();
    state.inHeredoc = state.heredocs.length > 0;
    return 'keyword';
  }
  return 'string';
}

/** Inside double quotes up to the next interpolation or the end. */
function stringPart(stream: StringStream, state: TokenState): string {
  if (stream.match(/^\$\{([a-z_]\w*(::\w+)*(?=[}.[]))?/)) {
    state.stack.push(0);
    state.value = true;
    return 'variableName';
  }
  if (stream.match(/^\$(::)?[a-z_]\w*(::\w+)*/)) {
    return 'variableName';
  }
  while (!stream.eol()) {
    const char = stream.next();
    if (char === '\\') {
      stream.next();
    } else if (char === '"') {
      state.stack.pop();
      state.value = true;
      break;
    } else if (char === '$' && stream.match(/^[{a-z_:]/, false)) {
      stream.backUp(1);
      if (stream.current().length > 0) break;
      stream.next();
    }
  }
  return 'string';
}

function brace(stream: StringStream, state: TokenState): string {
  const top = state.stack.length - 1;
  const depth = state.stack[top];
  const char = stream.next();
  state.value = char === '}';
  if (typeof depth !== 'number') {
    return 'brace';
  }
  if (char === '}' && depth === 0) {
    state.stack.pop();
    return 'variableName';
  }
  state.stack[top] = depth + (char === '{' ? 1 : -1);
  return 'brace';
}

function word(stream: StringStream, state: TokenState): string | null {
  if (stream.match(/^(::)?[A-Z]\w*(::[A-Z]\w*)*/)) {
    state.value = true;
    return 'typeName';
  }
  if (!stream.match(/^(::)?[a-z_]\w*(::[a-z]\w*)*/)) {
    return null;
  }
  const text = stream.current();
  const isAttribute = stream.match(/^\s*[=+]>/, false) !== null;
  state.value = false;
  if (isAttribute) {
    return EXCHANGE.has(text) ? 'keyword' : 'propertyName';
  }
  if (ATOMS.has(text)) {
    return 'atom';
  }
  if (KEYWORDS.has(text)) {
    return 'keyword';
  }
  return stream.match(/^\s*\{/, false) ? 'typeName' : 'name';
}

function code(stream: StringStream, state: TokenState): string | null {
  if (stream.eatSpace()) {
    return null;
  }
  if (stream.match('/*')) {
    return blockComment(stream, state);
  }
  const heredoc = stream.match(/^@\(\s*"?([^":/)]+?)"?\s*(:[^/)]*)?(\/[^)]*)?\)/);
  if (heredoc && typeof heredoc === 'object') {
    state.heredocs.push(heredoc[1] ?? '');
    state.value = true;
    return 'string';
  }
  if (stream.match(/^'(?:[^'\\]|\\.)*'?/) || (!state.value && stream.match(/^\/(?:[^/\\]|\\.)+\//))) {
    state.value = true;
    return 'string';
  }
  if (stream.match(/^\$(::)?[a-z_]\w*(::\w+)*/) || stream.match(/^\$\d+/)) {
    state.value = true;
    return 'variableName';
  }
  if (stream.match(/^(0x[\da-f]+|\d+(\.\d+)?(e[+-]?\d+)?)/i)) {
    state.value = true;
    return 'number';
  }
  switch (stream.peek()) {
    case '#':
      stream.skipToEnd();
      return 'comment';
    case '"':
      stream.next();
      state.stack.push('string');
      return 'string';
    case '{':
    case '}':
      return brace(stream, state);
  }
  const found = word(stream, state);
  if (found) {
    return found;
  }
  state.value = /[\])]/.test(stream.next() ?? '');
  return null;
}

function token(stream: StringStream, state: TokenState): string | null {
  if (stream.sol() && state.heredocs.length > 0) {
    state.inHeredoc = true;
  }
  if (state.inHeredoc) {
    return heredocLine(stream, state);
  }
  if (state.inComment) {
    return blockComment(stream, state);
  }
  return state.stack.at(-1) === 'string' ? stringPart(stream, state) : code(stream, state);
}

export const puppet = StreamLanguage.define<TokenState>({
  name: 'puppet',
  startState: () => ({ stack: [], heredocs: [], inHeredoc: false, inComment: false, value: false }),
  copyState: (state) => ({ ...state, stack: [...state.stack], heredocs: [...state.heredocs] }),
  token,
  languageData: { commentTokens: { line: '#' }, closeBrackets: { brackets: ['(', '[', '{', "'", '"'] } },
});

const RUBY_WORDS = /^(do|end|def|if|else|unless|require|module|class|newtype|newparam|newproperty|defaultto|newvalues|validate|munge|desc|nil|true|false)\b/;

/** Capability types are Ruby; enough of it to read them comfortably. */
export const ruby = StreamLanguage.define<Record<string, never>>({
  name: 'ruby',
  token(stream) {
    if (stream.eatSpace()) return null;
    if (stream.match(/^#.*/)) return 'comment';
    if (stream.match(/^'(?:[^'\\]|\\.)*'?/) || stream.match(/^"(?:[^"\\]|\\.)*"?/)) return 'string';
    if (stream.match(/^:\w+/) || stream.match(/^\w+:(?!:)/)) return 'propertyName';
    if (stream.match(RUBY_WORDS)) return 'keyword';
    if (stream.match(/^[A-Z]\w*/)) return 'typeName';
    if (stream.match(/^\d+/)) return 'number';
    if (stream.match(/^\w+/)) return 'name';
    stream.next();
    return null;
  },
  languageData: { commentTokens: { line: '#' } },
});
