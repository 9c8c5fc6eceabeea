/** The run order as `puppet job plan` gives it: a tree of levels, their nodes, components, and what each waits for. */

import { html, noChange, nothing, type TemplateResult } from 'lit';
import type { CycleView, LevelView, OrderComponent, OrderNode, UnassignedView, WaitView } from 'callsheet';
import { hue } from '../graph/cards';
import type { Related } from '../graph/related';
import { looksLike, set } from '../graph/svg';
import type { Status, Statuses } from '../run/timeline';
import type { Selection } from '../state';
import { visible } from '../visible';
import { isLocal } from './ring';
import { count, PlanPanel } from './panel';
import { rowSign } from './status';

export interface OrderInput {
  readonly levels: readonly LevelView[];
  readonly blocked: readonly OrderNode[];
  readonly cycles: readonly CycleView[];
  readonly unassigned: readonly UnassignedView[];
  readonly instances: number;
  /** Nodes whose catalog Puppet would refuse. */
  readonly failed: ReadonlySet<string>;
  readonly old: boolean;
}

/** So many nodes are in or out of view together. */
const BLOCK = 24;

type Children = readonly ((at: number, of: number) => TemplateResult | typeof noChange)[];

/** A row of the tree, and what hangs on it. */
interface Item {
  readonly kind: 'level' | Selection['kind'];
  /** A name for a level, an id for all else. */
  readonly id: string;
  /** How deep it is, from 1. */
  readonly depth: number;
  readonly row: TemplateResult;
  readonly children: Children;
}

export class OrderList extends PlanPanel {
  static override properties = { input: { attribute: false }, statuses: { attribute: false }, closed: { state: true } };
  declare input: OrderInput | undefined;
  /** How the nodes stand in the simulated run. */
  declare statuses: Statuses | undefined;
  /** Ids of levels and nodes that are folded. */
  declare closed: ReadonlySet<string>;
  /** The row that the keyboard reaches. */
  #stop: Element | undefined;
  #pointed: Element | null = null;
  /** What was drawn at each place, now and before: what is the same is not drawn again. */
  #drawn = new Map<string, unknown>();
  #before = this.#drawn;

  constructor() {
    super();
    this.closed = new Set();
  }

  /** Points out what belongs to the hovered thing, or to the selected one. */
  highlight(selected: Related | undefined, hovered: Related | undefined): void {
    for (const node of this.querySelectorAll(selected || hovered ? '[data-order-node]' : '.order-node:is(.related, .selected)')) {
      const name = node.getAttribute('data-order-node') ?? '';
      const isSelected = selected?.nodes.has(name) === true;
      node.classList.toggle('related', hovered?.nodes.has(name) === true);
      node.classList.toggle('selected', isSelected);
      const row = node.firstElementChild;
      if (row) set(row, { 'aria-current': isSelected ? 'true' : undefined });
    }
  }

  protected override updated(): void {
    this.#rove(this.#stop?.isConnected ? this.#stop : this.#items()[0]);
  }

