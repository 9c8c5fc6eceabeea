/** An element that is live: its own state, shown by the parts that the playground has, planned by the shared engine. */

import type { Drawing, FixView, Problem, Range, View } from 'callsheet';
import { tokenKinds } from 'virtual:first-view';
import { Announcer } from '../announcer';
import type { EditorEvents, SourceEditor } from '../editor/editor';
import { SMALLEST } from '../examples';
import { carried } from '../findings';
import { related, sourceOf, thingAt } from '../graph/related';
import { editsByFile } from '../mending';
import { AppGraph } from '../panels/graph';
import { OrderList } from '../panels/order';
import { listen } from '../panels/panel';
import { startPlanning } from '../planning';
import type { SourceFile } from '../protocol';
import { Reader } from '../reader';
import { startShowing } from '../showing';
import { opened, Store, withAim, withFolding, withoutPast, withText, type Selection, type State } from '../state';
import type { PlanEvents } from './api';
import type { Span } from './colours';
import { PlanCounts } from './counts';
import type { Frame } from './frame';
import type { Place } from './lines';
import { looksOf, pointedOut } from './looks';
import css from './live.css?inline';
import type { CallsheetPlan } from './plan';
import { engine } from './shared';
import { startStrip, type RunStrip } from './strip';

type Tell = <Name extends keyof PlanEvents>(name: Name, detail: PlanEvents[Name]) => void;

const sheet = new CSSStyleSheet();
sheet.replaceSync(css);

export class Live {
  #store = new Store();
  #graph = new AppGraph();
  #order = new OrderList();
  #counts = new PlanCounts();
  #strip: RunStrip | undefined;
  #editor: SourceEditor | undefined;
  #editing: Promise<SourceEditor> | undefined;
  #frame: Frame;
  #host: CallsheetPlan;
  #tell: Tell;
  /** What the engine read, by the texts that it read. */
  #readings = new WeakMap<SourceFile, readonly Span[]>();
  #problems: readonly Problem[] = [];
  #drawing: Drawing | undefined;
  #marks: readonly Range[] = [];
  #wave = new CSSStyleSheet();
  #announcer: Announcer;

