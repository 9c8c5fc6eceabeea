/**
 * A text with numbers, colours and badges, as the editor shows it but without the editor. Names and texts become text,
 * never markup; a line is only made anew when it looks different.
 */

import type { Span } from './colours';

/** A part of the text. */
export interface Place {
  readonly from: number;
  readonly to: number;
}

/** What stands beside and on the lines. */
export interface Looks {
  readonly spans: readonly Span[];
  /** By the numbers of lines, from 1: the waves of the components declared there. */
  readonly badges: ReadonlyMap<number, string>;
  /** The worst of what was found in a line, and its words. */
  readonly signs: ReadonlyMap<number, { readonly severity: string; readonly words: string }>;
  /** The first and the last of the lines that the author points out. */
  readonly pointed: readonly [number, number] | undefined;
}

export const PLAIN: Looks = { spans: [], badges: new Map(), signs: new Map(), pointed: undefined };

const SIGNS: Readonly<Record<string, string>> = { warning: '▲', error: '✕' };
/** Not seen, but they change how other signs are. */
const CONTROLS = /([\u061c\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff])/;

function element(name: string, look: string, text = ''): HTMLElement {
  const made = document.createElement(name);
  made.className = look;
  made.textContent = text;
  return made;
}

/** The text with what cannot be seen made visible. */
function shown(text: string, look: string): HTMLElement[] {
  return text.split(CONTROLS).flatMap((part, place) => (part === '' ? [] : [element('span', place % 2 === 1 ? `${look} cm-control` : look, part)]));
}

export class Lines {
  readonly root = element('div', 'lines');
  #text = '';
  /** Where each line begins. */
  #starts: readonly number[] = [0];
  /** What each line looks like, to see whether it has changed. */
  #keys: string[] = [];

  /** Shows another text. */
  show(text: string, looks: Looks): void {
    this.#text = text;
    this.#starts = [0, ...Array.from(text.matchAll(/\n/g), ({ index }) => index + 1)];
    // A line break ends the last line, and begins none.
    if (this.#starts.length > 1 && text.endsWith('\n')) this.#starts = this.#starts.slice(0, -1);
    this.#keys = [];
    this.root.replaceChildren(...this.#starts.map(() => element('div', 'line')));
    this.paint(looks);
  }

  /** Shows the same text with other colours, marks, badges and signs. */
  paint({ spans, badges, signs, pointed }: Looks): void {
    const byLine = this.#starts.map((): Span[] => []);
    for (const span of spans) {
      for (let line = this.lineAt(span.from); line < this.#starts.length && (this.#starts[line] ?? 0) < span.to; line++) byLine[line]?.push(span);
    }
    for (const [line, own] of byLine.entries()) {
      const [badge, sign] = [badges.get(line + 1), signs.get(line + 1)];
      const row = this.root.children[line];
      row?.classList.toggle('pointed', pointed !== undefined && pointed[0] <= line + 1 && line < pointed[1]);
      const key = JSON.stringify([own, badge, sign]);
      if (key === this.#keys[line] || !row) continue;
      this.#keys[line] = key;
      const number = element('span', 'number');
      number.dataset['number'] = `${line + 1}`;
      const wave = element('span', 'wave');
      if (badge !== undefined) {
        const mark = element('span', 'wave-badge', badge);
        mark.title = `Wave ${badge}`;
        mark.dataset['wave'] = badge;
        wave.append(mark);
      }
      const found = element('span', `sign cm-sign ${sign?.severity ?? ''}`, SIGNS[sign?.severity ?? ''] ?? '');
      if (sign) found.title = sign.words;
      row.replaceChildren(number, wave, found, this.#words(line, own));
    }
  }

  /** The number of the line of a place, from 0. */
  lineAt(place: number): number {
    let [low, high] = [0, this.#starts.length];
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if ((this.#starts[middle] ?? 0) <= place) low = middle;
      else high = middle;
    }
    return low;
  }

  /** Where the line that is under the pointer begins and ends; none beside the lines. */
  placeOf(target: EventTarget | null): Place | undefined {
    const row = target instanceof Element ? target.closest('.line') : null;
    const line = row ? [...this.root.children].indexOf(row) : -1;
    const from = this.#starts[line];
    return from === undefined ? undefined : { from, to: this.#endOf(line) };
  }

  #endOf(line: number): number {
    return (this.#starts[line + 1] ?? this.#text.length + 1) - 1;
  }

  /** Brings a line into view, if it is not; the page stays where it is. */
  reveal(line: number): void {
    const row = this.root.children[line];
    const frame = this.root.parentElement;
    if (!(row instanceof HTMLElement) || !frame) return;
    const top = row.offsetTop - frame.scrollTop;
    if (top < 0 || top + row.offsetHeight > frame.clientHeight) frame.scrollTop = row.offsetTop - frame.clientHeight / 3;
  }

  #words(line: number, spans: readonly Span[]): HTMLElement {
    const start = this.#starts[line] ?? 0;
    const end = this.#endOf(line);
    const inside = (place: number): number => Math.max(start, Math.min(place, end));
    const cuts = [...new Set([start, end, ...spans.flatMap(({ from, to }) => [inside(from), inside(to)])])].sort((one, other) => one - other);
    const words = element('span', 'text');
    for (const [place, from] of cuts.slice(0, -1).entries()) {
      const to = cuts[place + 1] ?? end;
      const looks = spans.filter((span) => span.from <= from && to <= span.to).map(({ look }) => look);
      words.append(...shown(this.#text.slice(from, to), looks.join(' ')));
    }
    // Copied as it was written.
    words.append('\n');
    return words;
  }
}
