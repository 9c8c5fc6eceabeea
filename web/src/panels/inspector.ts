/** What is known of the selected node, component or capability: its values, and for each where it came from. */

import { html, nothing, type TemplateResult } from 'lit';
import type { ChipView, NodeView, ResourceView, StepView } from 'callsheet';
import { hue } from '../graph/cards';
import type { Inspected } from '../inspected';
import { inline } from '../inline';
import type { Selection } from '../state';
import { count, fileName, Panel } from './panel';
import { parameters, type Rows } from './parameters';
import { whatIf, type WhatIfInput } from './what-if';

export interface InspectorInput {
  /** What is looked at; none before anything was selected, or when it is gone. */
  readonly inspected: Inspected | undefined;
  /** The values of its node, as far as they are known. */
  readonly values: NodeView | undefined;
  /** Whether Puppet would refuse the node's catalog. */
  readonly failed: boolean;
  /** Whether they are still being compiled. */
  readonly isPending: boolean;
  /** Why there are no values. */
  readonly fault: string | undefined;
  /** Whether the drawing is of an older text. */
  readonly old: boolean;
  /** Where the way back leads. */
  readonly back: Selection | undefined;
}

/** As many resources or lines of the log are listed. */
const MOST = 200;
/** As many reasons to wait are told in a sentence. */
const FEW = 12;

export class ValueInspector extends Panel {
  static override properties = { input: { attribute: false }, toggled: { state: true }, whatIf: { attribute: false } };
  declare input: InspectorInput | undefined;
  /** What the simulated run does to it. */
  declare whatIf: WhatIfInput | undefined;
  /** What is open though it begins closed, or the other way round. */
  declare toggled: ReadonlySet<string>;
  #shown = '';

  constructor() {
    super();
    this.toggled = new Set();
    this.addEventListener('keydown', (event) => {
      if (event.key === 'Escape') this.tell('leave-inspector', undefined);
    });
  }

  /** Goes to its title. */
  override focus(): void {
    void this.updateComplete.then(() => this.querySelector<HTMLElement>('.inspector-title')?.focus());
  }

  /** Another thing is shown from its top. */
  protected override updated(): void {
    const { kind, id } = this.input?.inspected?.selection ?? {};
    const shown = `${kind} ${id}`;
    if (shown !== this.#shown) this.querySelector('.scroll')?.scrollTo(0, 0);
    this.#shown = shown;
  }

  protected override render(): TemplateResult {
    const inspected = this.input?.inspected;
    if (!inspected) {
      return html`<p class="inspector-hint">
        Select a node, a component or a capability to see its values and where each came from. By keyboard, Space goes to
        the values and Enter to the source.
      </p>`;
    }
    return html`
      ${this.#head(inspected)}
      <div class="scroll ${this.input?.old ? 'old' : ''}" tabindex="0" role="group" aria-label="Values" aria-disabled=${this.input?.old ? 'true' : nothing}>
        ${this.input?.fault ? html`<p class="failure"><span aria-hidden="true">✕</span> ${this.input.fault}</p>` : nothing}
        ${this.whatIf ? whatIf(this.whatIf, this) : nothing}
        ${this.#body(inspected)}
      </div>
    `;
  }

  #head({ selection, card }: Inspected): TemplateResult {
    const { back, failed } = this.input ?? {};
    return html`<header class="inspector-head">
      ${back
        ? html`<button type="button" class="quiet back" aria-label="Back to ${back.id}" title="Back to ${back.id}" @click=${() => this.tell('back', undefined)}>
            <span aria-hidden="true">←</span>
          </button>`
        : nothing}
      <h2 class="inspector-title" tabindex="-1"><span class="visually-hidden">Values of </span>${selection.id}</h2>
      ${failed && card ? html`<span class="badge error">✕ catalog fails</span>` : nothing}
      <button type="button" class="quiet close-inspector" aria-label="Close the values" @click=${() => this.tell('close-inspector', undefined)}>
        <span aria-hidden="true">×</span>
      </button>
    </header>`;
  }

