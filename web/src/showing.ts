/** Shows the plan in the drawing, the order and the source, and what is pointed at in all of them. */

import type { Drawing, Problem, Range } from 'callsheet';
import { related } from './graph/related';
import type { AppGraph } from './panels/graph';
import type { OrderList } from './panels/order';
import type { Store } from './state';
import { turn } from './turns';

/** Where a plan is shown. */
export interface Panes {
  readonly graph: AppGraph;
  readonly order: OrderList;
  readonly source: {
    /** Shows the engine's answer for the present texts. */
    readonly annotate: (problems: readonly Problem[], drawing: Drawing | undefined) => void;
    /** Marks ranges that another pane points at. */
    readonly mark: (ranges: readonly Range[]) => void;
  };
}

const NONE: ReadonlySet<string> = new Set();

/** What it gives resolves when all of the last answer is in the panes. */
export function startShowing(store: Store, { graph, order, source }: Panes): () => Promise<unknown> {
  let isAnnotated = Promise.resolve();
  let isBehind = false;

  /** Shows the last answer in the source, unless its text is another by now: then there will be a newer one. */
  async function annotate(): Promise<void> {
    await turn();
    isBehind = false;
    const { problems, stale, shown, answered, version } = store.state;
    if (answered === version) source.annotate(problems, stale ? undefined : shown?.drawing);
  }

  store.subscribe((state, before) => {
    const { view, shown, stale, problems: found, compiled, whatIf } = state;
    const failed = compiled?.failed ?? NONE;
    const missing = whatIf.failCapabilities;
    const isMarked = failed !== (before.compiled?.failed ?? NONE) || missing !== before.whatIf.failCapabilities;
    if (view !== before.view || shown !== before.shown || stale !== before.stale || isMarked) {
      const empty = view !== undefined && !view.unreadable && view.instances.length === 0 && view.drawing.cards.length === 0;
      const recovered = shown && !stale ? view?.unreadable : undefined;
      const warnings = state.aim.target ? (shown?.warnings ?? []) : [];
      graph.input = { drawing: shown?.drawing, instances: shown?.instances ?? [], cycles: shown?.cycles ?? [], folding: state.folding, failed, missing, warnings, stale, recovered, empty };
    }
    if ((view !== before.view || found !== before.problems) && state.answered === state.version && !isBehind) {
      isBehind = true;
      isAnnotated = annotate();
    }
  });

  store.subscribe((state, before) => {
    const { selection, hover, shown, stale, compiled } = state;
    const isSame = selection === before.selection && hover === before.hover && compiled?.failed === before.compiled?.failed;
    if (isSame && shown === before.shown && stale === before.stale) {
      return;
    }
    const drawing = shown?.drawing;
    const selected = drawing && selection && related(drawing, selection);
    const hovered = drawing && hover && related(drawing, hover);
    if (shown !== before.shown || stale !== before.stale || compiled?.failed !== before.compiled?.failed) {
      const { levels = [], blocked = [], cycles = [], unassigned = [], instances = [] } = shown ?? {};
      order.input = { levels, blocked, cycles, unassigned, instances: instances.length, failed: compiled?.failed ?? NONE, old: stale !== undefined };
    }
    source.mark(stale ? [] : (hovered?.ranges ?? []));
    void graph.updateComplete.then(() => graph.highlight(selected, hovered));
    void order.updateComplete.then(() => order.highlight(selected, hovered));
  });

  return () => Promise.all([graph.updateComplete, order.updateComplete, isAnnotated]);
}
