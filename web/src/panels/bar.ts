/** The top bar, behind the name: examples, sharing, light or dark. */

import { html, nothing, type TemplateResult } from 'lit';
import { isAlone } from '../beside';
import { Panel } from './panel';

export interface BarInput {
  readonly dark: boolean;
}

export class CallsheetBar extends Panel {
  static override properties = { input: { attribute: false } };
  declare input: BarInput | undefined;

  protected override render(): TemplateResult {
    const dark = this.input?.dark ?? false;
    return html`
      <button type="button" aria-haspopup="dialog" @click=${() => this.tell('open-gallery', undefined)}>Examples</button>
      <button type="button" class="open-files" @click=${() => this.tell('choose-files', 'files')}>Open…</button>
      <target-choice></target-choice>
      <p class="tagline">the application graph and run order, while you type</p>
      <button type="button" class="find" title="Find anything (Ctrl-K)" @click=${() => this.tell('find', 'commands')}>Find<kbd>Ctrl K</kbd></button>
      ${isAlone ? nothing : html`<a class="docs" href="docs/index.html" title="Documentation">Docs</a>`}
      <button type="button" class="round" aria-label="Keys" title="Keys (?)" @click=${() => this.tell('find', 'keys')}>?</button>
      <share-button></share-button>
      <button
        type="button"
        class="theme"
        aria-label=${dark ? 'Switch to light' : 'Switch to dark'}
        title=${dark ? 'Switch to light' : 'Switch to dark'}
        @click=${() => this.tell('switch-theme', undefined)}
      ><span aria-hidden="true">${dark ? '☀' : '☾'}</span></button>
    `;
  }
}

customElements.define('callsheet-bar', CallsheetBar);
