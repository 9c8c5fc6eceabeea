/** The simulated run in the page: its bar, its signs in all panes, its commands and its keys. */

import type { Announcer } from './announcer';
import { offer, type Command } from './commands';
import type { Answers } from './engine';
import type { AppGraph } from './panels/graph';
import type { ValueInspector } from './panels/inspector';
import type { OrderList } from './panels/order';
import { listen, tell } from './panels/panel';
import type { RunBar } from './panels/run-bar';
import type { TargetChoice } from './panels/target';
import { whatIfOf } from './panels/what-if';
import { startRun } from './run/running';
import { WHOLE, withAim, type Selection, type Store } from './state';

interface Panes {
  readonly bar: RunBar;
  readonly graph: AppGraph;
  readonly order: OrderList;
  readonly inspector: ValueInspector;
  readonly announcer: Announcer;
}

/** Where keys are text. */
const TYPING = 'input:not([type=range]), select, textarea, [contenteditable=true]';

/** The capability that has the focus, or the node that it is in. */
function focused(target: Element): Selection | undefined {
  const capability = target.getAttribute(target.getAttribute('data-row') === 'capability' ? 'data-id' : 'data-capability');
  if (capability !== null) return { kind: 'capability', id: capability };
  const row = target.closest('[data-node], [data-order-node]');
  const id = row?.getAttribute('data-node') ?? row?.getAttribute('data-order-node');
  return id ? { kind: 'node', id } : undefined;
}

export function startRunning(store: Store, engine: Answers, { bar, graph, order, inspector, announcer }: Panes): void {
  const { step, seek, toggle, toggleDrawn } = startRun(store, engine, {
    root: document,
    tell: (sentence) => announcer.tell(sentence),
    show: (run, statuses) => {
      const { whatIf, shown, aim } = store.state;
      void graph.updateComplete.then(() => graph.show({ statuses, fail: whatIf.fail }));
      order.statuses = statuses;
      inspector.whatIf = whatIfOf(store.state);
      bar.input = run;
      if (!shown) return;
      const input = { aim, instances: shown.instances.map(({ id }) => id) };
      for (const choice of document.querySelectorAll<TargetChoice>('target-choice')) choice.input = input;
    },
  });

  listen('aim', (aim) => store.update((state) => withAim(state, aim)));

  offer(() => {
    const { run, isPlaying, selection, whatIf, aim, shown } = store.state;
    const act = (title: string, run: () => void, about?: string): Command => ({ kind: 'run', title, run, about });
    const target = (title: string, target: string): Command => act(title, () => tell('aim', { ...aim, target }));
    const can = selection && selection.kind !== 'component' ? selection : undefined;
    const isFaulty = can && [...whatIf.fail, ...whatIf.failCapabilities].includes(can.id);
    return [
      ...(run?.events.length
        ? [
            act(isPlaying ? 'Pause the simulated run' : 'Play the simulated run', () => tell('play-pause', undefined)),
            act('Step on in the run', () => step(1), '.'),
            act('Step back in the run', () => step(-1), ','),
            act('Reset the run', () => tell('reset-run', undefined)),
          ]
        : []),
      ...(can ? [act(`${isFaulty ? 'Do not fail' : 'Fail'} ${can.id}`, () => toggle(can), 'F')] : []),
      ...(aim.target ? [act('Target: whole environment', () => tell('aim', WHOLE))] : []),
      ...(shown?.instances ?? []).filter(({ id }) => id !== aim.target).map(({ id }) => target(`Target: ${id}`, id)),
    ];
  });

  document.addEventListener('keydown', (event) => {
    const { target, key } = event;
    const isOurs = !event.defaultPrevented && !event.ctrlKey && !event.altKey && !event.metaKey;
    if (!isOurs || !(target instanceof Element) || target.closest(TYPING)) return;
    const selection = focused(target);
    if (key === ',' || key === '.') step(key === ',' ? -1 : 1);
    else if (key.toLowerCase() === 'f' && selection) (target.closest('.drawing') ? toggleDrawn : toggle)(selection);
    else if (key === 'Escape' && target.matches('body, run-bar *, .graph *, .order *')) seek(0);
    else return;
    event.preventDefault();
  });
}
