/** How code is typed: comments, brackets that close themselves, indentation. What it means, the engine knows. */

import { closeBrackets, closeBracketsKeymap } from '@codemirror/autocomplete';
import { getIndentation, IndentContext, indentOnInput, indentService, indentString } from '@codemirror/language';
import { EditorState, type StateCommand } from '@codemirror/state';
import { keymap } from '@codemirror/view';
import { tokenKinds } from 'virtual:first-view';
import { openBracketAt } from './brackets';
import { numberAt, placeBefore, readingField, tokenFrom } from './reading';

/** Within these a new line is the user's own affair. */
const TEXTS = new Set(['comment', 'string', 'heredoc']);

function isInText(state: EditorState, at: number): boolean {
  const read = state.field(readingField);
  const before = placeBefore(read, at);
  const token = 3 * tokenFrom(read.tokens, before);
  const isInside = token < read.tokens.length && numberAt(read.tokens, token) < before;
  return isInside && TEXTS.has(tokenKinds[numberAt(read.tokens, token + 2)] ?? '');
}

/**
 * One step further in than the line that opens the bracket around, or than a title; otherwise like the line before. What
 * closes a bracket stands like the line that opened it.
 */
function indentation(context: IndentContext, at: number): number | null {
  const { state, unit } = context;
  if (isInText(state, at)) return null;
  const bracket = openBracketAt(state, at);
  const around = bracket === undefined ? undefined : context.lineIndent(bracket);
  if (/^\s*[\])}]/.test(context.textAfterPos(at))) return around ?? null;
  // Of a line that is being broken in two, the first part.
  let { number, from, text: before } = state.doc.lineAt(at);
  before = before.slice(0, at - from);
  while (before.trim() === '' && number > 1) {
    number -= 1;
    ({ text: before, from } = state.doc.line(number));
  }
  const code = before.replace(/\s*(#.*)?$/, '');
  const indent = /^\s*/.exec(before)?.[0].length ?? 0;
  if (/[[({:]$/.test(code) || (bracket !== undefined && bracket >= from)) return indent + unit;
  return code.endsWith(';') && around !== undefined ? around + unit : indent;
}

/** Breaks `{ 'title':|}` as `{|}`: into three lines, so that the bracket stands below. */
const breakBeforeBracket: StateCommand = ({ state, dispatch }) => {
  const { head, empty } = state.selection.main;
  const line = state.doc.lineAt(head);
  const [before, after] = [line.text.slice(0, head - line.from), line.text.slice(head - line.from)];
  if (!empty || state.selection.ranges.length > 1 || !/[:,;]\s*$/.test(before) || !/^\s*[\])}]/.test(after)) return false;
  const context = new IndentContext(state, { simulateBreak: head, simulateDoubleBreak: true });
  const inside = `\n${indentString(state, getIndentation(context, head) ?? 0)}`;
  const closing = `\n${/^\s*/.exec(before)?.[0] ?? ''}`;
  const to = head + (after.length - after.trimStart().length);
  const changes = { from: head, to, insert: inside + closing };
  dispatch(state.update({ changes, selection: { anchor: head + inside.length }, scrollIntoView: true, userEvent: 'input' }));
  return true;
};

export const language = [
  EditorState.languageData.of(() => [
    {
      commentTokens: { line: '#' },
      closeBrackets: { brackets: ['(', '[', '{', "'", '"'], before: ')]}:;,>' },
      indentOnInput: /^\s*[\])}]$/,
    },
  ]),
  indentService.of(indentation),
  indentOnInput(),
  closeBrackets(),
  keymap.of([...closeBracketsKeymap, { key: 'Enter', run: breakBeforeBracket }]),
];
