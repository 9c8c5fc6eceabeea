/** The drawing of the plan, with its legend and zoom buttons. All coordinates come from the engine. */

import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import type { CycleView, Drawing, InstanceView, Range } from 'callsheet';
import { SMALLEST } from '../examples';
import { inline } from '../inline';
import { Camera } from '../graph/camera';
import { Cards, hue, type Shows } from '../graph/cards';
import { next, rove } from '../graph/keys';
import { backSocket, headingLayer, laneLayer, lineLayer } from '../graph/lanes';
import { showMarks, type Mark } from '../graph/marks';
import { pillLayer } from '../graph/pills';
import { drawn, everyCard, nameInDrawing, type Related } from '../graph/related';
import { make, set } from '../graph/svg';
import { FOLDED, type Folding, type Selection } from '../state';
import { visible } from '../visible';
import { count, fileName, PlanPanel } from './panel';
import { rings } from './ring';
import { signs } from './signs';

export interface GraphInput {
  readonly drawing: Drawing | undefined;
  readonly instances: readonly InstanceView[];
  readonly cycles: readonly CycleView[];
  /** Which nodes share a card. */
  readonly folding: Folding;
  /** Nodes whose catalog Puppet would refuse. */
  readonly failed: ReadonlySet<string>;
  readonly stale: Range | undefined;
  /** Where the present text cannot be read, while the drawing shows what could be read of it. */
  readonly recovered: Range | undefined;
  /** Capabilities that are not available in the simulated run. */
  readonly missing: readonly string[];
  /** What a target leaves out. */
  readonly warnings: readonly string[];
  /** Whether the present text can be read and declares no application instance. */
  readonly empty: boolean;
}

function selectionOf(target: EventTarget | null): Selection | undefined {
  const element = target instanceof Element ? target.closest('[data-component], [data-capability], [data-node]') : null;
  const kinds = [
    ['component', 'data-component'],
    ['capability', 'data-capability'],
    ['node', 'data-node'],
  ] as const;
  for (const [kind, name] of kinds) {
    const id = element?.getAttribute(name);
    if (id) return { kind, id };
  }
  return undefined;
}

const HOVER_INTENT = 60;
const CROWDED = 150;
/** A drawing that follows another sooner, in milliseconds, does not glide there: the next letter would not let it arrive. */
const HURRY = 250;

export class AppGraph extends PlanPanel {
  static override properties = { input: { attribute: false } };
  declare input: GraphInput | undefined;

  #lanes = make('g', { class: 'lanes' });
  #lines = make('g', { class: 'lines' });
  #headings = make('g', { class: 'headings' });
  #cards = make('g', { class: 'cards' });
  #pills = make('g', { class: 'pills' });
  #scene = make('g', { class: 'scene' }, [this.#lanes, this.#lines, this.#headings, this.#cards, this.#pills]);
  #svg = make('svg', { class: 'drawing', role: 'group' }, [backSocket(), this.#scene]);
  #camera = new Camera(this.#svg, this.#scene, (slack) => this.#drawLanes(slack));
  #slack = 0;
  /** The drawing that is shown, and since when. */
  #drawn: Drawing | undefined;
  #since = -Infinity;
  #laneLayer = laneLayer(this.#lanes);
  #headingLayer = headingLayer(this.#headings);
  #lineLayer = lineLayer(this.#lines);
  #cardLayer = new Cards(this.#cards);
  #pillLayer = pillLayer(this.#pills);
  #intent: number | undefined;

