/** Keeps the plan and what the catalogs tell in step with the text: asks when it changes, and writes the answers down. */

import { Catalogs, type Compile, type Compiled } from './catalogs';
import type { Answers } from './engine';
import { sent } from './inputs';
import { inspectedNode } from './inspected';
import { Planner, type Outcome } from './planner';
import { turn } from './turns';
import { isBehind, withCompiled, withoutCatalogs, withValues, withView, type State, type Store } from './state';

/** Hears how far a version of the text has come. */
export interface Progress {
  /** Its plan is in the store. */
  readonly planned: (version: number) => Promise<void>;
  /** So is what its catalogs tell, or there is nothing to tell. */
  readonly compiled: (version: number) => void;
}

/** What to compile: the last text that could be read. */
export function compileOf(state: State): Compile {
  const { files, version } = state.sound ?? state;
  return { files: sent(files), version, node: inspectedNode(state), aim: state.aim };
}

function isSound(outcome: Outcome): boolean {
  return outcome.status === 'ok' && !outcome.view.unreadable;
}

function answered(state: State, outcome: Outcome, version: number): Partial<State> {
  switch (outcome.status) {
    case 'ok':
      return { ...withView(state, outcome.view, outcome.took), answered: version };
    case 'timeout':
    case 'error':
      return { failure: outcome.message, answered: version };
    case 'superseded':
      return {};
  }
}

/** Plans are asked of `engine`, catalogs of `slow`; those of a node that is looked at can be asked for at once. */
export function startPlanning(store: Store, engine: Answers, slow: Answers, progress: Progress): Catalogs {
  const planner = new Planner(engine);
  const catalogs = new Catalogs(slow, showCompiled, () => isBehind(store.state));

  /** Asks for a plan of the present text, and shows the answer unless the files were replaced meanwhile. */
  async function plan(): Promise<void> {
    const { files, version, epoch, shown } = store.state;
    // What is shown of this text or an earlier one of it stays where it is.
    const arrangement = shown?.sound ? shown.drawing.arrangement : '';
    const outcome = await planner.plan(sent(files), arrangement, { ...store.state.aim, ...store.state.folding, room: store.state.room });
    if (outcome.status === 'superseded') return;
    // Reading it was a piece of its own.
    await turn();
    if (store.state.epoch !== epoch) return;
    performance.mark('callsheet:reply', { detail: version });
    store.update((state) => ({ ...answered(state, outcome, version), ...(isSound(outcome) ? { sound: { files, version } } : {}) }));
    await progress.planned(version);
    if (isSound(outcome)) {
      catalogs.later(compileOf(store.state));
    } else {
      progress.compiled(version);
    }
  }

  /** Shows what the catalogs tell, unless all files were replaced meanwhile. */
  function showCompiled(asked: Compile, answer: Compiled): void {
    const { version, sound } = store.state;
    if (!sound) return;
    if (asked.version === version) {
      store.update((state) =>
        answer instanceof Error ? withoutCatalogs(state, `${answer.message}: no values are known`) : withCompiled(state, asked, answer),
      );
    } else if (!(answer instanceof Error)) {
      store.update((state) => withValues(state, asked, answer));
    }
    progress.compiled(asked.version);
  }

  store.subscribe((state, before) => {
    if (state.version !== before.version) void plan();
  });
  return catalogs;
}
