/** The engine's findings: worst first, repeated notes folded. */

import { html, nothing, type TemplateResult } from 'lit';
import type { FixView, Problem } from 'callsheet';
import { inline } from '../inline';
import { difference, editsByFile, safeFixes } from '../mending';
import type { SourceFile } from '../protocol';
import { explanation } from './explanation';
import { count, fileName, PlanPanel } from './panel';

export interface ProblemsInput {
  readonly problems: readonly Problem[];
  /** Why there is no answer for the present text. */
  readonly failure: string | undefined;
  /** Milliseconds of the last plan. */
  readonly took: number | undefined;
  /** Pages that were asked for, by code. */
  readonly pages: ReadonlyMap<string, string>;
  /** The texts that repairs are for. */
  readonly files: readonly SourceFile[];
}

const GLYPHS: Record<string, string> = { error: '✕', warning: '▲', note: 'i' };
const RANKS = ['error', 'warning', 'note'];

/** From here on, notes of one kind are folded into one row. */
const FOLDED = 2;

interface Group {
  readonly first: Problem;
  readonly rest: readonly Problem[];
}

/** What cannot be read comes first: it is the likely cause of what follows. */
function byPhase(a: Problem, b: Problem): number {
  return Number(a.phase !== 'parse') - Number(b.phase !== 'parse');
}

/** Errors, warnings, notes; notes of one code stand together. */
function grouped(problems: readonly Problem[]): Group[] {
  const groups: Group[] = [];
  for (const severity of RANKS) {
    const own = problems.filter((problem) => problem.severity === severity).sort(byPhase);
    if (severity !== 'note') {
      groups.push(...own.map((first) => ({ first, rest: [] })));
      continue;
    }
    for (const code of new Set(own.map((problem) => problem.code))) {
      const [first, ...rest] = own.filter((problem) => problem.code === code);
      if (!first) continue;
      groups.push({ first, rest: rest.length + 1 >= FOLDED ? rest : [] });
    }
  }
  return groups;
}

export class ProblemList extends PlanPanel {
  static override properties = { input: { attribute: false }, explained: { state: true }, previewed: { state: true } };
  declare input: ProblemsInput | undefined;
  /** The code whose page is shown. */
  declare explained: string | undefined;
  /** The repair whose difference is shown. */
  declare previewed: FixView | undefined;

  /** Goes to the first repair of a problem at this place, if there is one. */
  async focusFix(path: string, from: number, to: number): Promise<void> {
    const isHere = ({ range, fixes }: Problem): boolean =>
      fixes.length > 0 && range.file === path && range.from <= to && from <= range.to;
    this.previewed = this.input?.problems.find(isHere)?.fixes[0];
    await this.updateComplete;
    this.querySelector<HTMLElement>('.fixes:has(.preview) button')?.focus();
  }

  protected override render(): TemplateResult {
    const problems = this.input?.problems ?? [];
    const failure = this.input?.failure;
    return html`
      <header class="pane-head">
        <h2>Problems</h2>
        ${this.#badges(problems)}
        ${this.#fixAll(problems)} ${this.#took(this.input?.took)}
      </header>
      <div class="scroll" tabindex="0" role="group" aria-label="Problems">
        ${failure ? html`<p class="failure" data-problem="no-answer"><span aria-hidden="true">✕</span> ${failure}</p>` : nothing}
        ${problems.length === 0 && !failure ? html`<p class="none">Nothing to mend.</p>` : nothing}
        <ul>
          ${grouped(problems).map((group) => this.#group(group))}
        </ul>
      </div>
    `;
  }

