/** The files of the environment as tabs, and one for what a plan depends on besides them. */

import { html, nothing, type TemplateResult } from 'lit';
import { INPUTS, pathFault } from '../paths';
import type { SourceFile } from '../protocol';
import { visible } from '../visible';
import { fileName, Panel } from './panel';

export interface TabsInput {
  readonly files: readonly SourceFile[];
  readonly active: string;
  /** Counts how often all files were replaced. */
  readonly epoch: number;
  /** Paths of files with an error. */
  readonly broken: ReadonlySet<string>;
}

/** As short as it stays unique: `http.rb`, or `web/manifests/init.pp` where several are called `init.pp`. */
function tabName(path: string, files: readonly SourceFile[]): string {
  const name = fileName(path);
  const isUnique = files.filter((file) => fileName(file.path) === name).length === 1;
  return isUnique ? name : path.replace(/^modules\//, '');
}

export class FileTabs extends Panel {
  static override properties = { input: { attribute: false }, naming: { state: true }, fault: { state: true }, removed: { state: true } };
  declare input: TabsInput | undefined;
  /** The file that gets a name: the path of one that has another, or `''` for a new one. */
  declare naming: string | undefined;
  #shown: string | undefined;
  #list: HTMLElement | undefined;
  #resized = new ResizeObserver(() => this.#fade());
  /** Why the name in the field will not do. */
  declare fault: string | undefined;
  /** The file that was removed last, while it can come back. */
  declare removed: { readonly file: SourceFile; readonly epoch: number } | undefined;

  protected override render(): TemplateResult {
    const { active = '', broken = new Set<string>() } = this.input ?? {};
    const files = this.#files();
    const owned = [...files.map((_, place) => `file-tab-${place}`), 'inputs-tab'];
    return html`
      <div
        class="tab-list"
        @keydown=${(event: KeyboardEvent) => this.#press(event)}
        @wheel=${(event: WheelEvent) => this.#list?.scrollBy(event.deltaY, 0)}
        @scroll=${() => this.#fade()}
      >
        <div role="tablist" aria-label="Files" aria-owns=${owned.join(' ')}></div>
        ${files.map((file, place) =>
          file.path === this.naming ? this.#nameField() : this.#tab(file, place, file.path === active, broken.has(file.path)),
        )}
      </div>
      ${this.naming === '' ? this.#nameField() : this.#addButton()}
      ${this.#inputsTab(active === INPUTS, broken.has(INPUTS))}
      ${this.#note()}
    `;
  }

  /** The open file's tab comes into view. */
  protected override updated(): void {
    const { active } = this.input ?? {};
    if (active !== this.#shown) this.querySelector('.tab-list .tab.active')?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
    this.#shown = active;
    this.#list ??= this.querySelector('.tab-list') ?? undefined;
    if (this.#list) this.#resized.observe(this.#list);
    this.#fade();
  }

  /** Shows by a fading edge that there are more tabs beyond it. */
  #fade(): void {
    const { scrollLeft = 0, clientWidth = 0, scrollWidth = 0, classList } = this.#list ?? {};
    classList?.toggle('cut-left', scrollLeft > 1);
    classList?.toggle('cut-right', scrollLeft + clientWidth < scrollWidth - 1);
  }

  /** All but the inputs. */
  #files(): readonly SourceFile[] {
    return this.input?.files.filter(({ path }) => path !== INPUTS) ?? [];
  }

  /** It is always there; its file begins when something is written into it. */
  #inputsTab(isActive: boolean, isBroken: boolean): TemplateResult {
    return html`<span class="tab inputs ${isActive ? 'active' : ''}">
      <button
        type="button"
        role="tab"
        id="inputs-tab"
        title="${INPUTS}: facts, data and what else the manifests cannot say"
        aria-selected=${isActive}
        tabindex=${isActive ? 0 : -1}
        @click=${() => this.tell('open-file', INPUTS)}
        @keydown=${(event: KeyboardEvent) => this.#press(event)}
      >Inputs${isBroken ? this.#errorMark() : nothing}</button>
    </span>`;
  }

  #errorMark(): TemplateResult {
    return html` <span class="mark" aria-hidden="true">!</span><span class="visually-hidden">has an error</span>`;
  }

  /** A tab may hold no button, so the one that removes the file stands beside it. */
  #tab(file: SourceFile, place: number, isActive: boolean, isBroken: boolean): TemplateResult {
    const files = this.#files();
    const name = tabName(file.path, files);
    return html`<span class="tab ${isActive ? 'active' : ''}">
      <button
        type="button"
        role="tab"
        id="file-tab-${place}"
        title="${file.path} (F2 or a double click gives another name)"
        aria-selected=${isActive}
        tabindex=${isActive ? 0 : -1}
        @click=${() => this.tell('open-file', file.path)}
        @dblclick=${() => void this.#name(file.path)}
        @keydown=${(event: KeyboardEvent) => {
          if (event.key === 'F2') void this.#name(file.path);
        }}
      ><bdi>${visible(name)}</bdi>${isBroken ? this.#errorMark() : nothing}</button>
      ${files.length > 1
        ? html`<button
            type="button"
            class="quiet close"
            aria-label="Remove ${name}"
            title="Remove ${file.path}"
            tabindex=${isActive ? 0 : -1}
            @click=${() => this.#remove(file)}
          ><span aria-hidden="true">×</span></button>`
        : nothing}
    </span>`;
  }

  /** What was wrong or what happened just now. */
  #note(): TemplateResult {
    const { fault, removed } = this;
    const isGone = removed?.epoch === this.input?.epoch && this.input?.files.every((file) => file.path !== removed?.file.path);
    return html`<p class="tab-note" role="status">
      ${fault
        ? html`<span class="fault">${fault}</span>`
        : removed && isGone
          ? html`Removed ${fileName(removed.file.path)}.
              <button type="button" class="link" @click=${() => this.#restore(removed.file)}>Undo</button>`
          : nothing}
    </p>`;
  }

  #remove(file: SourceFile): void {
    this.removed = { file, epoch: this.input?.epoch ?? 0 };
    this.tell('remove-file', file.path);
    void this.updateComplete.then(() => this.#focusTab());
  }

  #restore(file: SourceFile): void {
    this.removed = undefined;
    this.tell('add-file', file);
  }

  #focusTab(): void {
    this.querySelector<HTMLElement>('[aria-selected="true"]')?.focus();
  }

  #addButton(): TemplateResult {
    return html`<button
      type="button"
      class="quiet add"
      aria-label="Add a file"
      title="Add a file"
      @click=${() => void this.#name('')}
    >+</button>`;
  }

  async #name(path: string): Promise<void> {
    this.naming = path;
    this.removed = undefined;
    await this.updateComplete;
    const field = this.querySelector('input');
    field?.focus();
    // All but what a name ends in.
    field?.setSelectionRange(field.value.lastIndexOf('/') + 1, field.value.lastIndexOf('.'));
  }

  #nameField(): TemplateResult {
    const from = this.naming ?? '';
    return html`<form
      class="new-file"
      @submit=${(event: Event) => {
        event.preventDefault();
        const path = this.querySelector('input')?.value.trim() ?? '';
        this.fault = path === from ? undefined : pathFault(path, this.input?.files ?? []);
        if (this.fault) return;
        this.naming = undefined;
        if (!from) this.tell('add-file', { path, text: '' });
        else if (path !== from) this.tell('rename-file', { from, to: path });
        if (from) void this.updateComplete.then(() => this.#focusTab());
      }}
    >
      <input
        aria-label=${from ? `New path of ${from}` : 'Path of the new file'}
        value=${from || 'manifests/more.pp'}
        autocomplete="off"
        aria-invalid=${this.fault ? 'true' : nothing}
        @input=${() => (this.fault = undefined)}
        @keydown=${(event: KeyboardEvent) => {
          event.stopPropagation();
          if (event.key === 'Escape') this.#stopNaming();
        }}
        @blur=${() => this.#stopNaming()}
      />
    </form>`;
  }

  #stopNaming(): void {
    this.naming = undefined;
    this.fault = undefined;
  }

  #press(event: KeyboardEvent): void {
    const paths = [...this.#files().map(({ path }) => path), INPUTS];
    const place = paths.indexOf(this.input?.active ?? '');
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    const path = step === undefined ? undefined : paths[(place + step + paths.length) % paths.length];
    if (path) {
      event.preventDefault();
      this.tell('open-file', path);
      void this.updateComplete.then(() => this.#focusTab());
    }
  }
}

customElements.define('file-tabs', FileTabs);
