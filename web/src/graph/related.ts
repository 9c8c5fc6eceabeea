/** What belongs to a selection: the components, nodes, capabilities and source ranges to point out with it. */

import type { Drawing, Range } from 'callsheet';
import type { Selection, Shown } from '../state';

export interface Related {
  readonly nodes: ReadonlySet<string>;
  readonly components: ReadonlySet<string>;
  readonly capabilities: ReadonlySet<string>;
  readonly ranges: readonly Range[];
  /** Components at the other end of the capabilities, and their nodes: what these wait for, and what waits for them. */
  readonly near: ReadonlySet<string>;
}

/** The component, its node, and the capabilities it exchanges; or the same from the other side. */
export function related(drawing: Drawing, selection: Selection): Related {
  const nodes = new Set<string>();
  const components = new Set<string>();
  const capabilities = new Set<string>();
  const ranges: Range[] = [];
  for (const card of drawing.cards) {
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
    ranges.push(...drawing.pills.filter((pill) => pill.capability === selection.id).map((pill) => pill.source));
  }
  return { nodes, components, capabilities, ranges, near: neighbours(drawing, components) };
}

/** A component and a node are never called the same. */
function neighbours(drawing: Drawing, components: ReadonlySet<string>): Set<string> {
  const near = new Set<string>();
  for (const { producer, consumers } of drawing.pills) {
    if (producer && components.has(producer)) consumers.forEach((consumer) => near.add(consumer));
    if (producer && consumers.some((consumer) => components.has(consumer))) near.add(producer);
  }
  for (const card of drawing.cards) {
    if (card.chips.some((chip) => near.has(chip.component))) near.add(card.node);
  }
  return near;
}

/** Where the selected thing is written. */
export function sourceOf({ drawing, unassigned }: Shown, selection: Selection): Range | undefined {
  switch (selection.kind) {
    case 'node':
      return drawing.cards.find((card) => card.node === selection.id)?.source;
    case 'component':
      return [...drawing.cards.flatMap((card) => card.chips), ...unassigned].find(
        ({ component }) => component === selection.id,
      )?.source;
    case 'capability':
      return drawing.pills.find((pill) => pill.capability === selection.id)?.source;
  }
}

/** The component written at this place of the text, if there is one. */
export function componentAt(drawing: Drawing, path: string, offset: number): Selection | undefined {
  const touches = (range: Range | undefined): boolean =>
    range?.file === path && range.from <= offset && offset <= range.to;
  const chip = drawing.cards
    .flatMap((card) => card.chips)
    .find((found) => touches(found.source) || touches(found.assignment));
  return chip && { kind: 'component', id: chip.component };
}
