/** What a page can ask of a `<callsheet-plan>`, and what it is told; the types of the npm package are made from this. */

import type { Problem, Range, SourceFile, View } from 'callsheet';

/** What an element shows. */
export type PlanPanes = 'split' | 'graph' | 'order' | 'source';

/** A thing in a plan, by the name that the engine gives it. */
export interface PlanSelection {
  readonly kind: 'node' | 'component' | 'capability';
  readonly id: string;
}

/** What the events of an element tell, by their names. They bubble, and leave shadow roots. */
export interface PlanEvents {
  /** The answer to the present text. */
  readonly plan: { readonly view: View; readonly files: readonly SourceFile[] };
  /** All that was found in the present text, whenever that changes. */
  readonly diagnostics: { readonly problems: readonly Problem[] };
  /** What a reader chose, and where it is written; nothing when the choice was taken back. */
  readonly select: { readonly selection: PlanSelection | undefined; readonly source: Range | undefined };
}

/** An event of an element: `event as PlanEvent<'plan'>`. */
export type PlanEvent<Name extends keyof PlanEvents> = CustomEvent<PlanEvents[Name]>;

/** A manifest with its drawing, its order and its run. */
export interface PlanElement extends HTMLElement {
  /** The texts as they are now. Setting them replaces what the author wrote. */
  files: readonly SourceFile[];
  /** What is shown: the attribute `view`, or `split`. */
  view: PlanPanes;
  /** Whether the source can only be read: the attribute `readonly`. */
  readonly: boolean;
  /** The last answer of the engine. */
  readonly plan: View | undefined;
  /** Resolves with the first answer of the engine, which is asked when a reader comes near. */
  readonly ready: Promise<View>;
  /** Makes it live now, without waiting for a reader. */
  load(): Promise<void>;
  /** Returns to the text of the author. */
  reset(): void;
}

declare global {
  interface HTMLElementTagNameMap {
    'callsheet-plan': PlanElement;
  }
}
