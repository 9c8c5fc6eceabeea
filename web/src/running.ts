/**
 * The simulated run: asks for one when the plan or the conditions change, plays it, and shows a moment of it in all panes.
 * What is shown is a function of the run and of how many of its events have happened.
 */

import type { RunView } from 'callsheet';
import type { Announcer } from './announcer';
import { offer, type Command } from './commands';
import type { Engine } from './engine';
import { sent } from './inputs';
import type { AppGraph } from './panels/graph';
import type { ValueInspector } from './panels/inspector';
import type { OrderList } from './panels/order';
import { listen, tell } from './panels/panel';
import type { RunBar } from './panels/run-bar';
import type { TargetChoice } from './panels/target';
import { whatIfOf } from './panels/what-if';
import { cues, statusesAt, summary, type Statuses } from './run/timeline';
import { FAULTLESS, WHOLE, withAim, type Selection, type State, type Store, type WhatIf } from './state';

interface Panes {
  readonly bar: RunBar;
  readonly graph: AppGraph;
  readonly order: OrderList;
  readonly inspector: ValueInspector;
  readonly announcer: Announcer;
}

/** Milliseconds without a key before a run is simulated anew; before the catalogs are compiled, which take longer. */
const PAUSE = 100;
const FRAME = 16;
/** What the shown run depends on. */
const SHOWN = ['run', 'moment', 'whatIf', 'shown', 'stale', 'failure', 'view', 'isPlaying', 'inspected', 'sound', 'compiled'] as const;

const isStill = matchMedia('(prefers-reduced-motion: reduce)');

/** Where keys are text. */
const TYPING = 'input:not([type=range]), select, textarea, [contenteditable=true]';

function hasFaults({ fail, failCapabilities }: WhatIf): boolean {
  return fail.length + failCapabilities.length > 0;
}

function toggled(list: readonly string[], id: string): string[] {
  return list.includes(id) ? list.filter((one) => one !== id) : [...list, id];
}

/** The capability that has the focus, or the node that it is in. */
function focused(target: Element): Selection | undefined {
  const capability = target.getAttribute(target.getAttribute('data-row') === 'capability' ? 'data-id' : 'data-capability');
  if (capability !== null) return { kind: 'capability', id: capability };
  const row = target.closest('[data-node], [data-order-node]');
  const id = row?.getAttribute('data-node') ?? row?.getAttribute('data-order-node');
  return id ? { kind: 'node', id } : undefined;
}

