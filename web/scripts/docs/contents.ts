/** What is on a finished page: its headings, and its text for the search. */

export interface Heading {
  readonly level: number;
  readonly id: string;
  /** HTML within a line. */
  readonly html: string;
}

/** A part of a page that the search can find. */
export interface Passage {
  /** `tutorial/one-node.html#what-happened` */
  readonly id: string;
  readonly page: string;
  readonly heading: string;
  readonly text: string;
}

const SIGNS: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', nbsp: ' ' };

export function plain(html: string): string {
  return html
    .replace(/<[^>]*>/g, '')
    .replace(/&(amp|lt|gt|quot|nbsp);/g, (_, name: string) => SIGNS[name] ?? '')
    .replace(/\s+/g, ' ')
    .trim();
}

export function headingsOf(html: string): Heading[] {
  return [...html.matchAll(/<h([23]) id="([^"]*)"[^>]*>([^]*?)<\/h\1>/g)].map(([, level, id = '', inner = '']) => ({
    level: Number(level),
    id,
    html: inner.replace(/<\/?a[^>]*>/g, ''),
  }));
}

/** The page in pieces, each from a heading to the next. Drawings are left out: they say again what the text says. */
export function passagesOf(address: string, page: string, html: string): Passage[] {
  const words = html.replace(/<svg[^]*?<\/svg>/g, ' ').replace(/<(\/?)(p|li|tr|td|th|pre|figcaption|h\d|div)\b/g, ' <$1$2');
  return words.split(/(?=<h[1-3] id=)/).flatMap((piece) => {
    const [whole = '', , id, inner = ''] = /<h([1-3]) id="([^"]*)"[^>]*>([^]*?)<\/h\1>/.exec(piece) ?? [];
    const text = plain(piece.replace(whole, ''));
    const heading = plain(inner);
    if (text === '' && heading === '') return [];
    const isTop = id === undefined || whole.startsWith('<h1');
    return [{ id: isTop ? address : `${address}#${id}`, page, heading: isTop ? '' : heading, text }];
  });
}