  constructor() {
    super();
    this.#svg.addEventListener('click', (event) => this.#pick(event));
    this.#svg.addEventListener('keydown', (event) => this.#press(event));
    this.#svg.addEventListener('pointerover', (event) => this.#hover(event));
    this.#svg.addEventListener('pointerleave', () => this.#point(undefined));
    this.#svg.addEventListener('focusin', (event) => this.#focus(event));
    this.#svg.addEventListener('focusout', () => this.#point(undefined));
    matchMedia('print').addEventListener('change', ({ matches }) => this.#camera.print(matches));
    for (const name of ['beforeprint', 'afterprint']) {
      window.addEventListener(name, () => this.#camera.print(name === 'beforeprint'));
    }
  }

  /** In place of the drawing that came with the page. */
  protected override createRenderRoot(): HTMLElement {
    this.replaceChildren();
    return super.createRenderRoot();
  }

  /** Lets a wheel scroll the page around it. */
  set yields(isYielding: boolean) {
    this.#camera.yields = isYielding;
  }

  /** The next drawing is another one: it fits by itself, wherever this one was moved. */
  release(): void {
    this.#camera.release();
  }

  /** Points out what belongs to the hovered thing, or to the selected one. */
  highlight(selectedAll: Related | undefined, hoveredAll: Related | undefined): void {
    const drawing = this.input?.drawing;
    const [selected, hovered] = [selectedAll, hoveredAll].map((related) => related && drawing && drawn(drawing, related));
    this.#svg.classList.toggle('pointing', hovered !== undefined);
    const marked = selected || hovered ? '[data-node], [data-component], [data-capability], [data-edge]' : '.related, .near, .selected';
    for (const element of this.#scene.querySelectorAll(marked)) {
      element.classList.toggle('related', hovered !== undefined && belongs(element, hovered));
      element.classList.toggle('near', hovered !== undefined && isNear(element, hovered));
      element.classList.toggle('selected', selected !== undefined && belongs(element, selected));
    }
  }

  /** All of it in view. */
  fit(): void {
    this.#camera.fit();
  }

  /** Brings it into view, and the keyboard to it. */
  reveal({ kind, id }: Selection): void {
    const name = this.input?.drawing ? nameInDrawing(this.input.drawing, id) : id;
    const element = this.#scene.querySelector<SVGElement>(`[data-${kind}="${CSS.escape(name)}"]`);
    if (!element) return;
    this.#camera.follow(element);
    element.focus();
  }

  /** Shows on the cards what changed. */
  mark(marks: ReadonlyMap<string, Mark>): void {
    showMarks(this.#cards, marks);
  }

  /** Shows a moment of the simulated run. */
  show(shows: Shows): void {
    this.#cardLayer.show(shows);
  }

  protected override render(): TemplateResult {
    const input = this.input;
    return html`
      ${input?.stale ? this.#strip(html`showing the plan from before ${this.#place(input.stale)} was broken`) : nothing}
      ${input?.recovered ? this.#strip(html`showing what can be read; ${this.#place(input.recovered)} is broken`) : nothing}
      ${input?.warnings[0]
        ? this.#strip(html`${inline(input.warnings[0])}${input.warnings.length > 1 ? `; and ${input.warnings.length - 1} more` : ''}`, input.warnings)
        : nothing}
      ${input && input.cycles.length > 0 ? rings(input.cycles, (id) => this.tell('pick', { kind: 'component', id })) : nothing}
      <div class="canvas ${input?.stale ? 'old' : ''}" role="group" aria-disabled=${input?.stale ? 'true' : nothing} ?hidden=${input?.empty}>
        ${this.#svg}
      </div>
      ${input?.empty ? this.#emptyState() : nothing}
      <div class="legend" ?hidden=${input?.empty || !input?.drawing}>
        <ul class="instances" aria-label="Application instances">
          ${input?.instances.map(
            (instance) => html`<li>
              <button type="button" class="quiet ${hue(instance.colour)}" @click=${() => this.tell('go', instance.source)}>
                <span class="dot"></span><bdi>${visible(instance.id)}</bdi>
              </button>
            </li>`,
          )}
        </ul>
        ${signs(input?.drawing?.pills ?? [])}
        ${this.#folds()}
        <div class="zoom" role="group" aria-label="Zoom">
          <button type="button" aria-label="Zoom out" @click=${() => this.#camera.zoom('out')}>−</button>
          <button type="button" @click=${() => this.fit()}>Fit</button>
          <button type="button" aria-label="Zoom in" @click=${() => this.#camera.zoom('in')}>+</button>
        </div>
      </div>
    `;
  }

  protected override updated(changed: PropertyValues<this>): void {
    const drawing = this.input?.drawing;
    if (!changed.has('input') || !drawing) {
      return;
    }
    // So many things neither glide nor fade: each frame of that would paint all of them.
    this.#svg.classList.toggle('crowded', drawing.cards.length > CROWDED);
    if (drawing !== this.#drawn) {
      const now = performance.now();
      this.#svg.classList.toggle('hurried', now - this.#since < HURRY);
      [this.#drawn, this.#since] = [drawing, now];
    }
    this.#drawLanes(this.#slack);
    const active = new Set(drawing.cards.flatMap(({ targeted, chips }) => (targeted ? chips.map((chip) => chip.component) : [])));
    this.#lineLayer.patch(drawing.edges.map((view) => ({ view, isGhost: !active.has(view.component) })));
    this.#cardLayer.patch(drawing, this.input?.failed ?? new Set());
    this.#pillLayer.patch(
      drawing.pills.map((view) => ({
        view,
        isGhost: ![view.producer ?? '', ...view.consumers].some((component) => active.has(component)),
        isMissing: this.input?.missing.includes(view.capability) ?? false,
        isInRow: drawing.rows ?? false,
      })),
    );
    rove(this.#cards, null);
    const waves = drawing.waves.length;
    set(this.#svg, { 'aria-label': `${count(drawing.waves.reduce((sum, wave) => sum + wave.nodes, 0), 'node')} in ${count(waves, 'wave')}` });
    this.#camera.show(drawing);
  }

  #drawLanes(slack: number): void {
    this.#slack = slack;
    const lanes = (this.input?.drawing?.waves ?? []).map((view) => ({ view, slack }));
    this.#laneLayer.patch(lanes);
    this.#headingLayer.patch(lanes);
  }

  /** All nodes one by one, or as stacks again. */
  #folds(): TemplateResult | typeof nothing {
    const { drawing, folding } = this.input ?? {};
    if (!drawing || !folding) return nothing;
    const isFolded = drawing.cards.some(({ stack }) => stack.length > 0);
    const isOpened = folding.whole || folding.open.length > 0;
    if (!isFolded && !isOpened) return nothing;
    const all = everyCard(drawing).length;
    return html`<div class="folds" role="group" aria-label="Stacks">
      ${isFolded
        ? html`<button type="button" @click=${() => this.tell('fold', { whole: true, open: [] })}>Show all ${all} nodes</button>`
        : nothing}
      ${isOpened ? html`<button type="button" @click=${() => this.tell('fold', FOLDED)}>Stack equal nodes</button>` : nothing}
    </div>`;
  }

  /** Gives the nodes of a stack a card each, if there is a stack. */
  #open(opener: Element | null | undefined): boolean {
    const node = opener?.getAttribute('data-open');
    if (node) this.tell('fold', { whole: false, open: [...(this.input?.folding.open ?? []), node] });
    return Boolean(node);
  }

  #strip(words: TemplateResult, all: readonly string[] = []): TemplateResult {
    return html`<p class="strip" title=${all.join('\n') || nothing}><span aria-hidden="true">▲ </span>${words}</p>`;
  }

  #place(range: Range): TemplateResult {
    return html`<button type="button" class="link" @click=${() => this.tell('go', range)}
      >line ${range.line} of ${fileName(range.file)}</button
    >`;
  }

  #emptyState(): TemplateResult {
    return html`<div class="empty">
      <h2>No application yet</h2>
      <p>
        A plan starts with an application: components that export and consume capabilities, and a <code>site</code> that puts
        them on nodes.
      </p>
      <pre tabindex="0">${SMALLEST}</pre>
      <button type="button" class="primary" @click=${() => this.tell('insert-smallest', undefined)}>
        Insert the smallest application
      </button>
    </div>`;
  }

  #pick(event: Event): void {
    const selection = selectionOf(event.target);
    if (event.target instanceof Element && this.#open(event.target.closest('[data-open]'))) return;
    const isSwitch = event.target instanceof Element && event.target.matches('.status-hit');
    if (selection) this.tell(isSwitch ? 'fault-drawn' : 'pick', selection);
  }

  #inspect(event: Event): void {
    const selection = selectionOf(event.target);
    if (selection) this.tell('inspect', selection);
  }

  #press(event: KeyboardEvent): void {
    const focused = event.target;
    if (!(focused instanceof Element) || event.ctrlKey || event.altKey || event.metaKey) {
      return;
    }
    if (event.key === 'Enter' || event.key === ' ') {
      event.preventDefault();
      if (event.key === 'Enter') this.#pick(event);
      else this.#inspect(event);
      return;
    }
    const opener = event.key === '+' ? focused.closest('[data-node]')?.querySelector('[data-open]') : undefined;
    if (this.#open(opener)) {
      event.preventDefault();
      return;
    }
    const target = next(this.#cards, focused, event.key);
    if (target instanceof SVGElement) {
      event.preventDefault();
      target.focus();
    }
  }

  #hover(event: Event): void {
    clearTimeout(this.#intent);
    const selection = selectionOf(event.target);
    this.#intent = window.setTimeout(() => this.#point(selection), HOVER_INTENT);
  }

  #focus(event: Event): void {
    if (event.target instanceof SVGElement && event.target.matches(':focus-visible')) {
      rove(this.#cards, event.target.closest('[data-node]'));
      this.#camera.follow(event.target);
      this.#point(selectionOf(event.target));
    }
  }

  #point(selection: Selection | undefined): void {
    clearTimeout(this.#intent);
    this.tell('point', selection);
  }
}

function belongs(element: Element, related: Related): boolean {
  const has = (name: string, set: ReadonlySet<string>): boolean => set.has(element.getAttribute(name) ?? '');
  if (element.hasAttribute('data-edge')) {
    return has('data-edge-component', related.components) && has('data-edge-capability', related.capabilities);
  }
  return (
    has('data-component', related.components) ||
    has('data-capability', related.capabilities) ||
    has('data-node', related.nodes)
  );
}

/** It stays as clear as what is pointed at. */
function isNear(element: Element, { near, capabilities }: Related): boolean {
  const capability = element.getAttribute('data-edge-capability');
  const ends = ['data-node', 'data-edge-component'].map((name) => element.getAttribute(name) ?? '');
  return ends.some((end) => near.has(end)) && (capability === null || capabilities.has(capability));
}

customElements.define('callsheet-graph', AppGraph);
