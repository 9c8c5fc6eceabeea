/** The source pane: one CodeMirror, one editor state a file, so that each file keeps its own undo history. */

import { defaultKeymap, history, historyField, historyKeymap, isolateHistory, indentWithTab, redo, redoDepth, undo, undoDepth } from '@codemirror/commands';
import { indentUnit } from '@codemirror/language';
import { EditorState, Transaction, type ChangeSet, type Extension } from '@codemirror/state';
import {
  drawSelection,
  EditorView,
  highlightActiveLine,
  highlightActiveLineGutter,
  keymap,
  lineNumbers,
  type ViewUpdate,
} from '@codemirror/view';
import type { Drawing, FixView, Label, Problem, Range } from 'callsheet';
import type { Carry } from '../findings';
import type { Reading, SourceFile } from '../protocol';
import type { Unread } from '../reader';
import { appearance } from './appearance';
import { matchingBrackets } from './brackets';
import { colours } from './colours';
import { controls } from './controls';
import { folding } from './folding';
import { language } from './language';
import { marksAt, sourceMarks } from './marks';
import { readingField, showReading, versionOf } from './reading';
import { layoutChanges } from './rewrite';
import { squiggleGutter, squigglesAt } from './squiggles';
import { typeOverSelection } from './typing';
import { waveGutter, wavesAt } from './waves';

/** A file with its new text. */
export interface Change extends SourceFile {
  /** Whether nothing of the old text is left. */
  readonly isReplaced: boolean;
  /** Whether a letter was typed or deleted. */
  readonly isTyped: boolean;
  /** Whether it is a step back or forth in what was typed. */
  readonly isStep: boolean;
  /** Where places of the old text are now. */
  readonly carry: Carry;
}

export interface EditorEvents {
  /** The engine has to read this text. */
  'source-unread': CustomEvent<Unread>;
  'source-change': CustomEvent<Change>;
  /** Back before all that was typed here, or forth. */
  'source-step': CustomEvent<-1 | 1>;
  'source-caret': CustomEvent<{ path: string; offset: number }>;
  /** To where the capability at the caret is exported, or to who waits for it. */
  'source-jump': CustomEvent<{ path: string; offset: number; to: 'producer' | 'consumers' }>;
  /** A repair was chosen. */
  'source-mend': CustomEvent<FixView>;
  /** The repairs of this line are asked for. */
  'source-fixes': CustomEvent<{ path: string; from: number; to: number }>;
}

/** The same as in index.html. */
const NONCE = 'callsheet-editor';

function replacesAll(changes: ChangeSet): boolean {
  let isWhole = false;
  changes.iterChangedRanges((from, to) => (isWhole ||= from === 0 && to === changes.length));
  return isWhole;
}

function carryThrough({ state, changes }: ViewUpdate): Carry {
  return (range) => {
    const from = changes.mapPos(Math.min(range.from, changes.length), 1);
    const to = Math.max(from, changes.mapPos(Math.min(range.to, changes.length), -1));
    if (from === to && range.from < range.to) return undefined;
    const line = state.doc.lineAt(from);
    return { file: range.file, from, to, line: line.number, column: from - line.from + 1 };
  };
}

export class SourceEditor extends HTMLElement {
  #states = new Map<string, EditorState>();
  #path = '';
  #problems: readonly Problem[] = [];
  #drawing: Drawing | undefined;
  #marks: readonly Range[] = [];
  #view: EditorView | undefined;
  /** Whether Tab goes on to what is behind the editor, as in a page where it is one of many things. */
  leavesByTab = false;

  connectedCallback(): void {
    this.#view ??= new EditorView({ parent: this, extensions: EditorView.cspNonce.of(NONCE) });
  }

  /** Forgets all texts and opens these, with their past where it is known. */
  load(files: readonly SourceFile[], active: string, texts?: ReadonlyMap<string, EditorState>): void {
    this.#states = new Map(texts ?? files.map((file) => [file.path, this.#stateOf(file)]));
    this.#problems = [];
    this.#drawing = undefined;
    this.#path = '';
    this.open(active);
    for (const path of this.#states.keys()) {
      if (path !== active) this.#unread(path);
    }
  }

  /** Shows what the engine read in a file; nothing happens if the text is another by now. */
  read({ path, version }: Pick<Unread, 'path' | 'version'>, reading: Reading): void {
    const effects = showReading(reading, version);
    const state = this.#states.get(path);
    if (path === this.#path) {
      this.#view?.dispatch({ effects });
    } else if (state) {
      this.#states.set(path, state.update({ effects }).state);
    }
  }

