/** How many instances, how many web servers in each, and how many lines for the node of each. */
export interface Size {
  readonly instances: number;
  readonly webs: number;
  readonly lines: number;
}

export const SIZES: readonly [Size, Size, Size];
export function manifest(size: Size): string;
