/** What all panels share: drawn by lit into the page itself, one property in, events out. */

import { LitElement } from 'lit';
import type { FixView, Range } from 'callsheet';
import type { Draft } from '../drafts';
import type { SourceFile } from '../protocol';
import type { Aim, Folding, Selection, WhatIf } from '../state';
import { turn } from '../turns';
import type { Form } from './outputs';

/** Everything a panel may say; only main.ts listens. */
export interface PanelEvents {
  /** Point at it while the pointer or the focus is there; none to stop. */
  point: Selection | undefined;
  /** Select it and show its source. */
  pick: Selection;
  /** Select it and go to its values. */
  inspect: Selection;
  /** Show where a step of a value is written, and select what it names. */
  follow: { readonly source: Range | undefined; readonly selection: Selection | undefined };
  /** Return to what the inspector showed before the last step. */
  back: undefined;
  /** Close the inspector, where it covers something. */
  'close-inspector': undefined;
  /** Leave the inspector by the keyboard. */
  'leave-inspector': undefined;
  /** Show this place in the source. */
  go: Range;
  /** Change the texts as these repairs say. */
  mend: readonly FixView[];
  /** Return to the source. */
  'leave-problems': undefined;
  /** Get the page that explains this code. */
  explain: string;
  /** Get the outline of all files. */
  outline: undefined;
  /** Lay the open file out as the style guide asks. */
  format: undefined;
  'open-file': string;
  /** Its path is new. */
  'add-file': SourceFile;
  /** It is not the only one. */
  'remove-file': string;
  'rename-file': { readonly from: string; readonly to: string };
  /** Let the user choose what to open. */
  'choose-files': 'files' | 'folder';
  /** Show the examples, and the user's texts to return to. */
  'open-gallery': undefined;
  'open-example': string;
  /** Return to a text that made room for another. */
  'open-draft': Draft;
  'insert-smallest': undefined;
  /** Let these nodes share cards. */
  fold: Folding;
  'open-pane': Pane;
  /** Make a link of what is on the page, and give it to whoever asks, with the markup of an element that shows the same. */
  share: (link: string, element: string) => void;
  /** Give the user the same as a file. */
  'save-shared': undefined;
  'open-side': Side;
  /** Open the palette, or the list of keys. */
  find: 'commands' | 'keys';
  /** Select it, and show it in the drawing and in the source. */
  reveal: Selection;
  /** Tell changes against the present text from here on. */
  pin: undefined;
  /** Show the plan in this form. */
  'open-form': Form;
  /** Save the drawing: so many times its size in pixels, 0 for SVG. */
  'save-drawing': number;
  'switch-theme': undefined;
  /** Plan for something else. */
  aim: Aim;
  /** Let this node fail in the simulated run, or this capability not be available; or no longer. */
  fault: Selection;
  /** The same for all that is drawn as one with it. */
  'fault-drawn': Selection;
  /** Simulate under other conditions. */
  'what-if': Partial<WhatIf>;
  /** Show the run after so many events. */
  seek: number;
  'play-pause': undefined;
  /** Return to the start, with nothing failed. */
  'reset-run': undefined;
}

/** Panes that a narrow page shows one at a time. */
export type Pane = 'source' | 'graph' | 'order';

/** What the right pane shows, one at a time. */
export type Side = 'order' | 'changes' | 'outputs';

export class Panel extends LitElement {
  /** No shadow root: the page's one style sheet holds for all panels. */
  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  tell<Name extends keyof PanelEvents>(name: Name, detail: PanelEvents[Name]): void {
    this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true }));
  }
}

/** A panel with much of a plan in it. It waits for its turn to show another: all of them at once would keep a key waiting. */
export class PlanPanel extends Panel {
  protected override async scheduleUpdate(): Promise<void> {
    if (this.hasUpdated) await turn();
    super.scheduleUpdate();
  }
}

/** Says it for what is no panel. */
export function tell<Name extends keyof PanelEvents>(name: Name, detail: PanelEvents[Name]): void {
  document.dispatchEvent(new CustomEvent(name, { detail }));
}

/** Listens to one event of any panel in `root`. */
export function listen<Name extends keyof PanelEvents>(name: Name, heard: (detail: PanelEvents[Name]) => void, root: EventTarget = document): void {
  root.addEventListener(name, (event) => {
    // An event without a detail has null for it.
    const { detail } = event as CustomEvent<PanelEvents[Name] | null>;
    heard((detail ?? undefined) as PanelEvents[Name]);
  });
}

/** `1 node`, `2 nodes` */
export function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}

/** The last part of a path, for people who know the rest. */
export function fileName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