  #badges(problems: readonly Problem[]): TemplateResult {
    if (!this.input) {
      return html``;
    }
    const badges = RANKS.map((severity) => {
      const number = problems.filter((problem) => problem.severity === severity).length;
      return number > 0 ? html`<span class="badge ${severity}">${count(number, severity)}</span>` : nothing;
    });
    return problems.length > 0 ? html`${badges}` : html`<span class="badge fine">✓ none</span>`;
  }

  #fixAll(problems: readonly Problem[]): TemplateResult | typeof nothing {
    const fixes = safeFixes(problems);
    if (fixes.length === 0) return nothing;
    return html`<button type="button" class="fix" data-fix-all @click=${(): void => this.tell('mend', fixes)}>
      Fix all safe (${fixes.length})
    </button>`;
  }

  /** A button for each repair; what it changes is shown below while it is pointed at. */
  #fixes(fixes: readonly FixView[]): TemplateResult | typeof nothing {
    if (fixes.length === 0) return nothing;
    const show = (fix?: FixView) => (): void => {
      this.previewed = fix;
    };
    const apply = (event: Event, fix: FixView): void => {
      event.stopPropagation();
      this.previewed = undefined;
      this.tell('mend', [fix]);
    };
    const leave = (event: KeyboardEvent): void => {
      if (event.key === 'Escape') this.tell('leave-problems', undefined);
    };
    return html`<div class="fixes" @mouseleave=${show()} @focusout=${show()} @keydown=${leave}>
      ${fixes.map(
        (fix) => html`<button
          type="button"
          class="fix"
          data-fix=${fix.title}
          @mouseenter=${show(fix)}
          @focus=${show(fix)}
          @click=${(event: Event) => apply(event, fix)}
        >
          ${inline(fix.title)}
        </button>`,
      )}
      ${fixes.map((fix) => (fix === this.previewed ? this.#preview(fix) : nothing))}
    </div>`;
  }

  #preview(fix: FixView): TemplateResult {
    const files = this.input?.files ?? [];
    const line = (sign: string, kind: string) => (text: string) =>
      html`<span class=${kind}>${sign} ${text}${'\n'}</span>`;
    const changes = [...editsByFile([fix])].map(([path, edits]) => {
      const { removed, added } = difference(files.find((file) => file.path === path)?.text ?? '', edits);
      return [removed.map(line('-', 'removed')), added.map(line('+', 'added'))];
    });
    return html`<pre class="preview">${changes}</pre>`;
  }

  #took(took: number | undefined): TemplateResult | typeof nothing {
    if (took === undefined) {
      return nothing;
    }
    return html`<span class="took">planned in ${took < 10 ? took.toFixed(1) : Math.round(took)} ms</span>`;
  }

  #group(group: Group): TemplateResult {
    if (group.rest.length === 0) {
      return html`<li>${this.#row(group.first)}</li>`;
    }
    return html`<li>
      ${this.#row(group.first)}
      <details>
        <summary>${group.rest.length} more like this</summary>
        <ul>
          ${group.rest.map((problem) => html`<li>${this.#row(problem)}</li>`)}
        </ul>
      </details>
    </li>`;
  }

  #row(problem: Problem): TemplateResult {
    const go = (): void => this.tell('go', problem.range);
    const isExplained = this.explained === problem.code;
    const page = this.input?.pages.get(problem.code);
    return html`<div class="problem ${problem.severity}" data-problem=${problem.code} @click=${go}>
      <span class="glyph" aria-hidden="true">${GLYPHS[problem.severity] ?? ''}</span>
      <div>
        <button type="button" class="quiet message">
          <span class="visually-hidden">${problem.severity}: </span><span class="place">${fileName(problem.range.file)}:${problem.range.line}</span> ${inline(problem.message)}
        </button>
        ${problem.hints.map((hint) => html`<p class="hint">${inline(hint)}</p>`)} ${this.#fixes(problem.fixes)}
        ${problem.labels.map(
          (label) => html`<button
            type="button"
            class="quiet label"
            @click=${(event: Event) => {
              event.stopPropagation();
              this.tell('go', label.range);
            }}
          >
            <span class="place">${fileName(label.range.file)}:${label.range.line}</span> ${inline(label.message)}
          </button>`,
        )}
        <button
          type="button"
          class="quiet code-id"
          aria-expanded=${isExplained ? 'true' : 'false'}
          @click=${(event: Event) => {
            event.stopPropagation();
            this.explained = isExplained ? undefined : problem.code;
            this.tell('explain', problem.code);
          }}
        >${problem.code} · ${isExplained ? 'hide' : 'why?'}</button>
      </div>
    </div>
    ${isExplained && page ? explanation(page) : nothing}`;
  }
}

customElements.define('problem-list', ProblemList);
