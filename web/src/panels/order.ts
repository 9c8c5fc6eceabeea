/** The run order as `puppet job plan` gives it: levels, their nodes, and what each waits for. */

import { html, nothing, type TemplateResult } from 'lit';
import type { CycleView, LevelView, OrderComponent, OrderNode, UnassignedView, WaitView } from 'callsheet';
import { hue } from '../graph/cards';
import type { Related } from '../graph/related';
import { count, Panel } from './panel';

export interface OrderInput {
  readonly levels: readonly LevelView[];
  readonly blocked: readonly OrderNode[];
  readonly cycles: readonly CycleView[];
  readonly unassigned: readonly UnassignedView[];
  readonly instances: number;
  /** Nodes whose catalog Puppet would refuse. */
  readonly failed: ReadonlySet<string>;
  readonly old: boolean;
  readonly selected: Related | undefined;
  readonly hovered: Related | undefined;
}

export class OrderList extends Panel {
  static override properties = { input: { attribute: false } };
  declare input: OrderInput | undefined;

  protected override render(): TemplateResult {
    const input = this.input;
    if (!input) {
      return html`<h2>Order</h2>`;
    }
    const nodes = input.levels.reduce((sum, level) => sum + level.nodes.length, input.blocked.length);
    return html`
      <header class="pane-head"><h2>Order</h2></header>
      <div
        @keydown=${(event: KeyboardEvent) => this.#press(event)}
        class="scroll ${input.old ? 'old' : ''}" tabindex="0" role="group" aria-label="Run order" aria-disabled=${input.old ? 'true' : nothing}>
        <p class="summary">
          ${count(nodes, 'node')} · ${count(input.levels.length, 'wave')} · ${count(input.instances, 'instance')}
        </p>
        ${input.cycles.map((cycle) => this.#cycle(cycle))}
        ${input.levels.map((level) => this.#level(`Level ${level.level}`, level.nodes))}
        ${input.blocked.length > 0 ? this.#level('Never run', input.blocked) : nothing}
        ${input.unassigned.length > 0 ? this.#unassigned(input.unassigned) : nothing}
      </div>
    `;
  }

  /** Enter goes to the source, space to the values. */
  #press(event: KeyboardEvent): void {
    const row = event.target instanceof Element ? event.target.closest('[data-pick]') : null;
    const [kind, id] = [row?.getAttribute('data-pick'), row?.getAttribute('data-id')];
    if (event.key !== ' ' || !id || (kind !== 'node' && kind !== 'component')) return;
    event.preventDefault();
    this.tell('inspect', { kind, id });
  }

  #level(title: string, nodes: readonly OrderNode[]): TemplateResult {
    return html`<section class="level">
      <h3>${title}</h3>
      <ul>
        ${nodes.map((node) => this.#node(node))}
      </ul>
    </section>`;
  }

  #node(node: OrderNode): TemplateResult {
    const state = this.input?.hovered?.nodes.has(node.name)
      ? 'related'
      : this.input?.selected?.nodes.has(node.name)
        ? 'selected'
        : '';
    const failed = this.input?.failed.has(node.name);
    return html`<li
      class="order-node ${state}"
      data-order-node=${node.name}
      @pointerenter=${() => this.tell('point', { kind: 'node', id: node.name })}
      @pointerleave=${() => this.tell('point', undefined)}
    >
      <button type="button" class="quiet name" data-pick="node" data-id=${node.name} @click=${() => this.tell('pick', { kind: 'node', id: node.name })}>
        ${failed
          ? html`<span class="glyph failed" aria-hidden="true">⊗</span><span class="visually-hidden">catalog fails: </span>`
          : html`<span class="glyph" aria-hidden="true">○</span>`}${node.name}
      </button>
      ${node.components.length === 0 ? html`<p class="none">no application component</p>` : nothing}
      <ul>
        ${node.components.map((component) => html`<li>${this.#component(component)}</li>`)}
      </ul>
      ${node.waitsFor.length > 0 ? this.#reasons(node.waitsFor) : nothing}
    </li>`;
  }

  #component(component: OrderComponent): TemplateResult {
    return html`<button
      type="button"
      class="quiet component ${hue(component.colour)}"
      data-pick="component"
      data-id=${component.component}
      @click=${() => this.tell('pick', { kind: 'component', id: component.component })}
    >
      <span class="dot"></span><span>${component.instance} · <span class="whole">${component.component}</span></span>
    </button>`;
  }

  /** They are in no wave and have no card. */
  #unassigned(components: readonly UnassignedView[]): TemplateResult {
    return html`<section class="level unassigned">
      <h3>Without a node</h3>
      <ul>
        ${components.map((component) => html`<li data-component=${component.component}>${this.#component(component)}</li>`)}
      </ul>
    </section>`;
  }

  #reasons(waits: readonly WaitView[]): TemplateResult {
    return html`<ul class="reasons" aria-label="Waits for">
      ${waits.map(
        (wait) => html`<li>
          waits for <b>${wait.node}</b>: ${wait.via}s
          <button
            type="button"
            class="quiet code"
            @click=${() => this.tell('pick', { kind: 'capability', id: wait.capability })}
          >${wait.capability}</button>
        </li>`,
      )}
    </ul>`;
  }

  #cycle(cycle: CycleView): TemplateResult {
    const local = cycle.kind === 'own-export' || cycle.kind === 'local';
    return html`<section class="cycle-block">
      <h3><span aria-hidden="true">↻</span> Cycle: ${local ? 'its node runs in vain' : 'no order is possible'}</h3>
      <p>${[...cycle.nodes, cycle.nodes[0] ?? ''].join(' → ')}</p>
      <ol>
        ${cycle.hops.map(
          (hop) => html`<li>
            <b>${hop.to}</b> waits for <b>${hop.from}</b>:
            <button type="button" class="quiet code" @click=${() => this.tell('pick', { kind: 'component', id: hop.consumer })}>${hop.consumer}</button>
            needs
            <button type="button" class="quiet code" @click=${() => this.tell('pick', { kind: 'capability', id: hop.capability })}>${hop.capability}</button>
            of
            <button type="button" class="quiet code" @click=${() => this.tell('pick', { kind: 'component', id: hop.producer })}>${hop.producer}</button>
          </li>`,
        )}
      </ol>
      ${cycle.waysOut.map((way, index) => html`<p class="way-out">${index === 0 ? 'To break it, ' : 'Or '}${way.replaceAll('`', '')}.</p>`)}
    </section>`;
  }
}

customElements.define('order-list', OrderList);
