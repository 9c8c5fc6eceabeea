/** Nodes as cards with their components as chips; elements are kept by certname and component. */

import type { CardView, ChipView, Drawing } from 'callsheet';
import type { Status, Statuses } from '../run/timeline';
import { KeyedChildren, make, place, set, write, writeName } from './svg.ts';

const HUES = 6;

/** The classes for an instance's colour; from the seventh on, hues come again with another shape. */
export function hue(colour: number): string {
  return `hue-${colour % HUES}${colour < HUES ? '' : ' again'}`;
}

interface Chip {
  readonly root: SVGGElement;
  readonly ground: SVGRectElement;
  readonly bar: SVGRectElement;
  readonly title: SVGTextElement;
  readonly tip: SVGTitleElement;
  readonly fault: SVGGElement;
  readonly ball: SVGCircleElement;
  readonly socket: SVGPathElement;
}

interface ChipIn {
  readonly chip: ChipView;
  readonly card: CardView;
}

interface CardIn {
  readonly view: CardView;
  /** How many waves there are. */
  readonly waves: number;
  /** Where waves are rows, which row it is in. */
  readonly row: number | undefined;
  /** Whether Puppet would refuse its catalog, or one of those in the stack. */
  readonly failed: boolean;
}

interface Card {
  readonly root: SVGGElement;
  readonly ring: SVGRectElement;
  readonly ground: SVGRectElement;
  /** What lies behind the card of a stack. */
  readonly behind: SVGPathElement;
  readonly opener: SVGGElement;
  readonly openerTip: SVGTitleElement;
  readonly mark: SVGPathElement;
  readonly word: SVGTextElement;
  readonly title: SVGTextElement;
  readonly tip: SVGTitleElement;
  readonly chips: KeyedChildren<ChipIn, Chip>;
}

/** What a simulated run shows on cards. */
export interface Shows {
  readonly statuses: Statuses;
  /** Nodes that are to fail. */
  readonly fail: readonly string[];
}

const CROSS = 'M14.5 15.5l5 5m0 -5l-5 5';
/** What is in the circle that says how a node stands. */
const MARKS: Readonly<Record<Status, string>> = {
  running: 'M17 13a5 5 0 0 1 0 10z',
  done: 'M12 18.5l3.5 4 7 -9',
  failed: 'M12.5 13.5l9 9m0 -9l-9 9',
  skipped: 'M13.5 21.5l7 -7',
};

function list(words: readonly string[]): string {
  return words.length > 0 ? words.join(', ') : 'nothing';
}

function chipName(chip: ChipView, isStack: boolean): string {
  const parts = [isStack ? `${chip.title}, such as ${chip.component} of ${chip.instance}` : `${chip.component} of ${chip.instance}`];
  if (chip.consumes.length > 0) parts.push(`waits for ${list(chip.consumes)}`);
  if (chip.produces.length > 0) parts.push(`exports ${list(chip.produces)}`);
  if (chip.broken) parts.push('has an error');
  return parts.join(', ');
}

function cardName({ view: card, waves, failed }: CardIn): string {
  const wave = typeof card.wave === 'number' ? `wave ${card.wave} of ${waves}` : 'never runs because of a cycle';
  const hosts = card.chips.length > 0 ? card.chips.map((chip) => chipName(chip, card.stack.length > 0)).join('; ') : 'no application component';
  const name = card.stack.length > 0 ? `${card.title}, a stack of ${card.stack.length} nodes` : card.node;
  return `${name}, ${wave}${card.targeted ? '' : ', not in the target'}, hosts ${hosts}${failed ? ', its catalog fails' : ''}`;
}

function createChip(): Chip {
  const ground = make('rect', { class: 'chip-ground', rx: 5 });
  const bar = make('rect', { class: 'chip-bar', width: 4, rx: 2 });
  const title = make('text', { class: 'chip-title', 'dominant-baseline': 'central' });
  const tip = make('title');
  const ball = make('circle', { class: 'ball', r: 4.5 });
  const socket = make('path', { class: 'socket' });
  const mark = make('text', { 'text-anchor': 'middle', 'dominant-baseline': 'central' });
  write(mark, '!');
  const fault = make('g', { class: 'chip-fault' }, [make('circle', { r: 7 }), mark]);
  const root = make('g', { role: 'button', tabindex: -1 }, [tip, ground, bar, title, socket, ball, fault]);
  return { root, ground, bar, title, tip, fault, ball, socket };
}

