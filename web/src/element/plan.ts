/**
 * `<callsheet-plan>`: a manifest in somebody's page, with its drawing, its order and its run. This is all that a page
 * loads for it at first: it shows the texts and the drawing that stand between its tags. What makes them live comes when
 * a reader comes near, the editor when the source is touched.
 */

import type { View } from 'callsheet';
import type { SourceFile } from '../protocol';
import type { PlanElement, PlanEvents, PlanPanes } from './api';
import { Frame, make } from './frame';
import type { Live } from './live';
import { leave, whenNear } from './near';
import { applicationIn, mainOf, sourcesIn } from './sources';

const PANES: readonly PlanPanes[] = ['split', 'graph', 'order', 'source'];
/** Milliseconds for which it says that something was copied. */
const SAID = 2000;
/** Pixels; a pointer that went further while it was pressed marked text. */
const DRAG = 4;
/** The playground lies beside this script, but not in a package. */
const BESIDE = import.meta.env.MODE === 'package' ? '' : import.meta.url.replace(/[^/]*$/, '');

/** A number of lines or a wave; none for what is no such number. */
function whole(value: string | null): number | undefined {
  return value !== null && /^\d{1,6}$/.test(value) ? Number(value) : undefined;
}

/** Styles of drawings that the page's policy refused where they stand. */
const refused = new Set<string>();

/** Gives a drawing the style that it brings along, which a page without inline styles does not apply. */
function dress(drawing: SVGSVGElement): void {
  const style = drawing.querySelector('style');
  const text = style?.textContent ?? '';
  if (!style || style.sheet || refused.has(text)) return;
  refused.add(text);
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(text);
  document.adoptedStyleSheets.push(sheet);
}

function copyMarked(text: string): boolean {
  const field = make('textarea', { readonly: '', 'aria-hidden': 'true' });
  field.value = text;
  document.body.append(field);
  field.select();
  const isCopied = document.execCommand('copy');
  field.remove();
  return isCopied;
}

export class CallsheetPlan extends HTMLElement implements PlanElement {
  static observedAttributes = ['view', 'readonly', 'theme', 'wave', 'target', 'with-prerequisites', 'run', 'lines', 'title', 'playground'];

  #frame: Frame | undefined;
  #files: readonly SourceFile[] = [];
  /** What the author wrote, or what was set last. */
  #original: readonly SourceFile[] = [];
  #active = '';
  #isRead = false;
  #live: Promise<Live> | undefined;
  #loaded: Live | undefined;
  #isReady: (view: View) => void = () => undefined;

