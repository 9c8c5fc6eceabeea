/**
 * Typing over a selection without the browser's help: Chromium keeps the look of what it replaces by an inline style,
 * which the page's Content-Security-Policy refuses with an error.
 */

import { EditorView } from '@codemirror/view';

export const typeOverSelection = EditorView.domEventHandlers({
  beforeinput(event, view) {
    const { state } = view;
    const isPlain = event.inputType === 'insertText' && event.data !== null && !view.composing;
    if (!isPlain || state.selection.ranges.every((range) => range.empty)) {
      return false;
    }
    event.preventDefault();
    view.dispatch(state.replaceSelection(event.data ?? ''), { userEvent: 'input.type', scrollIntoView: true });
    return true;
  },
});