  /** All texts with their past. */
  texts(): ReadonlyMap<string, EditorState> {
    const state = this.#view?.state;
    return new Map(state && this.#path ? [...this.#states, [this.#path, state]] : this.#states);
  }

  /** Takes the last change of the open file back, or makes it again; beyond its first and last, others decide. */
  step(by: -1 | 1): boolean {
    const view = this.#view;
    if (!view) return false;
    const [depth, move] = by < 0 ? [undoDepth(view.state), undo] : [redoDepth(view.state), redo];
    if (depth === 0) this.#tell('source-step', by);
    else move(view);
    return true;
  }

  /** The version of a file's text, to be read for. */
  version(path: string): number | undefined {
    const state = this.#stateAt(path);
    return state && versionOf(state);
  }

  /** Takes one more file, without showing it. */
  add(file: SourceFile): void {
    this.#states.set(file.path, this.#stateOf(file));
  }

  /** Shows this file; an unknown path opens empty. */
  open(path: string): void {
    if (path === this.#path || !this.#view) {
      return;
    }
    if (this.#path) {
      this.#states.set(this.#path, this.#view.state);
    }
    this.#path = path;
    this.#view.setState(this.#states.get(path) ?? this.#stateOf({ path, text: '' }));
    this.#view.scrollDOM.scrollTo(0, 0);
    this.#unread(path);
    this.#refresh();
  }

  /** Gives a file another name; its past stays. */
  rename(from: string, to: string): void {
    const state = this.#stateAt(from);
    if (!state) return;
    const fields = { history: historyField };
    this.#states.delete(from);
    this.#states.set(to, EditorState.fromJSON(state.toJSON(fields), { extensions: this.#extensions(to) }, fields));
    if (from === this.#path) {
      this.#path = '';
      this.open(to);
    } else {
      this.#unread(to);
    }
  }

  /** Forgets the text of this file; another one has to be opened if it was shown. */
  forget(path: string): void {
    this.#states.delete(path);
    if (path === this.#path) {
      this.#path = '';
    }
  }

  /** Shows the engine's answer for the present texts. */
  annotate(problems: readonly Problem[], drawing: Drawing | undefined): void {
    this.#problems = problems;
    this.#drawing = drawing;
    this.#refresh();
  }

  /** Marks ranges that another pane points at. */
  mark(ranges: readonly Range[]): void {
    if (this.#marks.length === 0 && ranges.length === 0) {
      return;
    }
    this.#marks = ranges;
    if (this.#view) this.#view.dispatch({ effects: marksAt(this.#view.state, ranges, this.#path) });
  }

  /** Puts the caret at the range of the open file and scrolls there. */
  reveal(range: Range): void {
    const view = this.#view;
    if (!view) return;
    const clamp = (at: number): number => Math.min(at, view.state.doc.length);
    view.dispatch({
      selection: { anchor: clamp(range.from) },
      effects: EditorView.scrollIntoView(clamp(range.from), { y: 'center' }),
    });
    view.focus();
  }

  /** Takes the focus, with the caret where the pointer is. */
  focusAt(point: { readonly x: number; readonly y: number } | undefined): void {
    const anchor = point && this.#view?.posAtCoords(point);
    if (anchor !== undefined && anchor !== null) this.#view?.dispatch({ selection: { anchor } });
    this.focus();
  }

  /** Takes the focus and selects this part of the open file, in view. */
  select(from: number, to: number): void {
    this.#view?.dispatch({ selection: { anchor: from, head: to }, scrollIntoView: true });
    this.focus();
  }

  /** Scrolls as far as another view of the same text. */
  scrolled({ scrollLeft, scrollTop }: Element): void {
    this.#view?.scrollDOM.scrollTo(scrollLeft, scrollTop);
  }

  override focus(): void {
    this.#view?.focus();
  }

  /** Adds text at the end of the open file, undoably. */
  insertAtEnd(text: string): void {
    const view = this.#view;
    if (!view) return;
    const { doc } = view.state;
    const blank = doc.toString().trim() === '';
    const changes = blank ? { from: 0, to: doc.length, insert: text } : { from: doc.length, insert: `\n${text}` };
    view.dispatch({ changes, selection: { anchor: blank ? 0 : doc.length + 1 }, scrollIntoView: true });
    view.focus();
  }

  #stateAt(path: string): EditorState | undefined {
    return path === this.#path ? this.#view?.state : this.#states.get(path);
  }

  #unread(path: string): void {
    const state = this.#stateAt(path);
    if (state) this.#tell('source-unread', { path, text: state.doc.toString(), version: versionOf(state) } satisfies Unread);
  }

