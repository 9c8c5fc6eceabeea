/** What lies beside the page, fetched when it is asked for. The single file brings its own: `single/beside.ts`. */

/** Whether there is nothing beside the page: no documentation, no pages for frames. */
export const isAlone: boolean = false;

/** A file; none when it cannot be had, as without a network. */
export async function beside(name: string): Promise<Response | undefined> {
  const answer = await fetch(new URL(name, document.baseURI)).catch(() => undefined);
  return answer?.ok ? answer : undefined;
}
