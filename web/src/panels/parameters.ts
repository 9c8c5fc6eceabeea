/** Parameters as a compact table: name, value, origin; below it, the way on which a value came. */

import { html, nothing, type TemplateResult } from 'lit';
import type { ParameterView, StepView } from 'callsheet';
import { inline } from '../inline';
import { fileName } from './panel';

/** What the rows need from the panel they are in. */
export interface Rows {
  /** Whether something that is usually closed is open, or the other way round. */
  readonly isToggled: (key: string) => boolean;
  readonly toggle: (key: string) => void;
  /** Nothing may be followed into a text that has changed. */
  readonly isOld: boolean;
  readonly follow: (step: StepView) => void;
}

/** UTF-16 units of a value that are shown at once, and how many of them stand behind the gap. */
const SHORT = 72;
const TAIL = 24;

/** Up to so many letters a row fits into one line of a narrow panel. */
const ONE_LINE = 31;

/** Deeper steps are not indented further. */
const DEEPEST = 6;

/** As many steps are listed. */
const MOST = 60;

/** Shortened in the middle, never in the middle of a character. */
export function shortened(value: string): string {
  const head = value.slice(0, SHORT - TAIL).replace(/[\uD800-\uDBFF]$/, '');
  const tail = value.slice(-TAIL).replace(/^[\uDC00-\uDFFF]/, '');
  return `${head} … ${tail}`;
}

function valueCell(value: string, key: string, rows: Rows): TemplateResult {
  if (value.length <= SHORT) return html`<code class="value">${value}</code>`;
  const isWhole = rows.isToggled(key);
  return html`<code class="value ${isWhole ? 'whole' : ''}">${isWhole ? value : shortened(value)}</code>
    <button type="button" class="quiet more" aria-expanded=${isWhole} @click=${() => rows.toggle(key)}>
      ${isWhole ? 'shorten' : `all ${value.length} characters`}
    </button>`;
}

function place({ source }: StepView): string {
  return source ? `${fileName(source.file)}:${source.line}` : '';
}

function stepRow(step: StepView, before: string, rows: Rows): TemplateResult {
  const leads = !rows.isOld && (step.source !== undefined || step.node !== undefined);
  const words = html`${inline(step.text)}${step.value === before
    ? nothing
    : html` <span class="equals">=</span> <code class="value">${step.value.length > SHORT ? shortened(step.value) : step.value}</code>`}
  ${step.source ? html`<span class="step-place">${place(step)}</span>` : nothing}`;
  return html`<li class="depth-${Math.min(step.depth, DEEPEST)}">
    ${leads
      ? html`<button type="button" class="quiet step" @click=${() => rows.follow(step)}>${words}</button>`
      : html`<span class="step">${words}</span>`}
  </li>`;
}

function originCell(parameter: ParameterView, rows: Rows): TemplateResult {
  const [step] = parameter.steps;
  if (!step?.source || rows.isOld || hasWay(parameter)) return html`<span class="origin">${parameter.origin}</span>`;
  return html`<button type="button" class="quiet origin" title="Go to ${place(step)}" @click=${() => rows.follow(step)}>
    ${parameter.origin}<span class="visually-hidden">: ${parameter.name}, ${place(step)}</span>
  </button>`;
}

/** Whether there is more to tell than where it was set. */
function hasWay({ steps }: ParameterView): boolean {
  return steps.length > 1;
}

function row(parameter: ParameterView, owner: string, rows: Rows): TemplateResult {
  const { name, value, origin, steps } = parameter;
  const key = `${owner} ${name}`;
  const opensItself = origin === 'consumed' || origin === 'produced';
  const isOpen = hasWay(parameter) && opensItself !== rows.isToggled(key);
  return html`<li class="parameter ${origin.replaceAll(' ', '-')}" data-parameter=${name}>
    <div class="parameter-row ${name.length + value.length + origin.length <= ONE_LINE ? 'short' : ''}">
      ${hasWay(parameter)
        ? html`<button type="button" class="quiet name" aria-expanded=${isOpen} @click=${() => rows.toggle(key)}>
            <span class="twist" aria-hidden="true">${isOpen ? '▾' : '▸'}</span>${name}
          </button>`
        : html`<span class="name">${name}</span>`}
      ${originCell(parameter, rows)}
      <div class="value-cell">${valueCell(value, `${key} value`, rows)}</div>
    </div>
    ${isOpen
      ? html`<ol class="steps" aria-label="Where ${name} comes from">
          ${steps.slice(0, MOST).map((step, at) => stepRow(step, steps[at - 1]?.value ?? value, rows))}
          ${steps.length > MOST ? html`<li>and ${steps.length - MOST} more</li>` : nothing}
        </ol>`
      : nothing}
  </li>`;
}

/** The parameters of `owner`, whose id is unique in the panel. */
export function parameters(list: readonly ParameterView[], owner: string, rows: Rows): TemplateResult {
  if (list.length === 0) return html`<p class="none">no parameters</p>`;
  return html`<ul class="parameters" aria-label="Parameters of ${owner}">
    ${list.map((parameter) => row(parameter, owner, rows))}
  </ul>`;
}
