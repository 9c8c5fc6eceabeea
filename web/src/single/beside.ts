/** What otherwise lies beside the page, and the engine: packed into the page by `scripts/single.ts`. */

export const isAlone = true;

/** The content of a block of the page, which is packed. */
async function unpacked(id: string): Promise<Response> {
  const letters = document.getElementById(id)?.textContent ?? '';
  const bytes = Uint8Array.from(atob(letters), (letter) => letter.charCodeAt(0));
  return new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate')));
}

let texts: Readonly<Record<string, string>> | undefined;

async function all(): Promise<Readonly<Record<string, string>>> {
  texts ??= (await (await unpacked('beside')).json()) as Readonly<Record<string, string>>;
  return texts;
}

/** A picture as an address; all are there as soon as any text was. */
export function addressOf(name: string): string {
  return `data:image/svg+xml,${encodeURIComponent(texts?.[name] ?? '')}`;
}

export async function beside(name: string): Promise<Response | undefined> {
  const text = (await all())[name];
  return text === undefined ? undefined : new Response(text);
}

export async function engine(): Promise<ArrayBuffer> {
  return (await unpacked('engine')).arrayBuffer();
}
