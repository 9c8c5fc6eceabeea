/** Joins the store, the planner and the panels. */

import { Announcer } from './announcer';
import type { EditorEvents } from './editor/editor';
import { SourcePane } from './editor/source';
import { DraftKeeper, earlierDrafts, keepEarlier, presentDraft, type Draft } from './drafts';
import { fetchExplanation } from './explanations';
import { Engine } from './engine';
import { examples, filesOf, mainFile, SMALLEST } from './examples';
import { carried } from './findings';
import { startChanges } from './changes';
import { thingAt, everyCard, sourceOf } from './graph/related';
import { template } from './inputs';
import { find as findInspected, valuesOf } from './inspected';
import { fromGaps, keepReading, keptReading } from './kept-reading';
import { editsByFile } from './mending';
import { Milestones } from './milestones';
import { CallsheetBar } from './panels/bar';
import { FormatButton } from './panels/format';
import { ExampleGallery } from './panels/gallery';
import { ChangeList } from './panels/changes';
import { AppGraph } from './panels/graph';
import { TextOutputs } from './panels/outputs';
import { SideTabs } from './panels/sides';
import { ValueInspector } from './panels/inspector';
import { OrderList } from './panels/order';
import { OutlineList } from './panels/outline';
import { listen, tell, type Pane } from './panels/panel';
import { ProblemList } from './panels/problems';
import { RunBar } from './panels/run-bar';
import './panels/splitter';
import { fault } from './panels/notice';
import './panels/share';
import { CommandPalette } from './panels/palette';
import { PaneSwitch } from './panels/switch';
import { FileTabs } from './panels/tabs';
import { keepOffline } from './offline';
import { startOutputs } from './outputs';
import { startOpening } from './opening';
import { Parts } from './parts';
import { INPUTS } from './paths';
import { startPalette } from './palette';
import { compileOf, startPlanning } from './planning';
import type { Answer, SourceFile } from './protocol';
import { Reader } from './reader';
import { isPhone, startRoom } from './room';
import { startRunning } from './running';
import { Sharing } from './sharing';
import { startShowing } from './showing';
import { startSides } from './sides';
import { opened, Store, withFolding, withName, withoutFile, withoutPast, withText, withView, type Selection, type State } from './state';
import { Steady } from './steady';
import { Steps, type Restore } from './steps';
import { isDark, startTheme, switchTheme } from './theme';
import { startWorker } from './thread';
import type { FixView, Range } from 'callsheet';
import { FIRST, files as firstFiles, readings, rows as firstRows, view as firstView } from 'virtual:first-view';

function find<Kind extends Element>(selector: string, kind: new () => Kind): Kind {
  const element = document.querySelector(selector);
  if (!(element instanceof kind)) {
    throw new Error(`the page lacks ${selector}`);
  }
  return element;
}

/** There is room for the values beside all other panes. */
const isWide = matchMedia('(min-width: 1100px)');
/** Where the keyboard was before it went to the values. */
let lookedFrom: Element | null = null;

const store = new Store();
const parts = new Parts();
const engine = new Engine(parts, startWorker);
/** For what takes longer than a plan. */
const slow = new Engine(parts, startWorker);
const reader = new Reader(engine, (file, reading) => {
  editor.read(file, reading);
  if (store.state.edited && file.path === store.state.active) keepReading(file, reading);
});
const keeper = new DraftKeeper();
const sharing = new Sharing(store, { show: openAll, own: openOwn });
const milestones = new Milestones(() => store.state.version);

const gallery = find('example-gallery', ExampleGallery);
const bar = find('callsheet-bar', CallsheetBar);
const tabs = find('file-tabs', FileTabs);
const editor = find('source-pane', SourcePane);
const formatButton = find('format-button', FormatButton);
const outline = find('outline-list', OutlineList);
const problems = find('problem-list', ProblemList);
const graph = find('callsheet-graph', AppGraph);
const order = find('callsheet-order', OrderList);
const inspector = find('value-inspector', ValueInspector);
const panes = find('main', HTMLElement);
const paneSwitch = find('pane-switch', PaneSwitch);
const steps = new Steps(store, editor, replaceAll);
const steady = new Steady((listed) => {
  if (problems.input) problems.input = { ...problems.input, problems: listed };
});
const announcer = new Announcer(find('.announcer', HTMLElement));

