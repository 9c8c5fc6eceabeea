/**
 * What is on the page <-> the fragment of an address, `#v1.<codec><base64url>`, and a file of the same content.
 *
 * The content is JSON: the files, and what else is not as usual. Keys that this version does not know are passed over,
 * so that links go on opening in both directions; tests/web/links keeps one of each kind for ever.
 */

import { draftOf, type Draft } from './drafts';
import { mainFile } from './examples';
import { FOLDED, USUAL, WHOLE, type State } from './state';

/** What a link tells besides the files. Nothing is written where nothing is read. */
interface Field {
  readonly key: string;
  readonly read: (state: State) => unknown;
  /** Nothing for a value that this version does not know. */
  readonly write: (value: unknown) => Partial<State>;
}

const FIELDS: readonly Field[] = [
  { key: 'selection', read: ({ selection }) => selection && [selection.kind, selection.id], write: selected },
  word('pane', ['graph', 'source', 'order']),
  word('side', ['order', 'changes', 'outputs']),
  { key: 'aim', read: ({ aim }) => (aim.target ? aim : undefined), write: aimed },
  { key: 'folding', read: ({ folding }) => (folding.whole || folding.open.length > 0 ? folding : undefined), write: folded },
  { key: 'whatIf', read: ({ whatIf }) => unusual(whatIf, USUAL), write: supposed },
  { key: 'moment', read: ({ moment }) => moment || undefined, write: (value) => ({ moment: whole(value) ?? 0 }) },
];

/** What a link or a file of it holds. */
export interface Content {
  readonly draft: Draft;
  readonly more: Partial<State>;
  /** Whether it was written by a version that may say more. */
  readonly isNewer: boolean;
}

/** Its message tells a person what is wrong with a link. */
export class Unreadable extends Error {}

const VERSION = 1;
/** Bytes that a link may unpack to. */
const LARGEST = 4_000_000;
const CODECS: ReadonlyMap<string, CompressionFormat | undefined> = new Map([
  // With a check sum, so that a damaged link is found out.
  ['z', 'deflate'],
  ['d', 'deflate-raw'],
  // As it is.
  ['p', undefined],
]);

const DAMAGED = 'This link is damaged: a part of it is missing or changed, as when a mail breaks a long line. Ask for it again, or for a file.';

function among<Known extends string>(known: readonly Known[], value: unknown, make: (value: Known) => Partial<State>): Partial<State> {
  const found = known.find((word) => word === value);
  return found === undefined ? {} : make(found);
}

/** One of some words, the first of which is the usual one. */
function word<Key extends 'pane' | 'side'>(key: Key, known: readonly State[Key][]): Field {
  return {
    key,
    read: (state) => (state[key] === known[0] ? undefined : state[key]),
    write: (value) => among(known, value, (found) => ({ [key]: found })),
  };
}

function selected(value: unknown): Partial<State> {
  const [kind, id] = Array.isArray(value) ? (value as unknown[]) : [];
  if (typeof id !== 'string') return {};
  return among(['node', 'component', 'capability'] as const, kind, (known) => {
    const selection = { kind: known, id };
    return { selection, inspected: selection };
  });
}

type Unknowns = Readonly<Record<string, unknown>>;

/** Of another's making, so that nothing is certain of it. */
function unknowns(value: unknown): Unknowns {
  return (value ?? {}) as Unknowns;
}

function texts(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((one): one is string => typeof one === 'string') : [];
}

/** A number of things; none for what is no such number. */
function whole(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isInteger(value) && value > 0 && value < 1e6 ? value : undefined;
}

function aimed(value: unknown): Partial<State> {
  const { target, withPrerequisites } = unknowns(value);
  return { aim: typeof target === 'string' ? { target, withPrerequisites: withPrerequisites === true } : WHOLE };
}

function folded(value: unknown): Partial<State> {
  const { whole, open } = unknowns(value);
  return { folding: value ? { whole: whole === true, open: texts(open) } : FOLDED };
}

