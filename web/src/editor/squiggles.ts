/** Shows the engine's findings in the open file: squiggles and gutter marks. Nothing is looked for here. */

import { lintGutter, setDiagnostics, type Diagnostic } from '@codemirror/lint';
import type { EditorState, TransactionSpec } from '@codemirror/state';
import type { FixView, Problem } from 'callsheet';
import { html, render } from 'lit';
import { inline } from '../inline';

const SEVERITY: Record<string, Diagnostic['severity']> = { error: 'error', warning: 'warning', note: 'info' };

/** The finding as the list of problems words it. */
function tooltip(problem: Problem): HTMLElement {
  const element = document.createElement('div');
  const hints = problem.hints.map((hint) => html`<div>Hint: ${inline(hint)}</div>`);
  render(html`${inline(problem.message)}${hints}`, element);
  return element;
}

function diagnostic(problem: Problem, length: number, mend: (fix: FixView) => void): Diagnostic {
  const from = Math.min(problem.range.from, length);
  return {
    from,
    to: Math.max(from, Math.min(problem.range.to, length)),
    severity: SEVERITY[problem.severity] ?? 'info',
    message: [problem.message, ...problem.hints.map((hint) => `Hint: ${hint}`)].join('\n'),
    renderMessage: () => tooltip(problem),
    actions: problem.fixes.map((fix) => ({ name: fix.title.replaceAll('`', ''), apply: () => mend(fix) })),
  };
}

/** The findings of `path`, to be dispatched to its editor state; `mend` hears which repair was chosen. */
export function squiggles(
  state: EditorState,
  problems: readonly Problem[],
  path: string,
  mend: (fix: FixView) => void,
): TransactionSpec {
  const here = problems.filter((problem) => problem.range.file === path);
  return setDiagnostics(
    state,
    here.map((problem) => diagnostic(problem, state.doc.length, mend)),
  );
}

/** Notes get no gutter mark: they would drown what needs attention. */
export const squiggleGutter = lintGutter({
  markerFilter: (diagnostics) => diagnostics.filter((found) => found.severity !== 'info'),
});
