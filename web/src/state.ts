/** The one store. `update` is the only writer; panels get the slice they show. */

import type {
  ChangeView,
  CompiledView,
  CycleView,
  Drawing,
  InstanceView,
  LevelView,
  NodeDuration,
  NodeView,
  OrderNode,
  Problem,
  Range,
  RunView,
  UnassignedView,
  View,
} from 'callsheet';
import type { Compile } from './catalogs';
import { KEPT, type Draft } from './drafts';
import { merged, ofCatalogs } from './findings';
import type { Pane, Side } from './panels/panel';
import type { SourceFile } from './protocol';

/** What the graph and the order show: of the present text, or of the last text that could be read. */
export interface Shown {
  /** Whether it may stand for a later text that cannot be read; not what the engine recovered, nor another text. */
  readonly sound: boolean;
  readonly instances: readonly InstanceView[];
  readonly drawing: Drawing;
  readonly levels: readonly LevelView[];
  /** Nodes that a cycle keeps from ever running. */
  readonly blocked: readonly OrderNode[];
  readonly cycles: readonly CycleView[];
  /** Components without a node. */
  readonly unassigned: readonly UnassignedView[];
  /** What a target leaves out, a sentence each. */
  readonly warnings: readonly string[];
}

/** The thing that all panes point out; ids as the engine gives them. */
export type Selection =
  | { readonly kind: 'node'; readonly id: string }
  | { readonly kind: 'component'; readonly id: string }
  | { readonly kind: 'capability'; readonly id: string };

/** What the catalogs of all nodes told last. */
export interface Compiled {
  /** The version of the text that was compiled. */
  readonly version: number;
  /** Certnames of nodes whose catalog Puppet would refuse. */
  readonly failed: ReadonlySet<string>;
  /** The nodes that were asked for, by certname; without values where there is no catalog. */
  readonly nodes: ReadonlyMap<string, NodeView | undefined>;
}

/** What the plan is for. */
export interface Aim {
  /** `Shop`, `Shop[blue]` or nodes with commas between them; empty for all nodes. */
  readonly target: string;
  readonly withPrerequisites: boolean;
}

/** Which nodes share a card in the drawing; named as the engine does. */
export interface Folding {
  /** Whether none do. */
  readonly whole: boolean;
  /** Nodes that have a card of their own, and with each all that would share one with it. */
  readonly open: string[];
}

/** How wide the drawing may be where its waves are rows; without, they are columns. Named as the engine does. */
export interface Room {
  readonly room: number | undefined;
}

/** Nodes share cards where they are many. */
export const FOLDED: Folding = { whole: false, open: [] };

/** What goes wrong in the simulated run, and how it is done; named as the engine does. */
export interface WhatIf {
  /** Nodes. */
  readonly fail: string[];
  readonly failCapabilities: string[];
  /** Before what the inputs say. */
  readonly durations: NodeDuration[];
  /** No limit without. */
  readonly concurrency: number | undefined;
  readonly policy: 'skip-dependents' | 'stop';
}

/** A run in which nothing goes wrong. */
export const FAULTLESS: Pick<WhatIf, 'fail' | 'failCapabilities'> = { fail: [], failCapabilities: [] };

/** A run as the inputs say. */
export const USUAL: WhatIf = { ...FAULTLESS, durations: [], concurrency: undefined, policy: 'skip-dependents' };

