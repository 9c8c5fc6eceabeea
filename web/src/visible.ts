/** Signs that are not seen but change how others are: those that turn the direction of a text, and those without width. */

export const CONTROLS = /[\u061c\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]/g;

/** A name as it is written, each of these signs as one that is seen. */
export function visible(name: string): string {
  return name.replace(CONTROLS, '\ufffd');
}