  protected override render(): TemplateResult {
    const input = this.input;
    if (!input) return html``;
    this.#before = this.#drawn;
    this.#drawn = new Map();
    const nodes = input.levels.reduce((sum, level) => sum + level.nodes.length, input.blocked.length);
    const levels: Children = [
      ...input.levels.map(({ level, nodes }, index) => this.#level(`Level ${level}`, nodes.map((node) => this.#node(node, index)))),
      ...(input.blocked.length > 0 ? [this.#level('Never run', input.blocked.map((node) => this.#node(node, input.levels.length)))] : []),
      ...(input.unassigned.length > 0 ? [this.#level('Without a node', input.unassigned.map((one) => this.#component(one, 2, [])))] : []),
    ];
    return html`<div class="scroll ${input.old ? 'old' : ''}" aria-disabled=${input.old ? 'true' : nothing}>
      <p class="summary">
        ${count(nodes, 'node')} · ${count(input.levels.length, 'wave')} · ${count(input.instances, 'instance')}
      </p>
      ${input.cycles.map((cycle) => this.#cycle(cycle))}
      <ul
        role="tree"
        aria-label="Run order"
        @click=${(event: Event) => this.#click(event)}
        @keydown=${(event: KeyboardEvent) => this.#press(event)}
        @pointerover=${(event: Event) => this.#point(rowOf(event.target))}
        @pointerleave=${() => this.#point(null)}
        @focusin=${(event: Event) => this.#rove(rowOf(event.target) ?? undefined)}
      >${listed(levels)}</ul>
    </div>`;
  }

  #level(title: string, children: Children): Children[number] {
    return this.#item({ kind: 'level', id: title, depth: 1, row: html`<h3>${title}</h3>`, children });
  }

  #node(node: OrderNode, index: number): Children[number] {
    const status = this.statuses?.get(node.name);
    const isFailed = this.input?.failed.has(node.name) === true;
    return (at, of) => {
      const place = `${index} ${at}`;
      const now = [node, status, isFailed, of, ...this.closed];
      const isSame = looksLike(now, this.#before.get(place));
      this.#drawn.set(place, now);
      return isSame ? noChange : this.#drawNode(node, status, isFailed)(at, of);
    };
  }

  #drawNode({ name, components, waitsFor }: OrderNode, status: Status | undefined, isFailed: boolean): Children[number] {
    const row = html`<span class="name"
        ><bdi>${rowSign(status, isFailed)}${visible(name)}</bdi>${status ? html` <span class="status ${status}">${status}</span>` : nothing}</span
      >${components.length === 0 ? html`<span class="none">no application component</span>` : nothing}`;
    const children = components.map((one) => this.#component(one, 3, waitsFor.filter(({ component }) => component === one.component)));
    return this.#item({ kind: 'node', id: name, depth: 2, row, children });
  }

  #component({ instance, component, colour }: OrderComponent, depth: number, waits: readonly WaitView[]): Children[number] {
    const row = html`<span class="component ${hue(colour)}"
      ><span class="dot"></span><span><bdi>${visible(instance)}</bdi> · <bdi class="whole">${visible(component)}</bdi></span></span
    >`;
    const children = waits.map((wait) => this.#wait(wait, depth + 1));
    return this.#item({ kind: 'component', id: component, depth, row, children });
  }

  #wait({ node, via, capability }: WaitView, depth: number): Children[number] {
    const row = html`<span class="reason">waits for <b><bdi>${visible(node)}</bdi></b>: ${via}s <bdi class="code">${visible(capability)}</bdi></span>`;
    return this.#item({ kind: 'capability', id: capability, depth, row, children: [] });
  }

  #item({ kind, id, depth, row, children }: Item): Children[number] {
    const isOpen = children.length === 0 ? nothing : !this.closed.has(id);
    return (at, of) => html`<li role="none" class=${depth === 2 ? 'order-node' : nothing} data-order-node=${kind === 'node' ? id : nothing}><div
      role="treeitem"
      class="row"
      tabindex="-1"
      data-row=${kind}
      data-id=${id}
      aria-level=${depth}
      aria-posinset=${at + 1}
      aria-setsize=${of}
      aria-expanded=${isOpen}
    >${row}</div>${isOpen === true ? html`<ul role="group">${kind === 'level' ? blocks(listed(children)) : listed(children)}</ul>` : nothing}</li>`;
  }

  #items(): HTMLElement[] {
    return [...this.querySelectorAll<HTMLElement>('[role=treeitem]')];
  }

  /** One row is in the tab order. */
  #rove(row: Element | undefined): void {
    if (!row || (row === this.#stop && row.getAttribute('tabindex') === '0')) return;
    this.#stop?.setAttribute('tabindex', '-1');
    this.#stop = row;
    row.setAttribute('tabindex', '0');
    if (row.matches(':focus-visible')) this.#point(row);
  }

  #point(row: Element | null): void {
    if (row === this.#pointed) return;
    this.#pointed = row;
    this.tell('point', selectionOf(row));
  }

  #click(event: Event): void {
    const row = rowOf(event.target);
    const selection = selectionOf(row);
    if (selection) this.tell('pick', selection);
    else this.#fold(row);
  }

  #fold(row: Element | null): void {
    const closed = new Set(this.closed);
    const id = row?.getAttribute('data-id') ?? '';
    if (!closed.delete(id)) closed.add(id);
    this.closed = closed;
    // The next key may ask what this one did.
    this.performUpdate();
  }

