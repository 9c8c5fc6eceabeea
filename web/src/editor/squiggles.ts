/** Shows the engine's findings in the open file: squiggles, gutter marks, and words under the pointer. */

import { Prec, RangeSet, StateEffect, StateField, type EditorState, type Extension } from '@codemirror/state';
import { Decoration, EditorView, gutter, GutterMarker, hoverTooltip, WidgetType, type DecorationSet, type Tooltip } from '@codemirror/view';
import type { FixView, Problem } from 'callsheet';
import { html, render } from 'lit';
import { inline } from '../inline';

/** By weight. */
const SEVERITIES = ['note', 'warning', 'error'];
const SIGNS: Readonly<Record<string, string>> = { warning: '▲', error: '✕' };

interface Finding {
  readonly problem: Problem;
  /** Hears which repair was chosen. */
  readonly mend: (fix: FixView) => void;
}

interface Shown {
  /** Each with its finding as `spec.finding`. */
  readonly squiggles: DecorationSet;
  readonly signs: RangeSet<GutterMarker>;
}

/** Where there is no letter to underline. */
class Point extends WidgetType {
  constructor(readonly severity: string) {
    super();
  }

  override eq(other: Point): boolean {
    return other.severity === this.severity;
  }

  override toDOM(): HTMLElement {
    const element = document.createElement('span');
    element.className = `cm-lintRange cm-lintRange-${this.severity} cm-lintPoint`;
    return element;
  }
}

class Sign extends GutterMarker {
  constructor(
    readonly severity: string,
    readonly words: string,
  ) {
    super();
  }

  override eq(other: Sign): boolean {
    return other.severity === this.severity && other.words === this.words;
  }

  override toDOM(): Node {
    const sign = document.createElement('span');
    sign.className = `cm-sign ${this.severity}`;
    sign.textContent = SIGNS[this.severity] ?? '';
    sign.title = this.words;
    return sign;
  }
}

function weight({ severity }: Problem): number {
  return SEVERITIES.indexOf(severity);
}

function squigglesOf(findings: readonly Finding[], length: number): DecorationSet {
  const ranges = findings.map((finding) => {
    const { severity, range } = finding.problem;
    const from = Math.min(range.from, length);
    const to = Math.max(from, Math.min(range.to, length));
    return from < to
      ? Decoration.mark({ class: `cm-lintRange cm-lintRange-${severity}`, finding }).range(from, to)
      : Decoration.widget({ widget: new Point(severity), side: 1, finding }).range(from);
  });
  return Decoration.set(ranges, true);
}

/** One sign a line. Notes get none: they would drown what needs attention. */
function signsOf(problems: readonly Problem[], { doc }: EditorState): RangeSet<GutterMarker> {
  const lines = new Map<number, Problem[]>();
  for (const problem of problems.filter(({ severity }) => severity in SIGNS)) {
    const line = doc.lineAt(Math.min(problem.range.from, doc.length)).from;
    lines.set(line, [...(lines.get(line) ?? []), problem]);
  }
  const signs = [...lines].map(([line, found]) => {
    const heaviest = found.reduce((one, other) => (weight(other) > weight(one) ? other : one));
    return new Sign(heaviest.severity, found.map(({ message }) => message.replaceAll('`', '')).join('\n')).range(line);
  });
  return RangeSet.of(signs, true);
}

const setShown = StateEffect.define<Shown>();

const shown = StateField.define<Shown>({
  create: () => ({ squiggles: Decoration.none, signs: RangeSet.empty }),
  update({ squiggles, signs }, { changes, effects }) {
    const anew = effects.find((effect) => effect.is(setShown));
    return anew?.value ?? { squiggles: squiggles.map(changes), signs: signs.map(changes) };
  },
  // Around what is coloured, so that a finding is one element.
  provide: (field) => Prec.lowest(EditorView.decorations.from(field, ({ squiggles }) => squiggles)),
});

/** The effect that shows the findings of `path`, none if there are none; `mend` hears which repair was chosen. */
export function squigglesAt(
  state: EditorState,
  problems: readonly Problem[],
  path: string,
  mend: (fix: FixView) => void,
): StateEffect<unknown>[] {
  const here = problems.filter((problem) => problem.range.file === path);
  if (here.length === 0 && state.field(shown).squiggles.size === 0) return [];
  const findings = here.map((problem) => ({ problem, mend }));
  return [setShown.of({ squiggles: squigglesOf(findings, state.doc.length), signs: signsOf(here, state) })];
}

/** The findings at a place, the heaviest first, and where they stand together. */
function tooltipAt({ state }: EditorView, pos: number): Tooltip | null {
  const found: Finding[] = [];
  let [start, end] = [pos, pos];
  state.field(shown).squiggles.between(pos, pos, (from, to, { spec }) => {
    found.push(spec.finding as Finding);
    [start, end] = [Math.min(start, from), Math.max(end, to)];
  });
  if (found.length === 0) return null;
  found.sort((one, other) => weight(other.problem) - weight(one.problem));
  return { pos: start, end, above: true, create: () => ({ dom: words(found) }) };
}

/** The findings as the list of problems words them, with their repairs. */
function words(findings: readonly Finding[]): HTMLElement {
  const element = document.createElement('div');
  element.className = 'cm-tooltip-lint';
  render(
    findings.map(
      ({ problem, mend }) => html`<div class="cm-diagnostic ${problem.severity}">
        ${inline(problem.message)} ${problem.hints.map((hint) => html`<div>Hint: ${inline(hint)}</div>`)}
        ${problem.fixes.map(
          (fix) => html`<button type="button" class="cm-diagnosticAction" @click=${() => mend(fix)}>${fix.title.replaceAll('`', '')}</button>`,
        )}
      </div>`,
    ),
    element,
  );
  return element;
}

export const squiggleGutter: Extension = [
  shown,
  gutter({ class: 'cm-gutter-lint', markers: ({ state }) => state.field(shown).signs }),
  hoverTooltip(tooltipAt, { hideOnChange: true }),
];