/**
 * Ports sit on the card's edges, the mark of an error on the chip's corner, where no name reaches. All places are those of
 * the card: each move of an axis is one more layer for the browser to put together in every frame.
 */
function updateChip(chip: Chip, view: ChipView, card: CardView): void {
  const { width, height } = view.rect;
  const [x, y] = [view.rect.x - card.rect.x, view.rect.y - card.rect.y];
  const middle = y + height / 2;
  set(chip.root, {
    class: `chip ${hue(view.colour)}${view.broken ? ' broken' : ''}`,
    'data-component': view.component,
    'data-instance': view.instance,
    'aria-label': chipName(view, card.stack.length > 0),
  });
  set(chip.ground, { x, y, width, height });
  set(chip.bar, { height: height - 6, x: x + 3, y: y + 3 });
  set(chip.title, { x: x + 14, y: middle });
  writeName(chip.title, view.title);
  write(chip.tip, chipName(view, card.stack.length > 0));
  set(chip.fault, { transform: `translate(${x + width - 5} ${y + 1})`, display: view.broken ? undefined : 'none' });
  const { port } = view;
  const [cx, cy] = port === undefined ? [card.rect.width, middle] : [port, card.rect.height];
  const d = port === undefined ? `M3 ${middle - 6} a6 6 0 0 0 0 12` : `M${port - 6} 3 a6 6 0 0 1 12 0`;
  set(chip.ball, { cx, cy, display: view.ball ? undefined : 'none' });
  set(chip.socket, { d, display: view.socket ? undefined : 'none' });
}

function createCard(): Card {
  const ring = make('rect', { class: 'card-ring', rx: 13, x: -4, y: -4 });
  const behind = make('path', { class: 'card-behind' });
  const openerTip = make('title');
  const opener = make('g', { class: 'opener' }, [openerTip, make('circle', { r: 8 }), make('path', { d: 'M-1 -1l-3 -3m0 3v-3h3M1 1l3 3m0 -3v3h-3' })]);
  const ground = make('rect', { class: 'card-ground', rx: 10 });
  const glyph = make('circle', { class: 'status-glyph', cx: 17, cy: 18, r: 5 });
  const mark = make('path', { class: 'status-mark' });
  const word = make('text', { class: 'status-word', 'text-anchor': 'end', y: 3.5 });
  const hint = make('title');
  write(hint, 'What if it fails? (F)');
  const hit = make('rect', { class: 'status-hit', width: 30, height: 32 });
  const switcher = make('g', { 'aria-hidden': 'true' }, [hint, hit]);
  const title = make('text', { class: 'card-title', x: 30, y: 18, 'dominant-baseline': 'central' });
  const tip = make('title');
  const inside = make('g', { class: 'chips' });
  const root = make('g', { class: 'card', part: 'card', role: 'group', tabindex: -1 }, [tip, ring, behind, ground, glyph, mark, word, title, inside, switcher, opener]);
  const chips = new KeyedChildren<ChipIn, Chip>(inside, {
    key: ({ chip }) => chip.component,
    create: createChip,
    update: (part, { chip, card }) => updateChip(part, chip, card),
  });
  return { root, ring, ground, behind, opener, openerTip, mark, word, title, tip, chips };
}

function updateCard(card: Card, item: CardIn): void {
  const { view, failed, row } = item;
  const { x, y, width, height } = view.rect;
  place(card.root, x, y);
  set(card.root, {
    class: `card${view.targeted ? '' : ' ghost'}${failed ? ' failed' : ''}`,
    'data-node': view.node,
    'data-wave': view.wave ?? undefined,
    'data-in-row': row,
    'aria-disabled': view.targeted ? undefined : 'true',
  });
  set(card.ring, { width: width + 8, height: height + 8 });
  set(card.ground, { width, height });
  write(card.title, view.title);
  const isStack = view.stack.length > 0;
  const [right, bottom] = [width + 4, height + 4];
  // The edge of a second card that is a little lower and to the right.
  set(card.behind, {
    d: isStack ? `M${right - 3} 6a7 7 0 0 1 3 6v${height - 18}a10 10 0 0 1 -10 10h${20 - width}a7 7 0 0 1 -6 -3` : undefined,
    display: isStack ? undefined : 'none',
  });
  set(card.opener, { transform: `translate(${right - 4} ${bottom - 4})`, display: isStack ? undefined : 'none', 'data-open': isStack ? view.node : undefined });
  write(card.openerTip, `Show all ${view.stack.length} nodes (+)`);
  set(card.word, { x: width - 12 });
  write(card.tip, isStack ? view.stack.map(({ node }) => node).join('\n') : failed ? `${view.node}: its catalog fails` : view.node);
  card.chips.patch(view.chips.map((chip) => ({ chip, card: view })));
}

