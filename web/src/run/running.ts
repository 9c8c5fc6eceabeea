/**
 * The simulated run of what a store holds: asks for one when the plan or the conditions change, and plays it. What is
 * shown is a function of the run and of how many of its events have happened.
 */

import type { RunView } from 'callsheet';
import type { Answers } from '../engine';
import { drawnAs } from '../graph/related';
import { sent } from '../inputs';
import { listen } from '../panels/panel';
import type { RunInput } from '../panels/scrub';
import { FAULTLESS, isBehind, type Selection, type State, type Store, type WhatIf } from '../state';
import { cues, statusesAt, summary, type Statuses } from './timeline';

/** Where a run is shown. */
export interface Stage {
  /** Where people say what is to happen. */
  readonly root: EventTarget;
  readonly show: (run: RunInput, statuses: Statuses) => void;
  /** Says in words what somebody just asked for. */
  readonly tell: (sentence: string) => void;
}

/** What people can do with a run besides what they say in its stage. */
export interface Running {
  /** A step that is not made on the slider, which says itself where it is. */
  readonly step: (by: number) => void;
  readonly seek: (moment: number) => void;
  /** Lets it fail, or no longer. */
  readonly toggle: (selection: Selection) => void;
  /** Lets all that is drawn as one with it fail, or no longer. */
  readonly toggleDrawn: (selection: Selection) => void;
}

/** Milliseconds without a key before a run is simulated anew; before the catalogs are compiled, which take longer. */
const PAUSE = 100;
const FRAME = 16;
/** What the shown run depends on. */
const SHOWN = ['run', 'moment', 'whatIf', 'shown', 'stale', 'failure', 'view', 'isPlaying', 'inspected', 'sound', 'compiled'] as const;

const isStill = matchMedia('(prefers-reduced-motion: reduce)');

function hasFaults({ fail, failCapabilities }: WhatIf): boolean {
  return fail.length + failCapabilities.length > 0;
}

/** With all of them, or without any if all are in it. */
function toggled(list: readonly string[], ids: readonly string[]): string[] {
  const others = list.filter((one) => !ids.includes(one));
  return others.length + ids.length === list.length ? others : [...others, ...ids];
}

export function startRun(store: Store, engine: Answers, { root, show: shows, tell }: Stage): Running {
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
    waiting = window.setTimeout(() => (isBehind(store.state) ? later(PAUSE) : void simulate()), pause);
  }

  /** A new failure shows how the run ends; without the last one it stands where it did before, and else where it stood. */
  function follow({ run: before, moment, whatIf }: State, run: RunView | undefined): number {
    const end = run?.events.length ?? 0;
    const isEnd = moment > 0 && moment === before?.events.length;
    if (!isNews) return isEnd ? end : Math.min(moment, end);
    isNews = false;
    if (run) tell(summary(run));
    return hasFaults(whatIf) ? end : Math.min(isEnd ? kept : moment, end);
  }

  function change(whatIf: Partial<WhatIf>): void {
    const { whatIf: before, moment } = store.state;
    isNews ||= 'fail' in whatIf || 'failCapabilities' in whatIf;
    if (!hasFaults(before)) kept = moment;
    store.update(() => ({ whatIf: { ...before, ...whatIf } }));
  }

  function toggleAll(kind: Selection['kind'], ids: readonly string[]): void {
    const field = kind === 'capability' ? 'failCapabilities' : 'fail';
    change({ [field]: toggled(store.state.whatIf[field], ids) });
  }

  function toggle({ kind, id }: Selection): void {
    toggleAll(kind, [id]);
  }

  function toggleDrawn(selection: Selection): void {
    const { shown } = store.state;
    toggleAll(selection.kind, shown ? drawnAs(shown.drawing, selection) : [selection.id]);
  }

  function seek(moment: number): void {
    store.update(({ run }) => ({ moment: Math.max(0, Math.min(moment, run?.events.length ?? 0)), isPlaying: false }));
  }

  /** A step that is not made on the slider, which says itself where it is. */
  function step(by: number): void {
    seek(store.state.moment + by);
    const { run, moment } = store.state;
    tell(run?.events[moment - 1]?.message ?? 'At the start');
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
      if (next === undefined) tell(summary(run));
      else playing = window.setTimeout(advance, Math.max(FRAME, next - now));
    };
    advance();
  }

  function show(): void {
    const { run, moment, whatIf, shown, stale, failure, view, isPlaying } = store.state;
    const isUnread = view?.unreadable && !stale;
    const input = {
      run: isUnread || run?.events.length === 0 ? undefined : run,
      reason: isUnread ? 'No run: the text cannot be read' : (failure ?? fault ?? (run ? 'Nothing to run' : 'Starting …')),
      moment,
      levels: shown?.levels ?? [],
      whatIf,
      isPlaying,
      isPending: isBusy || isWanted,
      isOld: stale !== undefined,
    };
    shows(input, statuses);
  }

  store.subscribe((state, before) => {
    const { sound, whatIf, compiled, run, moment, isPlaying } = state;
    const isAsked = whatIf !== before.whatIf && sound === before.sound;
    if (sound && (sound !== before.sound || isAsked || compiled?.failed !== before.compiled?.failed)) later(isAsked ? 0 : PAUSE);
    if (isPlaying !== before.isPlaying || (isPlaying && run !== before.run)) play();
    if (run !== before.run || moment !== before.moment) statuses = run ? statusesAt(run, moment) : new Map();
    if (SHOWN.some((field) => state[field] !== before[field])) show();
  });

  listen('fault', toggle, root);
  listen('fault-drawn', toggleDrawn, root);
  listen('what-if', change, root);
  listen('seek', seek, root);
  listen('play-pause', () => {
    store.update(({ isPlaying, moment, run }) => ({ isPlaying: !isPlaying, moment: moment === run?.events.length ? 0 : moment }));
  }, root);
  listen('reset-run', () => {
    change(FAULTLESS);
    seek(0);
  }, root);
  return { step, seek, toggle, toggleDrawn };
}
