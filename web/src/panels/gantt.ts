/** The simulated run as a strip: a row for each node, its run by time. Only rows in view are in the document. */

import { html, svg, type TemplateResult } from 'lit';
import type { RunView } from 'callsheet';
import { bars, timeAt, type Bar } from '../run/timeline';
import { Panel } from './panel';
import { GLYPHS } from './status';

export interface GanttInput {
  readonly run: RunView;
  readonly moment: number;
}

/** Height of a row, as the style sheet has it. */
const ROW = 24;
/** Rows beyond the edges, so that the keyboard finds one there. */
const BEYOND = 3;
const MOST_TICKS = 8;

export class RunGantt extends Panel {
  static override properties = { input: { attribute: false }, top: { state: true }, room: { state: true } };
  declare input: GanttInput | undefined;
  /** The first row in view. */
  declare top: number;
  /** How many there is room for. */
  declare room: number;
  #bars: readonly Bar[] = [];

  constructor() {
    super();
    [this.top, this.room] = [0, 10];
    new ResizeObserver(() => this.#look()).observe(this);
    this.addEventListener('scroll', () => this.#look());
  }

  #look(): void {
    this.top = Math.floor(this.scrollTop / ROW);
    this.room = Math.ceil(this.clientHeight / ROW);
  }

  protected override willUpdate(changed: Map<PropertyKey, unknown>): void {
    const before = changed.get('input') as GanttInput | undefined;
    if (this.input && before?.run !== this.input.run) this.#bars = bars(this.input.run);
  }

  protected override render(): TemplateResult {
    const { run, moment } = this.input ?? { run: undefined, moment: 0 };
    const whole = run?.makespan || 1;
    const at = (time: number): string => `${(100 * time) / whole}%`;
    const head = run && moment > 0 ? at(timeAt(run, moment)) : '0';
    const from = Math.max(0, Math.min(this.top, this.#bars.length - this.room) - BEYOND);
    const shown = this.#bars.slice(from, from + this.room + 2 * BEYOND);
    return html`<div class="gantt-axis" aria-hidden="true">
        <span>Units</span>
        <svg>${marks(whole).map((time) => svg`<text x=${at(time)} y="15" text-anchor=${time === 0 ? 'start' : time === whole ? 'end' : 'middle'}>${time}</text>`)}</svg>
      </div>
      <ul .style=${`height:${this.#bars.length * ROW}px;padding-top:${from * ROW}px`}>
        ${shown.map((bar) => this.#row(bar, whole, at, head))}
      </ul>`;
  }

  #row({ node, start, end, status, critical }: Bar, whole: number, at: (time: number) => string, head: string): TemplateResult {
    const words = `${GLYPHS[status]} ${status}`;
    const when = start === undefined ? '' : ` from ${start} to ${end}`;
    return html`<li>
      <button
        type="button"
        class="quiet ${status} ${critical ? 'critical' : ''}"
        aria-label="${node}: ${status}${when}${critical ? ', on the critical path' : ''}"
        title=${node}
        @click=${() => this.tell('pick', { kind: 'node', id: node })}
      >
        <span>${node}</span>
        <svg>
          ${start === undefined
            ? svg`<text x=${at(end)} y="16" text-anchor=${2 * end > whole ? 'end' : 'start'}>${words}</text>`
            : svg`<rect x=${at(start)} width=${at(end - start)} y="4" height="16" rx="4" /><text x=${at(start)} y="16" dx="6">${status === 'done' ? '' : words}</text>`}
          <line x1=${head} x2=${head} y2="24" />
        </svg>
      </button>
    </li>`;
  }
}

/** Whole times apart by 1, 2 or 5, or ten times as much. */
function marks(whole: number): number[] {
  let step = 1;
  for (let turn = 0; whole / step > MOST_TICKS; turn++) step *= turn % 3 === 1 ? 2.5 : 2;
  return Array.from({ length: Math.floor(whole / step) + 1 }, (_, place) => place * step);
}

customElements.define('run-gantt', RunGantt);