/** Shows how a node stands; one that waits shows whether it is to fail, or its catalog fails. */
function mark({ root, mark, word }: Card, item: CardIn, { statuses, fail }: Shows): void {
  const { node, stack } = item.view;
  const nodes = stack.length > 0 ? stack.map((member) => member.node) : [node];
  const status = together(nodes.map((one) => statuses.get(one)));
  const words = stack.length > 0 ? progress(nodes, statuses, fail) : (status ?? (fail.includes(node) ? 'to fail' : ''));
  set(root, { 'data-status': status ?? 'waiting', 'aria-label': `${cardName(item)}${words && `, ${words}`}` });
  set(mark, { d: status ? MARKS[status] : item.failed ? CROSS : '' });
  write(word, words);
}

/** How the nodes of a card stand: alike, or else as what is most to be known. */
function together(all: readonly (Status | undefined)[]): Status | undefined {
  if (all.every((status) => status === all[0])) return all[0];
  return all.includes('failed') ? 'failed' : 'running';
}

/** `7 of 24`: how many of a stack are done, once one has started; before, how many are to fail. */
function progress(nodes: readonly string[], statuses: Statuses, fail: readonly string[]): string {
  const own = nodes.map((node) => statuses.get(node)).filter((status) => status !== undefined);
  const faulty = nodes.filter((node) => fail.includes(node)).length;
  if (own.length === 0) return faulty > 0 ? `${faulty} to fail` : '';
  return own.length === nodes.length && own.every((status) => status === own[0])
    ? `${own[0]}`
    : `${own.filter((status) => status === 'done').length} of ${nodes.length}`;
}

/** The layer of cards of one drawing. */
export class Cards {
  #cards: KeyedChildren<CardIn, Card>;
  #items = new Map<string, CardIn>();
  /** By the names of nodes in stacks, those of their cards. */
  #drawn = new Map<string, string>();
  #shows: Shows = { statuses: new Map(), fail: [] };

  constructor(layer: SVGGElement) {
    this.#cards = new KeyedChildren(layer, {
      key: ({ view }) => view.node,
      create: createCard,
      update: (card, item) => {
        updateCard(card, item);
        mark(card, item, this.#shows);
      },
    });
  }

  /** Shows a moment of the run: only what changed is touched, and no card is made anew. */
  show(shows: Shows): void {
    const before = this.#shows;
    this.#shows = shows;
    const looks = ({ statuses, fail }: Shows, node: string): string => `${statuses.get(node)} ${fail.includes(node)}`;
    const changed = new Set<string>();
    for (const node of new Set([...before.statuses.keys(), ...shows.statuses.keys(), ...before.fail, ...shows.fail])) {
      if (looks(before, node) !== looks(shows, node)) changed.add(this.#drawn.get(node) ?? node);
    }
    for (const node of changed) {
      const [card, item] = [this.#cards.get(node), this.#items.get(node)];
      if (card && item) mark(card, item, shows);
    }
  }

  patch(drawing: Drawing, failed: ReadonlySet<string>): void {
    const waves = drawing.waves.length;
    const fails = ({ node, stack }: CardView): boolean => failed.has(node) || stack.some((member) => failed.has(member.node));
    const items = drawing.cards.map((view) => ({ view, waves, row: drawing.rows ? view.rect.y : undefined, failed: fails(view) }));
    this.#drawn = new Map(drawing.cards.flatMap((card) => card.stack.map((member) => [member.node, card.node] as const)));
    this.#items = new Map(items.map((item) => [item.view.node, item]));
    this.#cards.patch(items);
  }
}