const catalogs = startPlanning(store, engine, slow, {
  planned: async (version) => {
    await Promise.all([isShown(), problems.updateComplete]);
    await milestones.shown(version);
  },
  compiled: (version) => milestones.compiled(version),
});

store.subscribe(({ files, active }, before) => {
  if (files !== before.files || active !== before.active) formatButton.input = { path: active, note: undefined };
});

const isShown = startShowing(store, { graph, order, source: editor });

store.subscribe((state, before) => {
  const { view, active, files, failure, epoch, problems: found, uncompiled } = state;
  const fault = failure ?? uncompiled;
  const isFault = fault !== (before.failure ?? before.uncompiled);
  if (found !== before.problems || view !== before.view || isFault || state.pages !== before.pages) {
    problems.input = { problems: steady.list(found), failure: fault, took: state.took, pages: state.pages, files };
  }
  if (view && view !== before.view) announcer.say(view);
  if (files !== before.files || active !== before.active || found !== before.problems) {
    const errors = found.filter((problem) => problem.severity === 'error');
    const broken = new Set(errors.map((problem) => problem.range.file));
    tabs.input = { files, active, epoch, broken };
    paneSwitch.input = { pane: state.pane, errors: errors.length };
  }
});

/** The values of what is looked at. */
store.subscribe((state, before) => {
  const { inspected, shown, stale, compiled, uncompiled, sound, trail } = state;
  const isSame = inspected === before.inspected && shown === before.shown && stale === before.stale;
  const isKnownSame = compiled === before.compiled && uncompiled === before.uncompiled && sound === before.sound;
  if (isSame && isKnownSame && trail === before.trail) return;
  const found = shown && inspected && findInspected(shown, inspected);
  const node = found?.card?.node;
  inspector.input = {
    inspected: found,
    values: valuesOf(state, node),
    failed: node !== undefined && compiled?.failed.has(node) === true,
    isPending: compiled?.version !== sound?.version || (node !== undefined && !compiled?.nodes.has(node)),
    fault: uncompiled,
    old: stale !== undefined,
    back: trail.at(-1),
  };
  panes.classList.toggle('inspecting', found !== undefined);
  const isKnown = node === undefined || compiled?.nodes.has(node);
  if (!isKnown && compiled && compiled.version === sound?.version) catalogs.now(compileOf(state));
});

store.subscribe((state, before) => {
  if (state.pane !== before.pane) {
    panes.dataset['pane'] = state.pane;
    paneSwitch.input = { pane: state.pane, errors: paneSwitch.input?.errors ?? 0 };
  }
});

/** Keeps the user's own texts from being lost. */
store.subscribe((state, before) => {
  const { files, active, example, edited, earlier, kept } = state;
  if (earlier !== before.earlier) keepEarlier(earlier);
  if (files === before.files && active === before.active && edited === before.edited) return;
  if (edited) {
    keeper.keep({ files, active, example });
  } else if ((before.edited || before.kept) && !kept) {
    keeper.drop();
  }
});

function showBar(): void {
  bar.input = { dark: isDark() };
}

async function openGallery(): Promise<void> {
  const { example: current, earlier } = store.state;
  gallery.input = { examples: undefined, current, earlier };
  void gallery.open();
  gallery.input = { examples: await examples().catch((error: Error) => error), current, earlier };
}

/** Formats a file of the editor; what came of it. */
async function format(file: SourceFile): Promise<string> {
  const answer = await engine.ask({ kind: 'format', file }).catch((error: unknown) => error);
  if (answer instanceof Error) return `Not formatted: ${answer.message}.`;
  const { text } = answer as Extract<Answer, { kind: 'format' }>;
  if (text === undefined) return 'Not formatted: the file has a syntax error.';
  return editor.rewrite(file, text) ? 'Formatted.' : 'Nothing to change.';
}

/** Changes the texts as repairs say, unless they are for another text; in each file that is one step back. */
function mend(fixes: readonly FixView[]): void {
  const { answered, version, active } = store.state;
  if (answered !== version) return;
  for (const [path, edits] of editsByFile(fixes)) {
    openFile(path);
    editor.edit(edits);
  }
  if (fixes.length > 1) openFile(active);
  editor.focus();
}

function openFile(path: string): void {
  if (path === INPUTS && !editor.has(path)) {
    const drawing = store.state.shown?.drawing;
    editor.add({ path, text: template(drawing ? everyCard(drawing).map((card) => card.node) : []) });
  }
  store.update(() => ({ active: path }));
  editor.open(path);
}

