/** The run in the foot of an element: play, steps and the slider, and its keys. */

import { html, type TemplateResult } from 'lit';
import type { Announcer } from '../announcer';
import type { AppGraph } from '../panels/graph';
import type { OrderList } from '../panels/order';
import { Panel } from '../panels/panel';
import { controls, type RunInput } from '../panels/scrub';
import { startRun } from '../run/running';
import type { Store } from '../state';
import type { Frame } from './frame';
import { engine } from './shared';

export class RunStrip extends Panel {
  static override properties = { input: { attribute: false } };
  declare input: RunInput | undefined;

  protected override render(): TemplateResult {
    return html`<div class="run" role="group" aria-label="Simulated run" aria-busy=${this.input?.isPending ?? true}>${controls(this, this.input)}</div>`;
  }
}

customElements.define('callsheet-run', RunStrip);

/** Where a run is shown besides its strip. */
interface Panes {
  readonly graph: AppGraph;
  readonly order: OrderList;
  readonly announcer: Announcer;
}

/** Simulates runs of what the store holds from now on. */
export function startStrip(store: Store, { root, foot }: Frame, { graph, order, announcer }: Panes): RunStrip {
  const strip = new RunStrip();
  foot.prepend(strip);
  const { step, toggleDrawn } = startRun(store, engine, {
    root,
    tell: (sentence) => announcer.tell(sentence),
    show: (run, statuses) => {
      strip.input = run;
      order.statuses = statuses;
      void graph.updateComplete.then(() => graph.show({ statuses, fail: store.state.whatIf.fail }));
    },
  });
  root.addEventListener('keydown', (event) => {
    const { target, key } = event;
    const isKey = !event.defaultPrevented && !event.ctrlKey && !event.altKey && !event.metaKey;
    if (!isKey || strip.hidden || !(target instanceof Element) || target.closest('callsheet-source')) return;
    const node = target.closest('[data-node]')?.getAttribute('data-node');
    if (key === ',' || key === '.') step(key === ',' ? -1 : 1);
    else if (key.toLowerCase() === 'f' && node) toggleDrawn({ kind: 'node', id: node });
    else return;
    event.preventDefault();
  });
  // It asks for a run when something changes; by now all may be there.
  store.update(({ whatIf }) => ({ whatIf: { ...whatIf } }));
  return strip;
}
