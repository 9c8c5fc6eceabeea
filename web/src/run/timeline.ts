/**
 * What a simulated run looks like at a moment of it. Moments are counted in events: at moment 0 nothing has happened, each
 * step adds one event and changes one node. Everything here is a pure function of the run.
 */

import type { EventView, LevelView, RunView } from 'callsheet';

/** How a node stands; one without an entry waits. */
export type Status = 'running' | 'done' | 'failed' | 'skipped';

export type Statuses = ReadonlyMap<string, Status>;

const AFTER: Readonly<Record<string, Status>> = { start: 'running', finish: 'done', fail: 'failed', skip: 'skipped' };

export function statusAfter({ event }: EventView): Status {
  return AFTER[event] ?? 'running';
}

/** How the nodes stand after so many events. */
export function statusesAt({ events }: RunView, moment: number): Statuses {
  return new Map(events.slice(0, moment).map((event) => [event.node, statusAfter(event)]));
}

/** What happened last to each node after so many events. */
export function lastEvents({ events }: RunView, moment: number): ReadonlyMap<string, EventView> {
  return new Map(events.slice(0, moment).map((event) => [event.node, event]));
}

/** Units since the start, when so many events have happened. */
export function timeAt({ events }: RunView, moment: number): number {
  return events[moment - 1]?.time ?? 0;
}

/** How many nodes ended so; those that failed or were skipped only if there are any. */
export function outcome(run: RunView): [Status, number][] {
  const ends = [...statusesAt(run, run.events.length).values()];
  const all = (['done', 'failed', 'skipped'] as const).map((status): [Status, number] => [status, ends.filter((end) => end === status).length]);
  return all.filter(([status, many]) => many > 0 || status === 'done');
}

/** `3 done, 1 failed` */
export function summary(run: RunView): string {
  return outcome(run).map(([status, many]) => `${many} ${status}`).join(', ');
}

export interface Tick {
  readonly moment: number;
  readonly level: number;
}

/** The moments before the first node of each level starts; levels of which none starts have none. */
export function ticks({ events }: RunView, levels: readonly LevelView[]): Tick[] {
  const level = new Map(levels.flatMap(({ level, nodes }) => nodes.map(({ name }) => [name, level] as const)));
  const first = new Map<number, number>();
  for (const [moment, { event, node }] of events.entries()) {
    const own = level.get(node);
    if (event === 'start' && own !== undefined && !first.has(own)) first.set(own, moment);
  }
  return [...first].map(([level, moment]) => ({ level, moment }));
}

/** A node's run. */
export interface Bar {
  readonly node: string;
  /** None when it was skipped. */
  readonly start: number | undefined;
  /** When it ended or was skipped. */
  readonly end: number;
  readonly status: Status;
  readonly critical: boolean;
}

/** The runs of all nodes by what happened to them first. */
export function bars({ events, criticalPath }: RunView): Bar[] {
  const critical = new Set(criticalPath);
  const all = new Map<string, Bar>();
  for (const event of events) {
    const { node, time } = event;
    const start = event.event === 'start' ? time : all.get(node)?.start;
    all.set(node, { node, start, end: time, status: statusAfter(event), critical: critical.has(node) });
  }
  return [...all.values()];
}

/** Milliseconds of a unit, and the longest that all units may take. */
const PACE = { one: 900, all: 15_000 };
/** Milliseconds between events of one time, and the longest that all of these may take. */
const STAGGER = { one: 160, all: 5000 };

/**
 * When each event is played, in milliseconds from the start: by time, and one after the other at one time; `even` plays
 * what has one time at once.
 */
export function cues({ events, makespan }: RunView, even: boolean): number[] {
  const pace = Math.min(PACE.one, PACE.all / Math.max(1, makespan));
  const stagger = even ? 0 : Math.min(STAGGER.one, STAGGER.all / Math.max(1, events.length));
  return events.map(({ time }, place) => time * pace + (place + 1) * stagger);
}
