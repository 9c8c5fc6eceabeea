/**
 * Links: opens what the address names, as a copy beside the user's own text, and makes links of what is on the page. The
 * address keeps naming it until it is changed or another thing is opened.
 */

import { download } from './download';
import { examples, filesOf, mainFile } from './examples';
import { presentDraft, type Draft } from './drafts';
import { fileOf, linkOf, readLink, type Content } from './link';
import { listen } from './panels/panel';
import { fault, notify } from './panels/notice';
import { elementOf } from './snippets';
import { owned, visited, type State, type Store } from './state';

/** How the page opens something. */
export interface Opener {
  /** Shows these files in place of all others, and changes the state as said. */
  readonly show: (draft: Draft, change: (state: State) => Partial<State>) => void;
  /** Returns to a text of the user's own. */
  readonly own: (draft: Draft) => void;
}

/** A link, or an example by its id or by a finding that it shows. */
const NAMES = /^#(v\d|ex=)/;

async function exampleOf(word: string): Promise<Content> {
  const example = (await examples()).find(({ id, findings }) => id === word || findings.includes(word));
  if (!example) throw new Error('There is no example of this name, and none that shows this finding.');
  const files = await filesOf(example.id);
  return { draft: { files, active: mainFile(files), example: example.id }, more: {}, isNewer: false };
}

export class Sharing {
  #store: Store;
  #open: Opener;
  /** What the address names, counted as in the state. */
  #epoch = -1;

  constructor(store: Store, open: Opener) {
    this.#store = store;
    this.#open = open;
    window.addEventListener('hashchange', () => void this.openAddress());
    store.subscribe(({ epoch, edited }, before) => {
      if ((epoch !== before.epoch || edited !== before.edited) && NAMES.test(location.hash) && (edited || epoch !== this.#epoch)) this.name('');
    });
    listen('share', async (show) => {
      const { state } = store;
      const link = location.href.replace(/#.*/, '') + (await linkOf(state));
      show(link, elementOf(link, state));
    });
    listen('save-shared', () => download('callsheet.json', fileOf(store.state), 'application/json'));
  }

  /** Opens what the address names; false if it names nothing that can be opened. */
  async openAddress(): Promise<boolean> {
    const { hash } = location;
    try {
      const content = await (hash.startsWith('#ex=') ? exampleOf(hash.slice(4)) : NAMES.test(hash) ? readLink(hash) : undefined);
      return content !== undefined && this.open(content);
    } catch (error) {
      fault(error);
    }
    return false;
  }

  /** Shows it, or asks first; false if it is not shown yet. */
  open(content: Content): boolean {
    if (!content.isNewer) {
      this.#show(content);
      return true;
    }
    notify({
      kind: 'fault',
      text: 'This was made by a newer version of Callsheet and may say more than this one understands.',
      actions: [{ label: 'Show its files', run: () => this.#show(content) }],
    });
    return false;
  }

  /** Shows it as a copy: the user's own text stays as it is until this one is changed. */
  #show({ draft, more }: Content): void {
    this.#epoch = this.#store.state.epoch + 1;
    const stored = this.#store.state.version === 0 ? presentDraft() : undefined;
    this.#open.show(draft, (state) => ({ ...visited(state, draft, stored), ...more }));
    const { kept } = this.#store.state;
    notify(
      kept && {
        kind: 'news',
        text: 'This is a copy from a link. Your own text is kept.',
        actions: [
          { label: 'Use this copy', run: () => this.#store.update(owned) },
          { label: 'Back to mine', run: () => this.#open.own(kept) },
        ],
      },
    );
  }

  /** Lets the address name what is shown, or nothing. */
  name(hash: string): void {
    this.#epoch = this.#store.state.epoch;
    history.replaceState(null, '', location.pathname + location.search + hash);
  }
}