export interface State {
  readonly files: readonly SourceFile[];
  /** Path of the file in the editor. */
  readonly active: string;
  /** Id of the example that was opened last. */
  readonly example: string | undefined;
  /** Whether the files are the user's own: changed since they were opened. */
  readonly edited: boolean;
  /** The user's texts that made room for others, the last one first. */
  readonly earlier: readonly Draft[];
  /** The user's own text, while a copy of another is shown that was not changed yet. */
  readonly kept: Draft | undefined;
  /** Counts how often all files were replaced. */
  readonly epoch: number;
  /** Counts changes of the text. */
  readonly version: number;
  /** The version that `view` or `failure` answers. */
  readonly answered: number;
  /** The last answer of the engine. */
  readonly view: View | undefined;
  readonly shown: Shown | undefined;
  /** All findings: of the last plan, and of the last catalogs. */
  readonly problems: readonly Problem[];
  readonly compiled: Compiled | undefined;
  /** Those of catalogs only, at their places in the present text. */
  readonly ofCatalogs: readonly Problem[];
  /** Why there are no catalogs for the present text. */
  readonly uncompiled: string | undefined;
  /** The last text that could be read: what catalogs are compiled of. */
  readonly sound: { readonly files: readonly SourceFile[]; readonly version: number } | undefined;
  /** Where the present text cannot be read, while `shown` is older than it. */
  readonly stale: Range | undefined;
  /** Why there is no answer for the present text. */
  readonly failure: string | undefined;
  /** Milliseconds of the last plan in the engine. */
  readonly took: number | undefined;
  /** Pages that explain findings, by code, as far as they were asked for. */
  readonly pages: ReadonlyMap<string, string>;
  readonly selection: Selection | undefined;
  readonly hover: Selection | undefined;
  /** What the inspector shows: what was selected last. */
  readonly inspected: Selection | undefined;
  /** What the inspector showed before, while steps of values are followed; the last one last. */
  readonly trail: readonly Selection[];
  /** The pane in front on a narrow page. */
  readonly pane: Pane;
  /** What the right pane shows. */
  readonly side: Side;
  /** What changes are told against: what was opened last, or what was pinned. */
  readonly baseline: { readonly files: readonly SourceFile[]; readonly pinned: boolean };
  /** What changed since, as far as it is known. */
  readonly changes: readonly ChangeView[];
  /** Why that is not known. */
  readonly incomparable: string | undefined;
  readonly aim: Aim;
  readonly folding: Folding;
  readonly room: Room['room'];
  readonly whatIf: WhatIf;
  /** The simulated run of `sound`, or of the text before it while that is simulated. */
  readonly run: RunView | undefined;
  /** How many events of the run have happened. */
  readonly moment: number;
  readonly isPlaying: boolean;
}

/** A plan for all nodes. */
export const WHOLE: Aim = { target: '', withPrerequisites: false };

/** Nothing has happened, to no target in particular. */
const NO_RUN = { aim: WHOLE, run: undefined, moment: 0, isPlaying: false };

export type Listener = (state: State, before: State) => void;

export class Store {
  #state: State = {
    files: [],
    active: '',
    example: undefined,
    edited: false,
    earlier: [],
    kept: undefined,
    epoch: 0,
    version: 0,
    answered: 0,
    view: undefined,
    shown: undefined,
    problems: [],
    compiled: undefined,
    ofCatalogs: [],
    uncompiled: undefined,
    sound: undefined,
    stale: undefined,
    failure: undefined,
    took: undefined,
    pages: new Map(),
    selection: undefined,
    hover: undefined,
    inspected: undefined,
    trail: [],
    pane: 'graph',
    side: 'order',
    baseline: { files: [], pinned: false },
    changes: [],
    incomparable: undefined,
    ...NO_RUN,
    folding: FOLDED,
    room: undefined,
    whatIf: USUAL,
  };
  #listeners: Listener[] = [];

  get state(): State {
    return this.#state;
  }

  /** Replaces what `change` returns and tells everyone, in the order they asked. */
  update(change: (state: State) => Partial<State>): void {
    const before = this.#state;
    this.#state = { ...before, ...change(before) };
    for (const listener of this.#listeners) {
      listener(this.#state, before);
    }
  }

  subscribe(listener: Listener): void {
    this.#listeners.push(listener);
  }
}

/** Whether a plan of the present text is still to come. What takes longer waits for it: it would take the machine from the plan. */
export function isBehind({ answered, version }: State): boolean {
  return answered !== version;
}

/** The state after the engine answered: a text that cannot be read keeps the last good drawing. */
export function withView(state: State, view: View, took: number | undefined): Partial<State> {
  const problems = merged(view.problems, state.ofCatalogs, state.files);
  const common = { view, took, problems, failure: undefined };
  if (view.unreadable && state.shown?.sound && state.shown.drawing.cards.length > 0) {
    return { ...common, stale: view.unreadable };
  }
  const { instances, drawing, levels, blocked, cycles, unassigned, warnings } = view;
  const shown = { sound: !view.unreadable, instances, drawing, levels, blocked, cycles, unassigned, warnings };
  return { ...common, stale: undefined, shown };
}

/** The state after the catalogs came for a text that is still the present one. */
export function withCompiled(state: State, { version, node: asked }: Compile, answer: CompiledView): Partial<State> {
  const before = state.compiled;
  const nodes = new Map([
    ...(before?.version === version ? before.nodes : []),
    ...(asked === undefined ? [] : [[asked, answer.node] as const]),
  ]);
  const isSame = before?.failed.size === answer.failed.length && answer.failed.every((node) => before.failed.has(node));
  const compiled = { version, failed: isSame ? before.failed : new Set(answer.failed), nodes };
  const found = ofCatalogs(answer.problems);
  // What a plan already told is not drawn again.
  const isPlan = found.length === 0 && state.ofCatalogs.length === 0;
  return { problems: isPlan ? state.problems : answer.problems, ofCatalogs: found, compiled, uncompiled: undefined };
}

