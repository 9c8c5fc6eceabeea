/** The ticks above the slider of a run: where each wave begins, in words as far as there is room for them. */

import { html, nothing, type TemplateResult } from 'lit';
import type { LevelView, RunView } from 'callsheet';
import { ticks } from '../run/timeline';
import { Panel } from './panel';

/** Pixels: how wide a letter of a word is at most, what is kept free beside it, and how close ticks may be. */
const [LETTER, ROOM, CLOSE] = [7, 10, 4];

export class RunTicks extends Panel {
  static override properties = { input: { attribute: false } };
  declare input: { readonly run: RunView; readonly levels: readonly LevelView[] } | undefined;

  constructor() {
    super();
    new ResizeObserver(() => this.requestUpdate()).observe(this);
  }

  protected override render(): TemplateResult {
    const { run, levels = [] } = this.input ?? {};
    const [width, end] = [this.clientWidth, run?.events.length ?? 0];
    // Where the last word ends, and the last tick is.
    let [free, last] = [0, -Infinity];
    return html`${(run ? ticks(run, levels) : []).map(({ moment, level }) => {
      const [place, word] = [(moment / end) * width, `wave ${level}`];
      const ends = place + word.length * LETTER + ROOM;
      const hasRoom = place >= free && ends <= width;
      if (!hasRoom && place - last < CLOSE) return nothing;
      last = place;
      if (hasRoom) free = ends;
      return html`<i .style=${`left:${(100 * moment) / end}%`}>${hasRoom ? word : nothing}</i>`;
    })}`;
  }
}

customElements.define('run-ticks', RunTicks);
