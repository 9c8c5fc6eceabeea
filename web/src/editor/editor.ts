/** The source pane: one CodeMirror, one editor state a file, so that each file keeps its own undo history. */

import { defaultKeymap, history, historyKeymap, indentWithTab } from '@codemirror/commands';
import { bracketMatching, indentUnit } from '@codemirror/language';
import { EditorState, Transaction, type ChangeSet, type Extension } from '@codemirror/state';
import {
  drawSelection,
  EditorView,
  highlightActiveLine,
  highlightActiveLineGutter,
  keymap,
  lineNumbers,
} from '@codemirror/view';
import type { Drawing, Problem, Range } from 'callsheet';
import type { SourceFile } from '../protocol';
import { appearance } from './appearance';
import { puppet, ruby } from './language';
import { showMarks, sourceMarks } from './marks';
import { squiggleGutter, squiggles } from './squiggles';
import { typeOverSelection } from './typing';
import { showWaves, waveGutter } from './waves';

/** A file with its new text. */
export interface Change extends SourceFile {
  /** Whether nothing of the old text is left. */
  readonly isReplaced: boolean;
}

export interface EditorEvents {
  'source-change': CustomEvent<Change>;
  'source-caret': CustomEvent<{ path: string; offset: number }>;
}

/** The same as in index.html. */
const NONCE = 'callsheet-editor';

function replacesAll(changes: ChangeSet): boolean {
  let isWhole = false;
  changes.iterChangedRanges((from, to) => (isWhole ||= from === 0 && to === changes.length));
  return isWhole;
}

export class SourceEditor extends HTMLElement {
  #states = new Map<string, EditorState>();
  #path = '';
  #problems: readonly Problem[] = [];
  #drawing: Drawing | undefined;
  #marks: readonly Range[] = [];
  #view: EditorView | undefined;

  connectedCallback(): void {
    this.#view ??= new EditorView({ parent: this, extensions: EditorView.cspNonce.of(NONCE) });
  }

  /** Forgets all texts and opens these. */
  load(files: readonly SourceFile[], active: string): void {
    this.#states = new Map(files.map((file) => [file.path, this.#stateOf(file)]));
    this.#problems = [];
    this.#drawing = undefined;
    this.#path = '';
    this.open(active);
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
    this.#refresh();
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
    if (this.#view) showMarks(this.#view, ranges, this.#path);
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

  #refresh(): void {
    const view = this.#view;
    if (!view) return;
    view.dispatch(squiggles(view.state, this.#problems, this.#path));
    showWaves(view, this.#drawing, this.#path);
    showMarks(view, this.#marks, this.#path);
  }

  #stateOf(file: SourceFile): EditorState {
    return EditorState.create({ doc: file.text, extensions: this.#extensions(file.path) });
  }

  #extensions(path: string): Extension {
    return [
      EditorView.cspNonce.of(NONCE),
      EditorView.contentAttributes.of({
        'aria-label': `Source of ${path}. Press Escape, then Tab, to leave.`,
        tabindex: '0',
        spellcheck: 'false',
        autocapitalize: 'off',
      }),
      lineNumbers(),
      waveGutter,
      squiggleGutter,
      sourceMarks,
      history(),
      typeOverSelection,
      drawSelection(),
      highlightActiveLine(),
      highlightActiveLineGutter(),
      bracketMatching(),
      indentUnit.of('  '),
      EditorState.tabSize.of(2),
      path.endsWith('.rb') ? ruby : puppet,
      appearance,
      keymap.of([...defaultKeymap, ...historyKeymap, indentWithTab]),
      EditorView.updateListener.of((update) => {
        if (update.docChanged) {
          performance.mark('callsheet:key');
          const isReplaced = replacesAll(update.changes);
          this.#tell('source-change', { path, text: update.state.doc.toString(), isReplaced } satisfies Change);
        }
        const moved = update.selectionSet && update.transactions.some((step) => step.annotation(Transaction.userEvent));
        if (moved) {
          this.#tell('source-caret', { path, offset: update.state.selection.main.head });
        }
      }),
    ];
  }

  #tell(name: keyof EditorEvents, detail: unknown): void {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }
}

customElements.define('source-editor', SourceEditor);
