/** What the palette finds and does, and the keys that are listed: every part of the page offers its own. */

export interface Command {
  /** `node`, `file`, `action`, … */
  readonly kind: string;
  readonly title: string;
  /** What tells it from others, such as its place or its key. */
  readonly about?: string;
  readonly run: () => void;
}

const offers: (() => readonly Command[])[] = [];

/** Offers what there is at the time somebody looks for it. */
export function offer(commands: () => readonly Command[]): void {
  offers.push(commands);
}

/** How well a word fits a text, both in small letters; 0 if its letters do not follow each other there. */
function fit(text: string, word: string): number {
  const whole = text.indexOf(word);
  if (whole >= 0) return isStart(text, whole) ? 1000 : 500;
  let [score, at] = [1, -1];
  for (const letter of word) {
    const before = at;
    at = text.indexOf(letter, before + 1);
    if (at < 0) return 0;
    if (at === before + 1 || isStart(text, at)) score += 5;
  }
  return score;
}

function isStart(text: string, at: number): boolean {
  return at === 0 || /\W|_/.test(text.charAt(at - 1));
}

/** What fits all words of the query, the best first. */
export function found(query: string): Command[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  const scored = offers
    .flatMap((offered) => offered())
    .map((command) => {
      const text = `${command.title} ${command.kind}`.toLowerCase();
      const fits = words.map((word) => fit(text, word));
      return { command, score: fits.includes(0) ? -1 : fits.reduce((sum, one) => sum + one, 0) - text.length / 100 };
    })
    .filter(({ score }) => score >= 0 || words.length === 0);
  return (words.length === 0 ? scored : scored.sort((a, b) => b.score - a.score)).map(({ command }) => command);
}

/** A group of keys: where they work, and what each does. */
export type Keys = readonly [where: string, keys: readonly (readonly [key: string, does: string])[]];

export const KEYS: Keys[] = [
  [
    'Anywhere',
    [
      ['Ctrl K', 'find anything, and do it'],
      ['/', 'the same, outside the source'],
      ['?', 'this list, outside the source'],
      ['Ctrl Shift O', 'outline of all files'],
      ['F2', 'on the tab of a file: another name'],
    ],
  ],
  [
    'Source',
    [
      ['Esc, Tab', 'leave the source'],
      ['Ctrl .', 'repairs of this line'],
      ['F12', 'to the export of this capability'],
      ['Shift F12', 'all that wait for it'],
      ['Shift Alt F', 'format'],
      ['Ctrl /', 'comment'],
      ['Ctrl Shift [', 'fold'],
    ],
  ],
  [
    'Graph and order',
    [
      ['Arrows', 'nodes; in the order, rows'],
      ['] and [', 'into a node and out of it'],
      ['Home, End', 'first, last'],
      ['Enter', 'show the source'],
      ['Space', 'show the values and the reason'],
      ['+', 'open a stack'],
      ['F', 'what if it fails?'],
    ],
  ],
  [
    'Simulated run',
    [
      [', and .', 'a step back, a step on'],
      ['Esc', 'to the start'],
    ],
  ],
];