  /** Resolves with the first answer of the engine, which is asked when a reader comes near. */
  readonly ready: Promise<View> = new Promise((resolve) => (this.#isReady = resolve));

  connectedCallback(): void {
    this.#frame ??= this.#build();
    if (this.#isRead) this.#wait();
    else if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', () => this.#read(), { once: true });
    else this.#read();
  }

  disconnectedCallback(): void {
    leave(this);
  }

  attributeChangedCallback(): void {
    if (this.#isRead) this.#show();
  }

  /** The texts as they are now. Setting them replaces what the author wrote. */
  get files(): readonly SourceFile[] {
    return this.#loaded?.files ?? this.#files;
  }

  set files(files: readonly SourceFile[]) {
    this.#isRead = true;
    this.#original = files.map(({ path, text }) => ({ path, text }));
    this.#frame ??= this.#build();
    this.#reserve(undefined);
    this.reset();
    if (this.isConnected) this.#wait();
  }

  /** The last answer of the engine. */
  get plan(): View | undefined {
    return this.#loaded?.view;
  }

  /** What is shown; `split` unless the attribute says something else. */
  get view(): PlanPanes {
    return PANES.find((known) => known === this.getAttribute('view')) ?? 'split';
  }

  set view(view: PlanPanes) {
    this.setAttribute('view', view);
  }

  get readonly(): boolean {
    return this.hasAttribute('readonly');
  }

  set readonly(isReadonly: boolean) {
    this.toggleAttribute('readonly', isReadonly);
  }

  /** The number of the wave to point out. */
  get wave(): number | undefined {
    return whole(this.getAttribute('wave'));
  }

  /** Lines of the main file to point out: the first and the last. */
  get lines(): readonly [number, number] | undefined {
    const [first, last] = (this.getAttribute('lines') ?? '').split('-').map(whole);
    return first ? [first, Math.max(first, last ?? first)] : undefined;
  }

  /** The file that a reader looks at first. */
  get main(): string {
    return mainOf(this.#original);
  }

  /** What the plan is for, as links have it. */
  get aim(): { readonly target: string; readonly withPrerequisites: boolean } {
    return { target: this.getAttribute('target') ?? '', withPrerequisites: this.hasAttribute('with-prerequisites') };
  }

  /** Makes it live now, without waiting for a reader. */
  load(): Promise<void> {
    return this.#come().then(() => undefined);
  }

  /** Returns to the text of the author. */
  reset(): void {
    this.#files = this.#original;
    this.#active = mainOf(this.#files);
    this.#loaded?.open(this.#files, this.#active);
    this.#show();
    this.#frame?.begin();
  }

  #build(): Frame {
    const frame = new Frame(this.attachShadow({ mode: 'open' }));
    frame.reset.addEventListener('click', () => this.reset());
    frame.copy.addEventListener('click', () => void this.#copy(frame));
    for (const name of ['pointerenter', 'focus']) frame.open.addEventListener(name, () => void this.#link(frame));
    let pressed = { x: 0, y: 0 };
    frame.field.addEventListener('pointerdown', ({ x, y }) => (pressed = { x, y }));
    frame.field.addEventListener('focus', () => {
      if (!this.readonly && frame.field.matches(':focus-visible')) void this.#come().then((live) => live.edit(undefined));
    });
    frame.field.addEventListener('click', ({ x, y, target }) => {
      // Text that was marked to be copied stays marked.
      if (Math.hypot(x - pressed.x, y - pressed.y) > DRAG) return;
      const place = frame.lines.placeOf(target);
      void this.#come().then((live) => (this.readonly ? live.pickAt(place) : live.edit({ x, y })));
    });
    return frame;
  }

  #read(): void {
    // Set in the meantime.
    if (this.#isRead) return this.#wait();
    this.#isRead = true;
    this.#original = sourcesIn(this);
    const drawing = this.querySelector<SVGSVGElement>(':scope > svg[slot=drawing]');
    if (drawing) dress(drawing);
    const size = drawing?.viewBox.baseVal;
    this.#reserve(size?.width ? size : undefined);
    this.reset();
    this.#wait();
  }

  #reserve(drawing: DOMRect | undefined): void {
    const main = this.#original.find(({ path }) => path === mainOf(this.#original));
    const [first, last] = this.lines ?? [1, main?.text.trimEnd().split('\n').length ?? 1];
    this.#frame?.reserve(first, last, drawing);
  }

  #wait(): void {
    if (!this.#live) whenNear(this, () => void this.#come());
  }

  /** What shows it live; loaded once. */
  #come(): Promise<Live> {
    leave(this);
    this.#live ??= import('./live').then(({ Live }) => {
      const frame = (this.#frame ??= this.#build());
      this.#loaded = new Live(frame, this, (name, detail) => this.#tell(name, detail));
      this.#loaded.open(this.#files, this.#active);
      this.#show();
      return this.#loaded;
    });
    return this.#live;
  }

  #show(): void {
    const frame = this.#frame;
    if (!frame) return;
    const { files } = this;
    const theme = this.getAttribute('theme');
    const { classList, dataset } = frame.root;
    dataset['view'] = this.view;
    classList.toggle('runs', this.hasAttribute('run'));
    // A page that says what it looks like is followed; otherwise the system is.
    const isSilent = getComputedStyle(this).colorScheme === 'normal';
    for (const name of ['light', 'dark']) classList.toggle(name, theme === name);
    classList.toggle('system', isSilent);
    const title = this.title || applicationIn(this.#original);
    const words = this.title || (title ? `Application ${title}` : mainOf(this.#original));
    frame.title.textContent = words;
    frame.root.setAttribute('aria-label', words);
    const playground = this.getAttribute('playground') ?? BESIDE;
    frame.open.hidden = playground === '';
    if (frame.open.hash.length < 2) frame.open.href = playground;
    if (this.#loaded) {
      this.#loaded.show();
    } else {
      frame.show(files, this.#active, (path) => {
        this.#active = path;
        this.#show();
      });
      frame.allow(!this.readonly, this.#active);
      frame.reset.disabled = true;
    }
  }

  async #copy({ copy }: Frame): Promise<void> {
    const text = this.files.find(({ path }) => path === (this.#loaded?.active ?? this.#active))?.text ?? '';
    const isCopied = await navigator.clipboard.writeText(text).then(
      () => true,
      // A frame may not be allowed to, but what is marked in it can be copied.
      () => copyMarked(text),
    );
    copy.textContent = isCopied ? 'Copied' : 'Not allowed';
    setTimeout(() => (copy.textContent = 'Copy'), SAID);
  }

  /** The address of the playground with what is shown. */
  async #link({ open }: Frame): Promise<void> {
    const [{ linkOf }, { state }] = await Promise.all([import('../link'), this.#come()]);
    const playground = this.getAttribute('playground') ?? BESIDE;
    const link = await linkOf(state);
    open.href = new URL(link, new URL(playground, document.baseURI)).href;
  }

  #tell<Name extends keyof PlanEvents>(name: Name, detail: PlanEvents[Name]): void {
    if (name === 'plan' && 'view' in detail) this.#isReady(detail.view);
    this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true }));
  }
}

/** Of several scripts in one page the first counts. */
if (!customElements.get('callsheet-plan')) customElements.define('callsheet-plan', CallsheetPlan);
