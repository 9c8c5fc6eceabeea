/** What the foot of an element says: how much there is, and what was found, which opens as a list. */

import { html, nothing, type TemplateResult } from 'lit';
import type { Problem } from 'callsheet';
import { inline } from '../inline';
import { count, fileName, Panel } from '../panels/panel';

export interface CountsInput {
  readonly nodes: number;
  readonly waves: number;
  readonly problems: readonly Problem[];
  /** Why there is no answer. */
  readonly fault: string | undefined;
  /** Whether the drawing can make room for the order. */
  readonly canList: boolean;
}

const SIGNS: Readonly<Record<string, string>> = { error: '✕', warning: '▲', note: '○' };

export class PlanCounts extends Panel {
  static override properties = { input: { attribute: false }, isOpen: { state: true }, isListed: { state: true } };
  declare input: CountsInput | undefined;
  declare isOpen: boolean;
  /** Whether the order is shown in place of the drawing. */
  declare isListed: boolean;

  constructor() {
    super();
    [this.isOpen, this.isListed] = [false, false];
  }

  protected override render(): TemplateResult {
    const { nodes = 0, waves = 0, problems = [], fault, canList } = this.input ?? {};
    if (!this.input) return html``;
    const isOpen = this.isOpen && problems.length > 0;
    return html`${isOpen ? this.#list(problems) : nothing}
      <p class="counts" part="counts">
        ${fault === undefined ? html`<span>${count(nodes, 'node')} · ${count(waves, 'wave')} ·</span>` : html`<span class="error">${fault}</span>`}
        ${problems.length === 0
          ? fault === undefined
            ? html`<span>no problems</span>`
            : nothing
          : html`<button type="button" class="link ${worst(problems)}" aria-expanded=${isOpen} @click=${() => (this.isOpen = !isOpen)}>${summary(problems)}</button>`}
        ${canList ? html`<span>·</span><button type="button" class="link" aria-pressed=${this.isListed} @click=${() => this.#swap()}>view as ${this.isListed ? 'drawing' : 'list'}</button>` : nothing}
      </p>`;
  }

  #swap(): void {
    this.isListed = !this.isListed;
    this.tell('open-pane', this.isListed ? 'order' : 'graph');
  }

  #list(problems: readonly Problem[]): TemplateResult {
    return html`<ul class="found" aria-label="Problems">
      ${problems.map(
        ({ severity, message, hints, range }) => html`<li>
          <span class=${severity} aria-label=${severity} role="img">${SIGNS[severity]}</span>
          <span>
            ${inline(message)} <button type="button" class="link" @click=${() => this.tell('go', range)}>line ${range.line} of ${fileName(range.file)}</button>
            ${hints.map((hint) => html`<br>${inline(hint)}`)}
          </span>
        </li>`,
      )}
    </ul>`;
  }
}

function worst(problems: readonly Problem[]): string {
  return ['error', 'warning'].find((severity) => problems.some((problem) => problem.severity === severity)) ?? 'note';
}

/** `1 error, 2 warnings` */
function summary(problems: readonly Problem[]): string {
  const kinds = ['error', 'warning', 'note'].map((severity) => [problems.filter((problem) => problem.severity === severity).length, severity] as const);
  return kinds.flatMap(([many, severity]) => (many > 0 ? [count(many, severity)] : [])).join(', ');
}

customElements.define('callsheet-counts', PlanCounts);
