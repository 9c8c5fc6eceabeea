/** What belongs to a selection: the components, nodes, capabilities and source ranges to point out with it. */

import type { CardView, ChipView, Drawing, PillView, Range } from 'callsheet';
import type { Selection, Shown } from '../state';

export interface Related {
  readonly nodes: ReadonlySet<string>;
  readonly components: ReadonlySet<string>;
  readonly capabilities: ReadonlySet<string>;
  readonly ranges: readonly Range[];
  /** Components at the other end of the capabilities, and their nodes: what these wait for, and what waits for them. */
  readonly near: ReadonlySet<string>;
}

/** The card of each node, also of those that share one in the drawing. */
export function everyCard(drawing: Drawing): readonly CardView[] {
  return every(drawing.cards);
}

/** The pill of each capability, also of those that share one in the drawing. */
export function everyPill(drawing: Drawing): readonly PillView[] {
  return every(drawing.pills);
}

/** The names of all nodes, or capabilities, that are drawn as one called so. */
export function drawnAs({ cards, pills }: Drawing, { kind, id }: Selection): readonly string[] {
  const stack = kind === 'capability' ? pills.find(({ capability }) => capability === id)?.stack.map(({ capability }) => capability) : cards.find(({ node }) => node === id)?.stack.map(({ node }) => node);
  return stack?.length ? stack : [id];
}

function every<Kind extends { readonly stack: readonly Kind[] }>(drawn: readonly Kind[]): readonly Kind[] {
  return drawn.flatMap((one) => (one.stack.length > 0 ? one.stack : [one]));
}

/** The same by the names that stacks have in the drawing. */
export function drawn(drawing: Drawing, related: Related): Related {
  const names = namesInDrawing(drawing);
  if (names.size === 0) return related;
  const renamed = (set: ReadonlySet<string>): Set<string> => new Set([...set].map((name) => names.get(name) ?? name));
  return {
    nodes: renamed(related.nodes),
    components: renamed(related.components),
    capabilities: renamed(related.capabilities),
    ranges: related.ranges,
    near: renamed(related.near),
  };
}

/** What shows it in the drawing: itself, or the stack that it is in. */
export function nameInDrawing(drawing: Drawing, name: string): string {
  return namesInDrawing(drawing).get(name) ?? name;
}

const known = new WeakMap<Drawing, ReadonlyMap<string, string>>();

/** By what is in a stack, the first in it. A chip of a stack is called like the first of its type. */
function namesInDrawing(drawing: Drawing): ReadonlyMap<string, string> {
  const before = known.get(drawing);
  if (before) return before;
  const names = new Map<string, string>();
  for (const card of drawing.cards) {
    const firsts = new Map(card.chips.map((chip) => [typeOf(chip.component), chip.component]));
    for (const member of card.stack) {
      names.set(member.node, card.node);
      for (const { component } of member.chips) names.set(component, firsts.get(typeOf(component)) ?? component);
    }
  }
  for (const pill of drawing.pills) {
    for (const member of pill.stack) names.set(member.capability, pill.capability);
  }
  known.set(drawing, names);
  return names;
}

function typeOf(reference: string): string {
  return reference.slice(0, reference.indexOf('['));
}

/** The component, its node, and the capabilities it exchanges; or the same from the other side. */
export function related(drawing: Drawing, selection: Selection): Related {
  const nodes = new Set<string>();
  const components = new Set<string>();
  const capabilities = new Set<string>();
  const ranges: Range[] = [];
  for (const card of everyCard(drawing)) {
    for (const chip of card.chips) {
      const own = [...chip.produces, ...chip.consumes];
      const isOwn =
        (selection.kind === 'node' && selection.id === card.node) ||
        (selection.kind === 'component' && selection.id === chip.component);
      if (isOwn) {
        own.forEach((capability) => capabilities.add(capability));
        ranges.push(chip.source, ...(chip.assignment ? [chip.assignment] : []));
      }
      if (isOwn || (selection.kind === 'capability' && own.includes(selection.id))) {
        components.add(chip.component);
        nodes.add(card.node);
      }
    }
    if (selection.kind === 'node' && selection.id === card.node) {
      nodes.add(card.node);
      ranges.push(card.source);
    }
  }
  if (selection.kind === 'capability') {
    capabilities.add(selection.id);
    const isOwn = ({ capability }: { readonly capability: string }): boolean => capability === selection.id;
    ranges.push(...[...everyPill(drawing), ...drawing.edges].filter(isOwn).map(({ source }) => source));
  }
  return { nodes, components, capabilities, ranges, near: neighbours(drawing, components) };
}

/** A component and a node are never called the same. */
function neighbours(drawing: Drawing, components: ReadonlySet<string>): Set<string> {
  const near = new Set<string>();
  for (const { producer, consumers } of everyPill(drawing)) {
    if (producer && components.has(producer)) consumers.forEach((consumer) => near.add(consumer));
    if (producer && consumers.some((consumer) => components.has(consumer))) near.add(producer);
  }
  for (const card of everyCard(drawing)) {
    if (card.chips.some((chip) => near.has(chip.component))) near.add(card.node);
  }
  return near;
}

/** Where the selected thing is written. */
export function sourceOf({ drawing, unassigned }: Shown, selection: Selection): Range | undefined {
  switch (selection.kind) {
    case 'node':
      return everyCard(drawing).find((card) => card.node === selection.id)?.source;
    case 'component':
      return [...everyCard(drawing).flatMap((card) => card.chips), ...unassigned].find(
        ({ component }) => component === selection.id,
      )?.source;
    case 'capability':
      return everyPill(drawing).find((pill) => pill.capability === selection.id)?.source;
  }
}

/**
 * The component, or else the capability, named at this place of the text, or up to another; if there is neither, the
 * component whose declaration is around it. Of several that one declaration makes, the first in the drawing.
 */
export function thingAt(drawing: Drawing, path: string, from: number, to = from): Selection | undefined {
  const touches = (range: Range | undefined): boolean =>
    range?.file === path && range.from <= to && from <= range.to;
  let around: ChipView | undefined;
  for (const { chips } of everyCard(drawing)) {
    for (const chip of chips) {
      const { component, source, assignment, whole } = chip;
      if (touches(source) || touches(assignment)) return { kind: 'component', id: component };
      if (!around && whole[0] <= to && from <= whole[1] && source.file === path) around = chip;
    }
  }
  const isHere = ({ source }: { readonly source: Range }): boolean => touches(source);
  const named = everyPill(drawing).find(isHere) ?? drawing.edges.find(isHere);
  if (named) return { kind: 'capability', id: named.capability };
  return around && { kind: 'component', id: around.component };
}