  constructor(frame: Frame, host: CallsheetPlan, tell: Tell) {
    [this.#frame, this.#host, this.#tell] = [frame, host, tell];
    const root = frame.root.getRootNode() as ShadowRoot;
    root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet, this.#wave];
    this.#graph.yields = true;
    frame.graph.append(this.#graph);
    frame.order.append(this.#order);
    frame.counts.replaceWith(this.#counts);
    this.#announcer = new Announcer(frame.said);
    startPlanning(this.#store, engine, engine, {
      planned: () => this.#planned(),
      compiled: () => undefined,
    });
    startShowing(this.#store, {
      graph: this.#graph,
      order: this.#order,
      source: {
        annotate: (problems, drawing) => {
          [this.#problems, this.#drawing] = [problems, drawing];
          this.#editor?.annotate(problems, drawing);
          this.#paint();
        },
        mark: (ranges) => {
          this.#marks = ranges;
          this.#editor?.mark(ranges);
          this.#paint();
        },
      },
    });
    this.#store.subscribe((state, before) => this.#changed(state, before));
    this.#hear(root);
  }

  get files(): readonly SourceFile[] {
    return this.#store.state.files;
  }

  get active(): string {
    return this.#store.state.active;
  }

  get view(): View | undefined {
    return this.#store.state.view;
  }

  get state(): State {
    return this.#store.state;
  }

  /** Shows these texts in place of all others. */
  open(files: readonly SourceFile[], active: string): void {
    this.#graph.release();
    this.#store.update((state) => ({ ...opened(state, { files, active, example: undefined }, false), aim: this.#host.aim }));
    this.#editor?.load(files, active);
  }

  /** Does what the attributes say. */
  show(): void {
    const { aim, wave, readonly: isReadonly } = this.#host;
    const { state } = this.#store;
    if (aim.target !== state.aim.target || aim.withPrerequisites !== state.aim.withPrerequisites) this.#store.update((now) => withAim(now, aim));
    this.#wave.replaceSync(wave === undefined ? '' : pointedOut(wave));
    this.#runs(this.#host.hasAttribute('run'));
    if (isReadonly) this.#close();
    this.#frame.allow(!isReadonly, state.active);
    this.#frame.reset.disabled = !state.edited;
    this.#frame.show(state.files, state.active, (path) => this.#openFile(path));
    this.#count();
    this.#paint();
  }

  /** Puts an editor in the place of the text, with the caret where somebody pressed. */
  async edit(at: { readonly x: number; readonly y: number } | undefined): Promise<void> {
    this.#editing ??= this.#startEditor();
    const editor = await this.#editing;
    if (this.#host.readonly) return;
    editor.focusAt(at);
  }

  /** Selects the component at a place of the text. */
  pickAt(place: Place | undefined): void {
    const selection = this.#componentAt(place);
    if (selection) this.#store.update(() => ({ selection }));
  }

  async #startEditor(): Promise<SourceEditor> {
    const { SourceEditor } = await import('../editor/editor');
    const editor = new SourceEditor();
    const reader = new Reader(engine, (file, reading) => editor.read(file, reading));
    const hear = <Name extends keyof EditorEvents>(name: Name, heard: (detail: EditorEvents[Name]['detail']) => void): void =>
      editor.addEventListener(name, (event) => heard((event as EditorEvents[Name]).detail));
    hear('source-unread', (file) => reader.read(file));
    hear('source-change', ({ path, text, isReplaced, carry }) =>
      this.#store.update((state) => ({
        ...withText(state, { path, text }),
        ...(isReplaced ? withoutPast(state) : {}),
        ofCatalogs: carried(state.ofCatalogs, path, carry),
      })),
    );
    hear('source-caret', ({ path, offset }) => {
      const { shown, stale } = this.#store.state;
      this.#store.update(() => ({ selection: shown && !stale ? thingAt(shown.drawing, path, offset) : undefined }));
    });
    hear('source-mend', (fix) => this.#mend(fix));
    editor.leavesByTab = true;
    this.#frame.code.append(editor);
    editor.load(this.files, this.active);
    editor.annotate(this.#problems, this.#drawing);
    editor.scrolled(this.#frame.field);
    this.#frame.root.classList.add('edited');
    this.#editor = editor;
    return editor;
  }

  /** Back to the text without an editor. */
  #close(): void {
    this.#editor?.remove();
    [this.#editor, this.#editing] = [undefined, undefined];
    this.#frame.root.classList.remove('edited');
  }

  #hear(root: ShadowRoot): void {
    const { field } = this.#frame;
    const store = this.#store;
    const pick = (selection: Selection): void => {
      store.update(() => ({ selection }));
      const { shown, stale } = store.state;
      const source = shown && !stale ? sourceOf(shown, selection) : undefined;
      if (source) this.#go(source);
    };
    listen('point', (hover) => store.update(() => ({ hover })), root);
    listen('pick', pick, root);
    listen('inspect', pick, root);
    listen('go', (range) => this.#go(range), root);
    listen('fold', (folding) => store.update((state) => withFolding(state, folding)), root);
    listen('open-pane', (pane) => this.#frame.root.classList.toggle('listed', pane === 'order'), root);
    listen('insert-smallest', () => this.#write(SMALLEST), root);
    field.addEventListener('pointermove', ({ target, buttons }) => {
      // Who marks text points at nothing.
      if (buttons === 0) this.#point(this.#componentAt(this.#frame.lines.placeOf(target)));
    });
    field.addEventListener('pointerleave', () => this.#point(undefined));
    root.addEventListener('keydown', (event) => {
      if (event instanceof KeyboardEvent && event.key === 'Escape' && !event.defaultPrevented) store.update(() => ({ selection: undefined }));
    });
  }

  #point(hover: Selection | undefined): void {
    if (hover?.id !== this.#store.state.hover?.id) this.#store.update(() => ({ hover }));
  }

  #componentAt(place: Place | undefined): Selection | undefined {
    const { shown, stale, active } = this.#store.state;
    return shown && !stale && place ? thingAt(shown.drawing, active, place.from, place.to) : undefined;
  }

  /** Shows a place in the source; without an editor only the source moves. */
  #go(range: Range): void {
    this.#openFile(range.file);
    if (this.#editor) this.#editor.reveal(range);
    else this.#frame.lines.reveal(range.line - 1);
  }

  #openFile(path: string): void {
    if (path === this.active) return;
    this.#store.update(() => ({ active: path }));
    this.#editor?.open(path);
  }

  #write(text: string): void {
    if (this.#host.readonly) return;
    void this.edit(undefined).then(() => this.#editor?.insertAtEnd(text));
  }

  /** Makes the edits of a repair. */
  #mend(fix: FixView): void {
    if (this.#store.state.answered !== this.#store.state.version) return;
    for (const [path, edits] of editsByFile([fix])) {
      this.#openFile(path);
      this.#editor?.edit(edits);
    }
  }

  async #planned(): Promise<void> {
    const { view, files, shown, edited } = this.#store.state;
    // Without an answer what was there stays.
    if (shown) this.#frame.root.classList.add('live');
    if (view && edited) this.#announcer.say(view);
    if (this.#graph.isConnected) await this.#graph.updateComplete;
    if (view) this.#tell('plan', { view, files });
  }

  #changed(state: State, before: State): void {
    if (state.files !== before.files || state.active !== before.active || state.edited !== before.edited) this.show();
    if (state.view !== before.view || state.problems !== before.problems || state.failure !== before.failure) this.#count();
    if (state.problems !== before.problems && state.view) this.#tell('diagnostics', { problems: state.problems });
    if (state.selection?.id !== before.selection?.id) {
      const { selection, shown } = state;
      this.#paint();
      this.#tell('select', { selection, source: shown && selection && sourceOf(shown, selection) });
    }
  }

  /** The run, where it is asked for; it stays once it was. */
  #runs(isOn: boolean): void {
    if (!isOn || this.#strip) {
      if (this.#strip) this.#strip.hidden = !isOn;
      return;
    }
    this.#strip = startStrip(this.#store, this.#frame, { graph: this.#graph, order: this.#order, announcer: this.#announcer });
  }

  #count(): void {
    const { view, problems, failure, shown } = this.#store.state;
    if (!view && failure === undefined) return;
    const nodes = shown?.drawing.waves.reduce((sum, wave) => sum + wave.nodes, 0) ?? 0;
    const canList = shown !== undefined && ['split', 'graph'].includes(this.#host.view);
    this.#counts.input = { nodes, waves: shown?.levels.length ?? 0, problems, fault: failure, canList };
  }

  /** The text without an editor, with all that is known of it. */
  #paint(): void {
    const { files, active, selection, shown, stale, hover } = this.#store.state;
    const file = files.find(({ path }) => path === active);
    if (!file || this.#editor) return;
    const known = this.#readings.get(file);
    if (!known) void this.#readFile(file);
    const marks = hover || !shown || !selection || stale ? this.#marks : related(shown.drawing, selection).ranges;
    const lines = active === this.#host.main ? this.#host.lines : undefined;
    this.#frame.paint(looksOf(active, { words: known ?? this.#frame.plain(file), marks, problems: this.#problems, drawing: this.#drawing, lines }));
  }

  async #readFile(file: SourceFile): Promise<void> {
    this.#readings.set(file, this.#frame.plain(file));
    const answer = await engine.ask({ kind: 'read', file }).catch(() => undefined);
    if (answer?.kind !== 'read') return;
    this.#readings.set(file, this.#frame.read(answer.reading.tokens, tokenKinds));
    this.#paint();
  }
}