/** The state after the catalogs came for a text that is no longer the present one: values only, its findings lie elsewhere. */
export function withValues(state: State, asked: Compile, answer: CompiledView): Partial<State> {
  const { compiled } = withCompiled(state, asked, answer);
  return (state.compiled?.version ?? 0) > asked.version ? {} : { compiled };
}

/** The state when there are no catalogs for the present text: the last ones tell nothing about it. */
export function withoutCatalogs({ view }: State, reason: string): Partial<State> {
  return { problems: view?.problems ?? [], ofCatalogs: [], compiled: undefined, uncompiled: reason };
}

/** The state after a change of one file, or with one more file. */
export function withText(state: State, file: SourceFile): Partial<State> {
  const known = state.files.some((other) => other.path === file.path);
  const files = known
    ? state.files.map((other) => (other.path === file.path ? file : other))
    : [...state.files, file];
  return { files, ...owned(state), version: state.version + 1 };
}

/** The state after a text was replaced as a whole: the old plan is not the past of the new text. */
export function withoutPast({ shown }: State): Partial<State> {
  return { shown: shown && { ...shown, sound: false } };
}

/** The state after a file got another name. */
export function withName(state: State, from: string, to: string): Partial<State> {
  const files = state.files.map((file) => (file.path === from ? { ...file, path: to } : file));
  return { files, active: state.active === from ? to : state.active, ...owned(state), version: state.version + 1 };
}

/** The state without one of several files; the editor goes to its neighbour. */
export function withoutFile(state: State, path: string): Partial<State> {
  const place = state.files.findIndex((file) => file.path === path);
  const files = state.files.filter((file) => file.path !== path);
  const neighbour = files[Math.min(place, files.length - 1)];
  if (place < 0 || !neighbour) {
    return {};
  }
  return { files, active: state.active === path ? neighbour.path : state.active, ...owned(state), version: state.version + 1 };
}

/** The user's own text, if there is one. */
function own({ kept, edited, files, active, example }: State): Draft | undefined {
  return kept ?? (edited ? { files, active, example } : undefined);
}

/** The state when what is shown becomes the user's own: the text that was makes room. */
export function owned({ kept, earlier }: State): Partial<State> {
  return { edited: true, kept: undefined, earlier: kept ? [kept, ...earlier].slice(0, KEPT) : earlier };
}

/** The state after a copy was opened beside the user's own text, which is `stored` if it is not on the page. */
export function visited(state: State, draft: Draft, stored: Draft | undefined): Partial<State> {
  return { ...opened(state, draft, false), earlier: state.earlier, kept: own(state) ?? stored };
}

/** The state when other nodes share cards: the drawing has to be made anew. */
export function withFolding({ version }: State, folding: Folding): Partial<State> {
  return { folding, version: version + 1 };
}

/** The state when there is more or less room: the drawing has to be made anew. */
export function withRoom({ version }: State, room: number | undefined): Partial<State> {
  return { room, version: version + 1 };
}

/** The state when the plan is for something else: it has to be made anew. */
export function withAim({ version }: State, aim: Aim): Partial<State> {
  return { aim, version: version + 1 };
}

/** The state after all files were replaced: nothing of the old plan stays, but a text of the user's own is kept. */
export function opened(state: State, draft: Draft, edited: boolean): Partial<State> {
  const mine = own(state);
  const all = mine ? [mine, ...state.earlier] : state.earlier;
  return {
    ...draft,
    edited,
    earlier: all.filter((earlier) => earlier !== draft).slice(0, KEPT),
    kept: undefined,
    epoch: state.epoch + 1,
    version: state.version + 1,
    shown: undefined,
    stale: undefined,
    failure: undefined,
    problems: [],
    compiled: undefined,
    ofCatalogs: [],
    uncompiled: undefined,
    sound: undefined,
    selection: undefined,
    hover: undefined,
    inspected: undefined,
    baseline: { files: draft.files, pinned: false },
    changes: [],
    incomparable: undefined,
    trail: [],
    ...NO_RUN,
    folding: FOLDED,
    whatIf: { ...state.whatIf, ...FAULTLESS, durations: [] },
  };
}
