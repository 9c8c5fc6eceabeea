/** How the editor looks. Colours come from the page's tokens, so one theme serves light and dark. */

import { EditorView } from '@codemirror/view';

export const appearance = EditorView.theme({
  '&': { height: '100%', color: 'var(--text)', backgroundColor: 'var(--surface)' },
  '&.cm-focused': { outline: 'none' },
  '.cm-scroller': { fontFamily: 'var(--mono)', fontSize: 'var(--code-size)', lineHeight: '1.6' },
  '.cm-content': { padding: '10px 0 40px', caretColor: 'var(--accent)' },
  '.cm-cursor': { borderLeftColor: 'var(--accent)', borderLeftWidth: '2px' },
  '.cm-gutters': { color: 'var(--muted)', backgroundColor: 'var(--surface)', border: 'none' },
  '.cm-lineNumbers .cm-gutterElement': { padding: '0 6px 0 8px', minWidth: '2.4em' },
  '.cm-gutter-lint': { width: '14px' },
  '.cm-gutter-lint .cm-gutterElement': { padding: '0 1px' },
  '.cm-activeLine, .cm-activeLineGutter': { backgroundColor: 'transparent' },
  '&.cm-focused .cm-activeLine': { backgroundColor: 'var(--line)' },
  '&.cm-focused .cm-activeLineGutter': { color: 'var(--text)' },
  '&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground': {
    backgroundColor: 'var(--selection)',
  },
  '&.cm-focused .cm-matchingBracket': { backgroundColor: 'var(--accent-ground)', outline: '1px solid var(--accent)' },
  '.cm-foldGutter': { width: '13px' },
  '.cm-foldPlaceholder': {
    padding: '0 5px',
    margin: '0 2px',
    color: 'var(--muted)',
    backgroundColor: 'var(--strip)',
    border: '1px solid var(--control)',
    borderRadius: '4px',
  },
  '.cm-tooltip': {
    color: 'var(--text)',
    backgroundColor: 'var(--surface)',
    border: '1px solid var(--border)',
    borderRadius: '8px',
    overflow: 'hidden',
    maxWidth: '46ch',
    fontFamily: 'var(--sans)',
    boxShadow: 'var(--shadow)',
  },
  '.cm-diagnostic': { padding: '7px 12px', borderLeftWidth: '4px' },
  '.cm-diagnostic-error': { borderLeftColor: 'var(--error)' },
  '.cm-diagnostic-warning': { borderLeftColor: 'var(--warning)' },
  '.cm-diagnostic-info': { borderLeftColor: 'var(--muted)' },
  '.cm-lintRange': { backgroundImage: 'none !important', paddingBottom: '0' },
  '.cm-lintRange-error': { textDecoration: 'underline wavy var(--error) 1.3px', textUnderlineOffset: '3px' },
  '.cm-lintRange-warning': { textDecoration: 'underline wavy var(--warning) 1.3px', textUnderlineOffset: '3px' },
  '.cm-lintRange-active': { backgroundColor: 'transparent' },
});
