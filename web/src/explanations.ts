/** The pages that explain findings: one file beside this page, see `scripts/explanations.ts`. */

import { beside } from './beside';

let all: Readonly<Record<string, string>> | undefined;

/** The page of a finding in Markdown; none when it cannot be had, as without a network. */
export async function fetchExplanation(code: string): Promise<string | undefined> {
  all ??= (await (await beside('explanations.json'))?.json()) as typeof all;
  return all?.[code];
}