/** Shows a place in the source; on a narrow page the source comes to the front first. */
function go(range: Range): void {
  store.update(() => ({ pane: 'source' satisfies Pane }));
  openFile(range.file);
  editor.reveal(range);
}

/** Selects it and shows its values. */
function look(selection: Selection, trail: readonly Selection[]): void {
  store.update(() => ({ selection, inspected: selection, hover: undefined, trail }));
}

function closeInspector(): void {
  store.update(() => ({ inspected: undefined, selection: undefined, trail: [] }));
}

/** Opens an example that somebody chose; a text of the user's own makes room for it. */
async function openExample(id: string): Promise<void> {
  const files = await filesOf(id).catch(fault);
  if (files) {
    const draft = { files, active: mainFile(files), example: id };
    openAll(draft, (state) => opened(state, draft, false));
    sharing.name(`#ex=${id}`);
  }
  gallery.close();
}

function openOwn(draft: Draft): void {
  openAll(draft, (state) => opened(state, draft, true));
}

function openAll(draft: Draft, change: (state: State) => Partial<State>): void {
  steps.take();
  replaceAll(draft, undefined, change);
}

function replaceAll(draft: Draft, texts: Parameters<Restore>[1] | undefined, change: (state: State) => Partial<State>): void {
  reader.forget();
  catalogs.forget();
  editor.load(draft.files, draft.active, texts);
  graph.release();
  store.update(change);
}

editor.addEventListener('source-unread', (event) => reader.read((event as EditorEvents['source-unread']).detail));
editor.addEventListener('source-change', (event) => {
  const { detail } = event as EditorEvents['source-change'];
  const { path, text, isReplaced, isTyped, carry } = detail;
  if (isTyped) steady.typed();
  store.update((state) => ({
    ...withText(state, { path, text }),
    ...(isReplaced ? withoutPast(state) : {}),
    ofCatalogs: carried(state.ofCatalogs, path, carry),
  }));
});
editor.addEventListener('source-caret', (event) => {
  const { path, offset } = (event as EditorEvents['source-caret']).detail;
  const { shown, stale, inspected } = store.state;
  const selection = shown && !stale ? thingAt(shown.drawing, path, offset) : undefined;
  // A sheet over another pane is opened by hand only.
  const looks = selection && (inspected || isWide.matches) && selection.id !== inspected?.id;
  store.update(() => (looks ? { selection, inspected: selection, trail: [] } : { selection }));
});

editor.addEventListener('source-jump', (event) => {
  const { path, offset, to } = (event as EditorEvents['source-jump']).detail;
  const { shown, stale } = store.state;
  const thing = shown && !stale ? thingAt(shown.drawing, path, offset) : undefined;
  // Its values say who waits for it.
  if (thing?.kind === 'capability') tell(to === 'producer' ? 'pick' : 'inspect', thing);
});

editor.addEventListener('source-mend', (event) => mend([(event as EditorEvents['source-mend']).detail]));
editor.addEventListener('source-fixes', (event) => {
  const { path, from, to } = (event as EditorEvents['source-fixes']).detail;
  void problems.focusFix(path, from, to);
});
listen('mend', mend);
listen('leave-problems', () => editor.focus());

