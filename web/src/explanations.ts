/** The pages that explain findings: files beside this page, see `scripts/explanations.ts`. */

/** The page of a finding in Markdown; none when it cannot be had, as without a network. */
export async function fetchExplanation(code: string): Promise<string | undefined> {
  const answer = await fetch(new URL(`explanations/${code}.md`, document.baseURI)).catch(() => undefined);
  return answer?.ok ? answer.text() : undefined;
}