function supposed(value: unknown): Partial<State> {
  const { fail, failCapabilities, durations, concurrency, policy } = unknowns(value);
  const lasts = (Array.isArray(durations) ? (durations as unknown[]) : []).flatMap((one) => {
    const { node, units } = unknowns(one);
    const lasting = whole(units);
    return typeof node === 'string' && lasting ? [{ node, units: lasting }] : [];
  });
  return {
    whatIf: {
      fail: texts(fail),
      failCapabilities: texts(failCapabilities),
      durations: lasts,
      concurrency: whole(concurrency),
      policy: policy === 'stop' ? policy : USUAL.policy,
    },
  };
}

/** What is not as usual; nothing if all is. */
function unusual(all: object, usual: object): object | undefined {
  const others = Object.entries(all).filter(([key, value]) => JSON.stringify(value) !== JSON.stringify((usual as Unknowns)[key]));
  return others.length > 0 ? Object.fromEntries(others) : undefined;
}

/** Passes bytes through a stream; stops at more than `largest` of them. */
export async function through(bytes: BlobPart, stream: GenericTransformStream, largest: number): Promise<Blob> {
  const reader = new Blob([bytes]).stream().pipeThrough<Uint8Array<ArrayBuffer>>(stream as never).getReader();
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  let size = 0;
  for (let step = await reader.read(); !step.done; step = await reader.read()) {
    size += step.value.length;
    chunks.push(step.value);
    if (size > largest) {
      void reader.cancel();
      throw new Unreadable(`This unpacks to more than ${largest / 1_000_000} MB and was not opened.`);
    }
  }
  return new Blob(chunks);
}

function contentOf(state: State): unknown {
  const { files, active, example } = state;
  const more = FIELDS.map(({ key, read }) => [key, read(state)]);
  return { files, active: active === mainFile(files) ? undefined : active, example, ...Object.fromEntries(more) };
}

/** What the page shows, as a fragment. */
export async function linkOf(state: State): Promise<string> {
  const packed = await through(JSON.stringify(contentOf(state)), new CompressionStream('deflate'), Infinity);
  const bytes = new Uint8Array(await packed.arrayBuffer());
  const letters = btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
  return `#v${VERSION}.z${letters.replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')}`;
}

/** What the page shows, as the text of a file. */
export function fileOf(state: State): string {
  return JSON.stringify({ callsheet: VERSION, ...(contentOf(state) as object) }, undefined, 1);
}

function read(value: unknown, version: number): Content | undefined {
  const draft = draftOf(value);
  const values = value as Record<string, unknown>;
  // A link tells what is selected, or that nothing is.
  return draft && { draft, more: Object.assign({}, ...FIELDS.map(({ key, write }) => write(values[key]))) as Partial<State>, isNewer: version > VERSION };
}

/** The content of a link's file; none when it is a file of another kind. */
export function readFile(text: string): Content | undefined {
  try {
    const value = JSON.parse(text) as { callsheet?: unknown } | null;
    return typeof value?.callsheet === 'number' ? read(value, value.callsheet) : undefined;
  } catch {
    return undefined;
  }
}

/** The content of a link; otherwise `Unreadable` is thrown. */
export async function readLink(fragment: string): Promise<Content> {
  // What mails and chats put behind a link is not a part of it.
  const [, number, codec = '', letters = ''] = /^#v(\d+)\.?([a-z]?)([\w-]*)/.exec(fragment) ?? [];
  const version = Number(number);
  try {
    if (!CODECS.has(codec)) throw new TypeError(codec);
    const bytes = Uint8Array.from(atob(letters.replaceAll('-', '+').replaceAll('_', '/')), (letter) => letter.charCodeAt(0));
    const format = CODECS.get(codec);
    const unpacked = format ? await through(bytes, new DecompressionStream(format), LARGEST) : new Blob([bytes]);
    const content = read(JSON.parse(await unpacked.text()), version);
    if (content) return content;
  } catch (error) {
    if (error instanceof Unreadable) throw error;
  }
  throw new Unreadable(version > VERSION ? 'This link was made by a newer version of Callsheet, and this one cannot read it. Reload the page for the newest, or ask for the files.' : DAMAGED);
}