listen('point', (hover) => store.update(() => ({ hover })));
listen('pick', (selection) => {
  look(selection, []);
  if (isPhone.matches) return;
  const { shown, stale } = store.state;
  const source = shown && !stale ? sourceOf(shown, selection) : undefined;
  if (source) go(source);
});
listen('reveal', (selection) => {
  const { shown, stale } = store.state;
  const source = shown && !stale ? sourceOf(shown, selection) : undefined;
  if (source) go(source);
  look(selection, []);
  store.update(() => ({ pane: 'graph' }));
  graph.reveal(selection);
});
listen('inspect', (selection) => {
  lookedFrom = document.activeElement;
  look(selection, []);
  inspector.focus();
});
listen('follow', ({ source, selection }) => {
  const { inspected, trail } = store.state;
  if (selection) look(selection, inspected ? [...trail, inspected] : trail);
  if (source) go(source);
  else inspector.focus();
});
listen('back', () => {
  const { trail } = store.state;
  const selection = trail.at(-1);
  if (selection) look(selection, trail.slice(0, -1));
  inspector.focus();
});
listen('leave-inspector', () => {
  if (!isWide.matches) closeInspector();
  if (lookedFrom instanceof HTMLElement || lookedFrom instanceof SVGElement) lookedFrom.focus();
});
listen('close-inspector', closeInspector);
listen('go', go);
listen('explain', async (code) => {
  const text = store.state.pages.has(code) ? undefined : await fetchExplanation(code);
  if (text !== undefined) {
    store.update(({ pages }) => ({ pages: new Map([...pages, [code, text]]) }));
  }
});
listen('format', async () => {
  const file = editor.openFile();
  if (!file.path.endsWith('.pp')) return;
  formatButton.input = { path: file.path, note: undefined };
  formatButton.input = { path: file.path, note: await format(file) };
});
listen('outline', async () => {
  const { files, active } = store.state;
  const ordered = [...files.filter(({ path }) => path === active), ...files.filter(({ path }) => path !== active)];
  const answer = await engine.ask({ kind: 'outline', files: ordered }).catch(() => undefined);
  if (answer?.kind === 'outline') outline.input = { outlines: answer.outlines };
});
listen('open-file', openFile);
listen('add-file', (file) => {
  editor.add(file);
  store.update((state) => withText(state, file));
  openFile(file.path);
  editor.focus();
});
listen('rename-file', ({ from, to }) => {
  editor.rename(from, to);
  store.update((state) => withName(state, from, to));
});
listen('remove-file', (path) => {
  editor.forget(path);
  store.update((state) => withoutFile(state, path));
  editor.open(store.state.active);
});
listen('open-gallery', openGallery);
listen('open-example', openExample);
listen('open-draft', openOwn);
listen('insert-smallest', () => {
  openFile(mainFile(store.state.files));
  editor.insertAtEnd(SMALLEST);
});
listen('fold', (folding) => store.update((state) => withFolding(state, folding)));
listen('open-pane', (pane) => store.update(() => ({ pane })));
listen('switch-theme', () => {
  switchTheme();
  showBar();
});

startSides(store, find('side-tabs', SideTabs));
startChanges(store, slow, find('change-list', ChangeList), graph);
startPalette(store, find('command-palette', CommandPalette), graph);
startOutputs(store, slow, find('text-outputs', TextOutputs));

startTheme(showBar);
startRoom(store, () => graph.release());
startRunning(store, slow, { bar: find('run-bar', RunBar), graph, order, inspector, announcer });
store.update(() => ({ earlier: earlierDrafts() }));
startOpening({ own: openOwn, content: (content) => sharing.open(content) });

/** What the address names, or else what was written last, or else the first example. */
async function openFirst(): Promise<void> {
  if (location.hash) editor.empty();
  const isNamed = await sharing.openAddress();
  const draft = presentDraft();
  // Other texts than the first example mostly need all parts.
  if (isNamed || draft) parts.hurry().catch(() => undefined);
  if (isNamed) return;
  if (draft) {
    openOwn(draft);
    const file = draft.files.find(({ path }) => path === draft.active);
    const reading = file && keptReading(file);
    if (reading) editor.read(file, reading);
    return;
  }
  const first = { files: firstFiles, active: mainFile(firstFiles), example: FIRST };
  openAll(first, (state) => opened(state, first, false));
  store.update((state) => withView(state, state.room === undefined ? firstView : { ...firstView, drawing: firstRows }, undefined));
  for (const { path, gaps, folds } of readings) {
    editor.read({ path }, { tokens: fromGaps(gaps), folds: Uint32Array.from(folds) });
  }
}

/** How long the editor waits for what plans, in milliseconds. */
const PATIENCE = 3000;
/** From a network the editor comes behind what plans; what is kept here comes at once, and so it does for a text to go on with. */
const isNear = parts.isWhole || navigator.serviceWorker?.controller || presentDraft();
const patience = new Promise((resolve) => setTimeout(resolve, PATIENCE));
const script = Promise.resolve(isNear || Promise.race([parts.first.catch(() => undefined), patience])).then(() => import('./editor/editor'));
parts.before = script.catch(() => undefined);
script
  .then(({ SourceEditor }) => editor.arrive(new SourceEditor()))
  .catch(() => fault('The editor could not be loaded. What is written is planned all the same.'));
void openFirst();

// What it fetches would keep the first plan waiting.
void window.callsheet?.ready.then(() => window.callsheet?.compiled()).then(keepOffline);