  #body(inspected: Inspected): TemplateResult {
    switch (inspected.selection.kind) {
      case 'node':
        return this.#node(inspected);
      case 'component':
        return this.#component(inspected);
      case 'capability':
        return this.#capability(inspected);
    }
  }

  #node({ card, chain, waits }: Inspected): TemplateResult {
    const chips = card?.chips ?? [];
    const isOrdered = typeof card?.wave === 'number';
    const wave = isOrdered ? `Wave ${card.wave}` : 'Never runs, because of a cycle';
    if (card?.targeted === false) return html`<p class="about">Not in the target.</p>${this.#rest(chips)}`;
    return html`
      <p class="about">
        ${wave}${chain.map(
          ({ node, via, capability }, at) => html`${at > 0 ? ', which ' : ' because it '}${via}s
            ${this.#link({ kind: 'capability', id: capability })} from ${this.#link({ kind: 'node', id: node })}`,
        )}${chain.length + waits.length === 0 && isOrdered ? ': it waits for no other node' : nothing}.
        ${waits.length > 0
          ? html`It ${chain.length > 0 ? 'also ' : ''}waits for
              ${waits.slice(0, FEW).map(
                (wait, at) => html`${at > 0 ? ', ' : ''}${this.#link({ kind: 'node', id: wait.node })}’s
                ${this.#link({ kind: 'capability', id: wait.capability })}`,
              )}${waits.length > FEW ? ` and ${waits.length - FEW} more` : ''}.`
          : nothing}
      </p>
      ${this.#rest(chips)}
    `;
  }

  #rest(chips: readonly ChipView[]): TemplateResult {
    return html`
      ${this.#log()}
      ${chips.map(
        (chip) => html`<section class=${hue(chip.colour)}>
          <h3><span class="dot"></span>${this.#link({ kind: 'component', id: chip.component })}</h3>
          ${this.#values(chip.component)}
        </section>`,
      )}
      ${chips.flatMap(({ produces }) => produces).map(
        (capability) => html`<section>
          <h3>exports ${this.#link({ kind: 'capability', id: capability })}</h3>
          ${this.#values(capability)}
        </section>`,
      )}
      ${this.#others(chips.flatMap((chip) => [chip.component, ...chip.produces]))}
    `;
  }

  #component({ card, chip }: Inspected): TemplateResult {
    if (!card || !chip) return html``;
    return html`
      <p class="about">
        A component of <span class="code">${chip.instance}</span> on ${this.#link({ kind: 'node', id: card.node })}.
        ${this.#exchange('Consumes', chip.consumes)} ${this.#exchange('Exports', chip.produces)}
      </p>
      ${this.#log()}
      <section>${this.#values(chip.component)}</section>
      ${this.#inside(chip)}
    `;
  }

  #exchange(verb: string, capabilities: readonly string[]): TemplateResult | typeof nothing {
    if (capabilities.length === 0) return nothing;
    return html`${verb}
    ${capabilities.map((id, at) => html`${at > 0 ? ', ' : ''}${this.#link({ kind: 'capability', id })}`)}.`;
  }

  #capability({ selection, pill, nodes }: Inspected): TemplateResult {
    const component = (id: string): TemplateResult => {
      const node = nodes.get(id);
      return html`${this.#link({ kind: 'component', id })}${node ? html` on ${this.#link({ kind: 'node', id: node })}` : nothing}`;
    };
    return html`
      <p class="about">
        ${pill?.producer ? html`Exported by ${component(pill.producer)}.` : 'No component exports it.'}
        ${pill?.orderOnly ? 'It is only required: order without values.' : nothing}
      </p>
      ${pill?.producer ? html`<section>${this.#values(selection.id)}</section>` : nothing}
      ${pill && pill.consumers.length > 0
        ? html`<section>
            <h3>${pill.orderOnly ? 'Required by' : 'Consumed by'}</h3>
            <ul class="consumers">
              ${pill.consumers.map((consumer) => html`<li>${component(consumer)}</li>`)}
            </ul>
          </section>`
        : nothing}
    `;
  }

  /** The parameters of a component, or the attributes of a capability. */
  #values(id: string): TemplateResult {
    const { values, isPending, failed, fault } = this.input ?? {};
    const resource = values?.resources.find((one) => one.id === id);
    if (resource) return parameters(resource.parameters, id, this.#rows());
    if (fault) return html``;
    if (isPending && !values) return html`<p class="none pending">compiling …</p>`;
    return html`<p class="none">${failed ? 'The catalog fails before this is known.' : 'The catalog does not contain it.'}</p>`;
  }

  /** What the catalog holds besides the components and what they export. */
  #others(known: readonly string[]): TemplateResult | typeof nothing {
    const others = this.input?.values?.resources.filter(({ id }) => !known.includes(id)) ?? [];
    return this.#list('others', count(others.length, 'other resource'), others);
  }

  #inside(chip: ChipView): TemplateResult | typeof nothing {
    const within = new Set([chip.component]);
    const inside: ResourceView[] = [];
    // What contains a resource stands before it.
    for (const resource of this.input?.values?.resources ?? []) {
      if (!resource.container || !within.has(resource.container)) continue;
      within.add(resource.id);
      inside.push(resource);
    }
    return this.#list('inside', `${count(inside.length, 'resource')} inside`, inside);
  }

  #list(key: string, words: string, resources: readonly ResourceView[]): TemplateResult | typeof nothing {
    if (resources.length === 0) return nothing;
    const isOpen = this.toggled.has(key);
    return html`<section class="others">
      <button type="button" class="quiet fold" aria-expanded=${isOpen} @click=${() => this.#toggle(key)}>
        <span class="twist" aria-hidden="true">${isOpen ? '▾' : '▸'}</span>${words}
      </button>
      ${isOpen
        ? html`<ul>
              ${resources.slice(0, MOST).map((resource) => this.#resource(resource))}
            </ul>
            ${resources.length > MOST ? html`<p class="none">and ${resources.length - MOST} more</p>` : nothing}`
        : nothing}
    </section>`;
  }

  #resource(resource: ResourceView): TemplateResult {
    const isOpen = this.toggled.has(resource.id);
    return html`<li>
      <button type="button" class="quiet fold resource" aria-expanded=${isOpen} @click=${() => this.#toggle(resource.id)}>
        <span class="twist" aria-hidden="true">${isOpen ? '▾' : '▸'}</span><span class="code">${resource.id}</span>
      </button>
      ${isOpen
        ? html`<div class="inside">
            ${this.input?.old
              ? nothing
              : html`<button type="button" class="quiet declared" @click=${() => this.tell('go', resource.source)}>
                  declared in ${fileName(resource.source.file)}:${resource.source.line}
                </button>`}
            ${parameters(resource.parameters, resource.id, this.#rows())}
          </div>`
        : nothing}
    </li>`;
  }

  #log(): TemplateResult | typeof nothing {
    const log = this.input?.values?.log ?? [];
    if (log.length === 0) return nothing;
    return html`<ul class="log" aria-label="Log">
      ${log.slice(0, MOST).map(
        ({ level, message, source }) => html`<li class=${level}>
          <button type="button" class="quiet" ?disabled=${this.input?.old} @click=${() => this.tell('go', source)}>
            <b>${level}</b> ${inline(message)}
          </button>
        </li>`,
      )}
    </ul>`;
  }

  #link(selection: Selection): TemplateResult {
    const point = (): void => this.tell('point', selection);
    const leave = (): void => this.tell('point', undefined);
    return html`<button
      type="button"
      class="quiet code"
      @click=${() => this.tell('follow', { source: undefined, selection })}
      @pointerenter=${point}
      @pointerleave=${leave}
      @focus=${point}
      @blur=${leave}
    >${selection.id}</button>`;
  }

  #toggle(key: string): void {
    const toggled = new Set(this.toggled);
    if (!toggled.delete(key)) toggled.add(key);
    this.toggled = toggled;
  }

  #rows(): Rows {
    return {
      isToggled: (key) => this.toggled.has(key),
      toggle: (key) => this.#toggle(key),
      isOld: this.input?.old ?? false,
      follow: (step) => this.#follow(step),
    };
  }

  /** The other node's component, or its card. */
  #follow({ source, node, component }: StepView): void {
    const isElsewhere = node !== undefined && node !== this.input?.values?.name;
    const id = component ?? node;
    const selection = isElsewhere && id !== undefined ? ({ kind: component ? 'component' : 'node', id } as const) : undefined;
    this.tell('follow', { source, selection });
  }
}

customElements.define('value-inspector', ValueInspector);
