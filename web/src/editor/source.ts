/**
 * The source pane. The editor is the largest part of the page's script, so it comes after what plans; until it is there,
 * letters go into a plain field, and are planned all the same.
 */

import type { EditorState } from '@codemirror/state';
import type { Drawing, Label, Problem, Range } from 'callsheet';
import type { Reading, SourceFile } from '../protocol';
import type { Change, SourceEditor } from './editor';

/** Texts that an editor holds, with their past. */
export type Texts = ReadonlyMap<string, EditorState>;

export class SourcePane extends HTMLElement {
  #editor: SourceEditor | undefined;
  #field = this.appendChild(this.querySelector('textarea') ?? document.createElement('textarea'));
  /** What the field shows, and could show. */
  #files = new Map<string, string>();
  #path = '';
  #past: Texts | undefined;
  /** What only an editor can do, by what a later call takes the place of. */
  #later = new Map<unknown, (editor: SourceEditor) => void>();
  #isComposing = false;

  constructor() {
    super();
    this.#field.spellcheck = false;
    this.#field.addEventListener('input', () => this.#typed());
    for (const name of ['compositionstart', 'compositionend']) {
      this.#field.addEventListener(name, () => (this.#isComposing = name === 'compositionstart'));
    }
  }

  /** Puts the editor in the place of the field, with what was written, where the caret is. */
  async arrive(editor: SourceEditor): Promise<void> {
    const field = this.#field;
    // What an input method has begun is lost with the field it is for.
    while (this.#isComposing) await new Promise((resolve) => field.addEventListener('compositionend', resolve, { once: true }));
    const isFocused = document.activeElement === field;
    this.append(editor);
    editor.load(this.#list(), this.#path, this.#past);
    for (const run of this.#later.values()) run(editor);
    editor.scrolled(field);
    if (isFocused) editor.select(field.selectionStart, field.selectionEnd);
    field.remove();
    [this.#editor, this.#past] = [editor, undefined];
    this.#later.clear();
  }

  /** Shows nothing of the text that came with the page: another one is on its way. */
  empty(): void {
    this.#field.value = '';
  }

  /** Forgets all texts and opens these, with their past where it is known. */
  load(files: readonly SourceFile[], active: string, texts?: Texts): void {
    if (this.#editor) return this.#editor.load(files, active, texts);
    this.#files = new Map(files.map(({ path, text }) => [path, text]));
    [this.#path, this.#past] = ['', texts];
    this.#later.clear();
    this.open(active);
  }

  /** Shows what the engine read in a file: in this version of its text, or in the text that was loaded. */
  read({ path, version }: { readonly path: string; readonly version?: number }, reading: Reading): void {
    this.#do(`read ${path}`, (editor) => {
      const read = version ?? editor.version(path);
      if (read !== undefined) editor.read({ path, version: read }, reading);
    });
  }

  /** All texts with their past, once there is one. */
  texts(): Texts | undefined {
    return this.#editor?.texts();
  }

  /** Takes the last change of the open file back, or makes it again; beyond its first and last, others decide. */
  step(by: -1 | 1): void {
    this.#editor?.step(by);
  }

  has(path: string): boolean {
    return this.#editor ? this.#editor.version(path) !== undefined : this.#files.has(path);
  }

  /** Takes one more file, without showing it. */
  add(file: SourceFile): void {
    this.#files.set(file.path, file.text);
    this.#editor?.add(file);
  }

  /** Shows this file; an unknown path opens empty. */
  open(path: string): void {
    if (this.#editor) return this.#editor.open(path);
    if (path === this.#path) return;
    this.#path = path;
    this.#field.value = this.#files.get(path) ?? '';
    this.#field.ariaLabel = `Source of ${path}`;
    this.#field.readOnly = false;
    this.#field.classList.remove('early');
  }

  /** Gives a file another name; its past stays. */
  rename(from: string, to: string): void {
    if (this.#editor) return this.#editor.rename(from, to);
    this.#files = new Map([...this.#files].map(([path, text]) => [path === from ? to : path, text]));
    if (this.#path === from) this.open(to);
  }

  /** Forgets the text of this file; another one has to be opened if it was shown. */
  forget(path: string): void {
    this.#files.delete(path);
    this.#editor?.forget(path);
  }

  /** Shows the engine's answer for the present texts. */
  annotate(problems: readonly Problem[], drawing: Drawing | undefined): void {
    this.#do('annotate', (editor) => editor.annotate(problems, drawing));
  }

  /** Marks ranges that another pane points at. */
  mark(ranges: readonly Range[]): void {
    this.#do('mark', (editor) => editor.mark(ranges));
  }

  /** Puts the caret at the range of the open file and scrolls there. */
  reveal(range: Range): void {
    if (this.#editor) return this.#editor.reveal(range);
    this.#field.setSelectionRange(range.from, range.from);
    // Only now, so that the field scrolls there.
    this.#field.blur();
    this.#field.focus();
  }

  override focus(): void {
    if (this.#editor) this.#editor.focus();
    else this.#field.focus();
  }

  /** Adds text at the end of the open file, undoably. */
  insertAtEnd(text: string): void {
    this.#do({}, (editor) => editor.insertAtEnd(text));
  }

  /** The file that is shown. */
  openFile(): SourceFile {
    return this.#editor?.openFile() ?? { path: this.#path, text: this.#field.value };
  }

  /** Lays the open file out otherwise, in one step back; false if there is nothing to do or it is another text by now. */
  rewrite(file: SourceFile, text: string): boolean {
    return this.#editor?.rewrite(file, text) ?? false;
  }

  /** Makes edits of the open file, in one step back. */
  edit(edits: readonly Label[]): void {
    this.#do({}, (editor) => editor.edit(edits));
  }

  #do(what: unknown, run: (editor: SourceEditor) => void): void {
    if (this.#editor) run(this.#editor);
    else this.#later.set(what, run);
  }

  #list(): SourceFile[] {
    return [...this.#files].map(([path, text]) => ({ path, text }));
  }

  #typed(): void {
    performance.mark('callsheet:key');
    const [path, text] = [this.#path, this.#field.value];
    this.#files.set(path, text);
    // They are of the text before.
    this.#past = undefined;
    for (const what of [`read ${path}`, 'annotate', 'mark']) this.#later.delete(what);
    const detail: Change = { path, text, isReplaced: false, isTyped: true, isStep: false, carry: () => undefined };
    this.dispatchEvent(new CustomEvent('source-change', { detail }));
  }
}

customElements.define('source-pane', SourcePane);