  #changed(path: string, update: ViewUpdate): void {
    performance.mark('callsheet:key');
    const { state, changes } = update;
    const text = state.doc.toString();
    this.#tell('source-unread', { path, text, version: versionOf(state) } satisfies Unread);
    this.#tell('source-change', {
      path,
      text,
      isReplaced: replacesAll(changes),
      isTyped: Math.abs(changes.newLength - changes.length) <= 2 && ['input.type', 'delete'].some((kind) => update.transactions.some((step) => step.isUserEvent(kind))),
      isStep: update.transactions.some((step) => step.isUserEvent('undo') || step.isUserEvent('redo')),
      carry: carryThrough(update),
    } satisfies Change);
  }

  /** The file that is shown. */
  openFile(): SourceFile {
    return { path: this.#path, text: this.#view?.state.doc.toString() ?? '' };
  }

  /** Lays the open file out otherwise, in one step back; false if there is nothing to do or it is another text by now. */
  rewrite(file: SourceFile, text: string): boolean {
    const view = this.#view;
    const isOpen = file.path === this.#path && file.text === view?.state.doc.toString();
    if (!view || !isOpen || text === file.text) return false;
    view.dispatch({
      changes: layoutChanges(file.text, text),
      annotations: isolateHistory.of('full'),
      userEvent: 'format',
    });
    return true;
  }

  /** Makes edits of the open file, in one step back. */
  edit(edits: readonly Label[]): void {
    this.#view?.dispatch({
      changes: edits.map(({ range: { from, to }, message }) => ({ from, to, insert: message })),
      annotations: isolateHistory.of('full'),
      userEvent: 'input.fix',
    });
  }

  #refresh(): void {
    const view = this.#view;
    if (!view) return;
    const { state } = view;
    const effects = [
      ...squigglesAt(state, this.#problems, this.#path, (fix) => this.#tell('source-mend', fix)),
      ...wavesAt(state, this.#drawing, this.#path),
      ...marksAt(state, this.#marks, this.#path),
    ];
    if (effects.length > 0) view.dispatch({ effects });
  }

  #stateOf(file: SourceFile): EditorState {
    return EditorState.create({ doc: file.text, extensions: this.#extensions(file.path) });
  }

  #extensions(path: string): Extension {
    return [
      EditorView.cspNonce.of(NONCE),
      EditorView.contentAttributes.of({
        'aria-label': `Source of ${path}. ${this.leavesByTab ? 'Tab leaves it.' : 'Press Escape, then Tab, to leave.'}`,
        tabindex: '0',
        spellcheck: 'false',
        autocapitalize: 'off',
      }),
      readingField,
      lineNumbers(),
      waveGutter,
      squiggleGutter,
      sourceMarks,
      colours,
      matchingBrackets,
      folding,
      history(),
      typeOverSelection,
      drawSelection(),
      controls,
      highlightActiveLine(),
      highlightActiveLineGutter(),
      indentUnit.of('  '),
      EditorState.tabSize.of(2),
      language,
      appearance,
      keymap.of([{ key: 'Mod-.', run: (view) => this.#askForFixes(path, view) }]),
      keymap.of(
        ([['F12', 'producer'], ['Shift-F12', 'consumers']] as const).map(([key, to]) => ({
          key,
          run: ({ state }: EditorView): boolean => {
            this.#tell('source-jump', { path, offset: state.selection.main.head, to });
            return true;
          },
        })),
      ),
      keymap.of([
        { key: 'Mod-z', run: () => this.step(-1) },
        ...['Mod-y', 'Mod-Shift-z'].map((key) => ({ key, run: () => this.step(1) })),
      ]),
      keymap.of([...defaultKeymap, ...historyKeymap, ...(this.leavesByTab ? [] : [indentWithTab])]),
      EditorView.updateListener.of((update) => {
        if (update.docChanged) this.#changed(path, update);
        const moved = update.selectionSet && update.transactions.some((step) => step.annotation(Transaction.userEvent));
        if (moved) {
          this.#tell('source-caret', { path, offset: update.state.selection.main.head });
        }
      }),
    ];
  }

  #askForFixes(path: string, { state }: EditorView): boolean {
    const { from, to } = state.doc.lineAt(state.selection.main.head);
    this.#tell('source-fixes', { path, from, to });
    return true;
  }

  #tell(name: keyof EditorEvents, detail: unknown): void {
    this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true }));
  }
}

customElements.define('callsheet-source', SourceEditor);
