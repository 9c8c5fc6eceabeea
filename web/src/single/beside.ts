/** What otherwise lies beside the page, and the engine: packed into the page by `scripts/single.ts`. */

export const isAlone = true;

/** The content of a block of the page, which is packed. */
async function unpacked(id: string): Promise<Response> {
  const letters = document.getElementById(id)?.textContent ?? '';
  const bytes = Uint8Array.from(atob(letters), (letter) => letter.charCodeAt(0));
  return new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate')));
}

export function beside(name: string): Promise<Response> {
  return unpacked(name);
}

export async function engine(): Promise<ArrayBuffer> {
  return (await unpacked('engine')).arrayBuffer();
}
