/** The button that makes a link of what is on the page, and what it says about it. */

import { html, nothing, type TemplateResult } from 'lit';
import { isAlone } from '../beside';
import { frameOf } from '../snippets';
import { Panel } from './panel';

/** Characters; mails and chats cut longer links. */
const LONGEST = 8000;

export class ShareButton extends Panel {
  static override properties = { link: { state: true }, copied: { state: true }, what: { state: true } };
  declare link: string | undefined;
  #element = '';
  /** Whether it is on the clipboard; not known before it was tried. */
  declare copied: boolean | undefined;
  /** What was to be copied last. */
  declare what: 'Link' | 'Frame' | 'Element';

  constructor() {
    super();
    this.what = 'Link';
  }

  protected override render(): TemplateResult {
    return html`
      <button type="button" class="primary" popovertarget="share" aria-haspopup="dialog">Share</button>
      <div
        popover
        id="share"
        class="sheet"
        role="dialog"
        aria-label="Share"
        @toggle=${(event: ToggleEvent) => {
          this.link = undefined;
          this.copied = undefined;
          if (event.newState === 'open') this.tell('share', (link, element) => void this.#show(link, element));
        }}
      >${this.link === undefined ? nothing : this.#about(this.link)}</div>
    `;
  }

  #about(link: string): TemplateResult {
    const isLong = link.length > LONGEST;
    return html`
      <h2 role="status">${this.copied ? `${this.what} copied` : this.copied === false ? (this.what === 'Link' ? 'Copy this link by hand' : 'Copying is not allowed here') : isLong ? 'This is a long link' : 'Link'}</h2>
      <input class="code" readonly aria-label="Link" .value=${link} @focus=${(event: FocusEvent) => (event.target as HTMLInputElement).select()} />
      <p>
        ${link.length.toLocaleString('en')} characters.
        ${isLong
          ? 'Mails and chats may cut it; a file is safer. Whoever has it opens it on this page.'
          : 'It holds the files, the target, the simulated run and what is selected. Nothing is stored on a server; whoever has the link can read them.'}
      </p>
      ${isAlone
        ? nothing
        : html`<div class="actions">
        <span>For a page of your own</span>
        <button type="button" @click=${() => void this.#copy(frameOf(link), 'Frame')}>Copy frame</button>
        <button type="button" @click=${() => void this.#copy(this.#element, 'Element')}>Copy element</button>
      </div>`}
      <div class="actions">
        <button type="button" class=${isLong ? 'primary' : ''} @click=${() => this.tell('save-shared', undefined)}>Save as a file</button>
        <button type="button" class=${isLong ? '' : 'primary'} @click=${() => void this.#copy(link)}>${isLong ? 'Copy it anyway' : this.copied ? 'Copy again' : 'Copy'}</button>
      </div>
    `;
  }

  async #show(link: string, element: string): Promise<void> {
    [this.link, this.#element] = [link, element];
    if (link.length <= LONGEST) await this.#copy(link);
  }

  async #copy(text: string, what: ShareButton['what'] = 'Link'): Promise<void> {
    this.what = what;
    this.copied = await navigator.clipboard.writeText(text).then(
      () => true,
      () => false,
    );
    await this.updateComplete;
    if (!this.copied && what === 'Link') this.querySelector('input')?.focus();
  }
}

customElements.define('share-button', ShareButton);