  /** Enter goes to the source, space to the values; the rest is what trees do. */
  #press(event: KeyboardEvent): void {
    const row = rowOf(event.target);
    if (!row || event.ctrlKey || event.altKey || event.metaKey) return;
    if (this.#act(row, event.key)) {
      event.preventDefault();
      return;
    }
    const target = this.#target(row, event.key);
    if (!target) return;
    event.preventDefault();
    target.focus();
  }

  /** Whether the key does something to the row. */
  #act(row: Element, key: string): boolean {
    const selection = selectionOf(row);
    const isOpen = row.getAttribute('aria-expanded');
    if (key === ' ' && selection) this.tell('inspect', selection);
    else if (key === 'Enter' && selection) this.tell('pick', selection);
    else if (key === ' ' || key === 'Enter' || (key === 'ArrowRight' && isOpen === 'false') || (key === 'ArrowLeft' && isOpen === 'true')) {
      this.#fold(row);
    } else return false;
    return true;
  }

  /** Where the key moves the focus. */
  #target(row: Element, key: string): HTMLElement | null | undefined {
    const items = this.#items();
    const place = items.findIndex((item) => item === row);
    switch (key) {
      case 'ArrowDown':
        return items[place + 1];
      case 'ArrowUp':
        return items[place - 1];
      case 'ArrowRight':
        return row.nextElementSibling?.querySelector<HTMLElement>('[role=treeitem]');
      case 'ArrowLeft':
        return row.closest('[role=group]')?.parentElement?.querySelector<HTMLElement>('[role=treeitem]');
      case 'Home':
        return items[0];
      case 'End':
        return items.at(-1);
    }
    // F is the key that lets a node fail.
    if (key.length > 1 || key.toLowerCase() === 'f') return undefined;
    const begins = (item: Element): boolean => item.textContent?.replace(/^\W+/, '').toLowerCase().startsWith(key.toLowerCase()) === true;
    return [...items.slice(place + 1), ...items.slice(0, place)].find(begins);
  }

  #cycle(cycle: CycleView): TemplateResult {
    const local = isLocal(cycle);
    const link = (kind: Selection['kind'], id: string): TemplateResult =>
      html`<button type="button" class="quiet code" @click=${() => this.tell('pick', { kind, id })}>${id}</button>`;
    return html`<section class="cycle-block">
      <h3><span aria-hidden="true">↻</span> Cycle: ${local ? 'its node runs in vain' : 'no order is possible'}</h3>
      <p>${[...cycle.nodes, cycle.nodes[0] ?? ''].join(' → ')}</p>
      <ol>
        ${cycle.hops.map(
          (hop) => html`<li>
            <b>${hop.to}</b> waits for <b>${hop.from}</b>: ${link('component', hop.consumer)} needs
            ${link('capability', hop.capability)} of ${link('component', hop.producer)}
          </li>`,
        )}
      </ol>
      ${cycle.waysOut.map((way, index) => html`<p class="way-out">${index === 0 ? 'To break it, ' : 'Or '}${way.replaceAll('`', '')}.</p>`)}
    </section>`;
  }
}

function listed(children: Children): unknown[] {
  return children.map((child, at) => child(at, children.length));
}

/** Rows in blocks, of which those out of view are not laid out. */
function blocks(rows: readonly unknown[]): TemplateResult[] {
  const starts = Array.from({ length: Math.ceil(rows.length / BLOCK) }, (_, block) => block * BLOCK);
  return starts.map((start) => html`<li role="none" class="order-block"><ul role="none">${rows.slice(start, start + BLOCK)}</ul></li>`);
}

function rowOf(target: EventTarget | null): Element | null {
  return target instanceof Element ? target.closest('[role=treeitem]') : null;
}

function selectionOf(row: Element | null): Selection | undefined {
  const [kind, id] = [row?.getAttribute('data-row'), row?.getAttribute('data-id')];
  return id && (kind === 'node' || kind === 'component' || kind === 'capability') ? { kind, id } : undefined;
}

customElements.define('callsheet-order', OrderList);
