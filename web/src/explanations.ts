/** The pages that explain findings: files beside this page, see `scripts/explanations.ts`. */

import { beside } from './beside';

/** The page of a finding in Markdown; none when it cannot be had, as without a network. */
export async function fetchExplanation(code: string): Promise<string | undefined> {
  return (await beside(`explanations/${code}.md`))?.text();
}