export function startRunning(store: Store, engine: Engine, { bar, graph, order, inspector, announcer }: Panes): void {
  let fault: string | undefined;
  let statuses: Statuses = new Map();
  let isWanted = false;
  let isBusy = false;
  let waiting: number | undefined;
  let playing: number | undefined;
  /** Whether something began to fail, or ended to, since the last run. */
  let isNews = false;
  /** Where the run stood before anything failed. */
  let kept = 0;

  /** Asks for the newest run; one at a time. */
  async function simulate(): Promise<void> {
    const { sound, whatIf, aim, compiled, epoch } = store.state;
    if (isBusy || !isWanted || !sound) return;
    isWanted = false;
    isBusy = true;
    const options = { ...aim, ...whatIf, refused: [...(compiled?.failed ?? [])] };
    const answer = await engine.ask({ kind: 'simulate', files: sent(sound.files), options }).catch((error: unknown) => error as Error);
    isBusy = false;
    if (isWanted) {
      later(0);
    } else if (store.state.epoch === epoch) {
      const run = 'run' in answer ? answer.run : undefined;
      fault = answer instanceof Error ? answer.message : undefined;
      store.update((state) => ({ run, moment: follow(state, run) }));
    }
    show();
  }

  function later(pause: number): void {
    isWanted = true;
    clearTimeout(waiting);
    waiting = window.setTimeout(() => void simulate(), pause);
  }

  /** A new failure shows how the run ends; without the last one it stands where it did before, and else where it stood. */
  function follow({ run: before, moment, whatIf }: State, run: RunView | undefined): number {
    const end = run?.events.length ?? 0;
    const isEnd = moment > 0 && moment === before?.events.length;
    if (!isNews) return isEnd ? end : Math.min(moment, end);
    isNews = false;
    if (run) announcer.tell(summary(run));
    return hasFaults(whatIf) ? end : Math.min(isEnd ? kept : moment, end);
  }

  function change(whatIf: Partial<WhatIf>): void {
    const { whatIf: before, moment } = store.state;
    isNews ||= 'fail' in whatIf || 'failCapabilities' in whatIf;
    if (!hasFaults(before)) kept = moment;
    store.update(() => ({ whatIf: { ...before, ...whatIf } }));
  }

  function toggle({ kind, id }: Selection): void {
    const field = kind === 'capability' ? 'failCapabilities' : 'fail';
    change({ [field]: toggled(store.state.whatIf[field], id) });
  }

  function seek(moment: number): void {
    store.update(({ run }) => ({ moment: Math.max(0, Math.min(moment, run?.events.length ?? 0)), isPlaying: false }));
  }

  /** A step that is not made on the slider, which says itself where it is. */
  function step(by: number): void {
    seek(store.state.moment + by);
    const { run, moment } = store.state;
    announcer.tell(run?.events[moment - 1]?.message ?? 'At the start');
  }

  /** Plays on from the present moment. */
  function play(): void {
    clearTimeout(playing);
    const { run, isPlaying, moment } = store.state;
    if (!run || !isPlaying) return;
    const times = cues(run, isStill.matches);
    const begin = performance.now() - (times[moment - 1] ?? 0);
    const advance = (): void => {
      const now = performance.now() - begin;
      const moment = times.filter((time) => time <= now).length;
      const next = times[moment];
      store.update(() => ({ moment, isPlaying: next !== undefined }));
      if (next === undefined) announcer.tell(summary(run));
      else playing = window.setTimeout(advance, Math.max(FRAME, next - now));
    };
    advance();
  }

  function show(): void {
    const { run, moment, whatIf, shown, stale, failure, view, isPlaying, aim } = store.state;
    void graph.updateComplete.then(() => graph.show({ statuses, fail: whatIf.fail }));
    order.statuses = statuses;
    inspector.whatIf = whatIfOf(store.state);
    const isUnread = view?.unreadable && !stale;
    bar.input = {
      run: isUnread || run?.events.length === 0 ? undefined : run,
      reason: isUnread ? 'No run: the text cannot be read' : (failure ?? fault ?? (run ? 'Nothing to run' : 'Starting …')),
      moment,
      levels: shown?.levels ?? [],
      whatIf,
      isPlaying,
      isPending: isBusy || isWanted,
      isOld: stale !== undefined,
    };
    if (!shown) return;
    const input = { aim, instances: shown.instances.map(({ id }) => id) };
    for (const choice of document.querySelectorAll<TargetChoice>('target-choice')) choice.input = input;
  }

  store.subscribe((state, before) => {
    const { sound, whatIf, compiled, run, moment, isPlaying } = state;
    const isAsked = whatIf !== before.whatIf && sound === before.sound;
    if (sound && (sound !== before.sound || isAsked || compiled?.failed !== before.compiled?.failed)) later(isAsked ? 0 : PAUSE);
    if (isPlaying !== before.isPlaying || (isPlaying && run !== before.run)) play();
    if (run !== before.run || moment !== before.moment) statuses = run ? statusesAt(run, moment) : new Map();
    if (SHOWN.some((field) => state[field] !== before[field])) show();
  });

  listen('fault', toggle);
  listen('what-if', change);
  listen('seek', seek);
  listen('play-pause', () => {
    store.update(({ isPlaying, moment, run }) => ({ isPlaying: !isPlaying, moment: moment === run?.events.length ? 0 : moment }));
  });
  listen('reset-run', () => {
    change(FAULTLESS);
    seek(0);
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
    else if (key.toLowerCase() === 'f' && selection) toggle(selection);
    else if (key === 'Escape' && target.matches('body, run-bar *, .graph *, .order *')) seek(0);
    else return;
    event.preventDefault();
  });
}
