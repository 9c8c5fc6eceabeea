/** Opening something is a step as typing is: it can be taken back, and made again. */

import type { EditorEvents } from './editor/editor';
import type { SourcePane, Texts } from './editor/source';
import { opened, type State, type Store } from './state';

/** What was on the page before something else was opened. */
interface Shot {
  readonly state: State;
  /** With the past of each text. */
  readonly texts: Texts | undefined;
}

/** How many steps are kept. */
const MOST = 10;

export type Restore = (state: State, texts: Texts | undefined, change: (state: State) => Partial<State>) => void;

export class Steps {
  #past: Shot[] = [];
  #future: Shot[] = [];
  #shoot: () => Shot;
  #restore: Restore;

  constructor(store: Store, editor: SourcePane, restore: Restore) {
    this.#shoot = () => ({ state: store.state, texts: editor.texts() });
    this.#restore = restore;
    editor.addEventListener('source-step', (event) => this.#move((event as EditorEvents['source-step']).detail));
    editor.addEventListener('source-change', (event) => {
      if (!(event as EditorEvents['source-change']).detail.isStep) this.#future = [];
    });
    // Elsewhere the keys mean the source, too.
    document.addEventListener('keydown', (event) => {
      const { target, key } = event;
      const isField = target instanceof Element && target.closest('input, textarea, source-pane, dialog') !== null;
      if (isField || event.defaultPrevented || event.altKey || !(event.ctrlKey || event.metaKey)) return;
      const letter = key.toLowerCase();
      if (letter !== 'z' && letter !== 'y') return;
      event.preventDefault();
      editor.step(letter === 'z' && !event.shiftKey ? -1 : 1);
    });
  }

  /** Remembers what is on the page, which is about to be replaced. */
  take(): void {
    const shot = this.#shoot();
    if (shot.state.files.length === 0) return;
    this.#past = [...this.#past, shot].slice(-MOST);
    this.#future = [];
  }

  #move(by: -1 | 1): void {
    const [from, to] = by < 0 ? [this.#past, this.#future] : [this.#future, this.#past];
    const shot = from.pop();
    if (!shot) return;
    to.push(this.#shoot());
    const { files, active, example, edited, earlier, kept, baseline } = shot.state;
    this.#restore(shot.state, shot.texts, (state) => ({ ...opened(state, { files, active, example }, edited), earlier, kept, baseline }));
  }
}
