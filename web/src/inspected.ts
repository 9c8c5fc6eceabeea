/** What the inspector shows of a selection: which node tells its values, and what is around it. */

import type { CardView, ChipView, NodeView, PillView, WaitView } from 'callsheet';
import { everyCard, everyPill } from './graph/related';
import type { Selection, Shown, State } from './state';

export interface Inspected {
  readonly selection: Selection;
  /** The card of the node whose catalog tells the values; none for what is on no node. */
  readonly card: CardView | undefined;
  readonly chip: ChipView | undefined;
  readonly pill: PillView | undefined;
  /** What gives the node its wave: for what it waits, for what that waits, and so on. */
  readonly chain: readonly WaitView[];
  /** What else it waits for. */
  readonly waits: readonly WaitView[];
  /** On which node each component is. */
  readonly nodes: ReadonlyMap<string, string>;
}

/** The thing in the drawing; none if it is not there. */
export function find({ drawing, levels, blocked }: Shown, selection: Selection): Inspected | undefined {
  const cards = everyCard(drawing);
  const pill = selection.kind === 'capability' ? everyPill(drawing).find(({ capability }) => capability === selection.id) : undefined;
  const component = selection.kind === 'component' ? selection.id : pill?.producer;
  const chipOf = (card: CardView): ChipView | undefined => card.chips.find((chip) => chip.component === component);
  const card = cards.find((one) => (selection.kind === 'node' ? one.node === selection.id : chipOf(one)));
  if (!card && !pill) return undefined;
  const order = new Map([...levels.flatMap((level) => level.nodes), ...blocked].map((node) => [node.name, node] as const));
  const decisive = (name: string | undefined): WaitView | undefined => {
    const node = order.get(name ?? '');
    return node?.waitsFor[node.decisive ?? -1];
  };
  const chain: WaitView[] = [];
  // A chain leads from level to level, so it ends.
  for (let wait = decisive(card?.node); wait; wait = decisive(wait.node)) chain.push(wait);
  const waits = order.get(card?.node ?? '')?.waitsFor.filter((wait) => wait !== chain[0]) ?? [];
  const nodes = new Map(cards.flatMap((one) => one.chips.map((chip) => [chip.component, one.node] as const)));
  return { selection, card, chip: card && chipOf(card), pill, chain, waits, nodes };
}

/** The node whose values the inspector shows. */
export function inspectedNode({ shown, inspected }: State): string | undefined {
  return shown && inspected && find(shown, inspected)?.card?.node;
}

/** What is known of the values of a node: of the present text, or of the last one before it. */
export function valuesOf({ compiled }: State, node: string | undefined): NodeView | undefined {
  return node === undefined ? undefined : compiled?.nodes.get(node);
}
