/** Tells what changed since the files were opened, or since they were pinned: when the typing pauses. */

import type { Drawing } from 'callsheet';
import type { Answers } from './engine';
import type { Mark } from './graph/marks';
import { everyCard, everyPill } from './graph/related';
import { sent } from './inputs';
import { Latest } from './latest';
import type { ChangeList } from './panels/changes';
import type { AppGraph } from './panels/graph';
import { listen } from './panels/panel';
import type { SourceFile } from './protocol';
import { isBehind, type Selection, type Store } from './state';

/** Milliseconds without a plan: the catalogs come first. */
const PAUSE = 250;

export function startChanges(store: Store, engine: Answers, panel: ChangeList, graph: AppGraph): void {
  const questions = new Latest(engine);
  let timer: number | undefined;

  const later = (): void => {
    clearTimeout(timer);
    timer = window.setTimeout(() => (isBehind(store.state) ? later() : compare()), PAUSE);
  };

  const compare = (): void => {
    const { sound, baseline } = store.state;
    if (!sound || isSame(sound.files, baseline.files)) return;
    questions.ask({ kind: 'diff', before: sent(baseline.files), after: sent(sound.files), options: store.state.aim }, (answer) => {
      if (store.state.sound !== sound || store.state.baseline !== baseline) return;
      store.update(() =>
        answer instanceof Error ? { changes: [], incomparable: answer.message } : { changes: 'diff' in answer ? answer.diff.changes : [], incomparable: undefined },
      );
    });
  };

  store.subscribe((state, before) => {
    const { sound, baseline, changes, shown, incomparable } = state;
    if (sound !== before.sound || baseline !== before.baseline) {
      later();
      const isEmpty = !sound || isSame(sound.files, baseline.files);
      if (isEmpty && (changes.length > 0 || incomparable)) return store.update(() => ({ changes: [], incomparable: undefined }));
    }
    if (changes === before.changes && shown === before.shown && baseline === before.baseline && incomparable === before.incomparable) return;
    const nodes = nodesOf(changes.length > 0 ? shown?.drawing : undefined);
    const own = new Map<string, Mark>();
    const rows = changes.map((change) => {
      const [kind, key] = ABOUT[change.subject] ?? [];
      const id = key && change[key];
      const name = `${kind} ${id}`;
      const node = nodes.get(name);
      if (node !== undefined && own.get(node) !== '+') own.set(node, change.subject === 'node' && change.change === 'added' ? '+' : '~');
      return { ...change, selection: kind && id !== undefined && nodes.has(name) ? { kind, id } : undefined };
    });
    panel.input = { rows, pinned: baseline.pinned, fault: incomparable };
    const marks = marksOf(shown?.drawing, own);
    void graph.updateComplete.then(() => graph.mark(marks));
  });

  listen('pin', () => store.update(({ sound, files }) => ({ baseline: { files: sound?.files ?? files, pinned: true } })));
}

function isSame(files: readonly SourceFile[], others: readonly SourceFile[]): boolean {
  return files === others || (files.length === others.length && files.every(({ path, text }, place) => others[place]?.path === path && others[place]?.text === text));
}

/** What a change is about: one kind of thing by its name, another by what it belongs to. */
const ABOUT: Readonly<Record<string, readonly [Selection['kind'], 'name' | 'of']>> = {
  node: ['node', 'name'],
  component: ['component', 'name'],
  capability: ['capability', 'name'],
  wait: ['component', 'of'],
  parameter: ['component', 'of'],
  attribute: ['capability', 'of'],
};

/** The node of all that is in the drawing. */
function nodesOf(drawing: Drawing | undefined): Map<string, string | undefined> {
  const nodes = new Map<string, string | undefined>();
  if (!drawing) return nodes;
  for (const { node, chips } of everyCard(drawing)) {
    nodes.set(`node ${node}`, node);
    for (const { component } of chips) nodes.set(`component ${component}`, node);
  }
  for (const { capability, producer } of everyPill(drawing)) nodes.set(`capability ${capability}`, nodes.get(`component ${producer}`));
  return nodes;
}

/** What the cards show: a stack is new if all its nodes are, and changed if one of them is either. */
function marksOf(drawing: Drawing | undefined, own: ReadonlyMap<string, Mark>): Map<string, Mark> {
  const marks = new Map<string, Mark>();
  for (const { node, stack } of drawing?.cards ?? []) {
    const all = (stack.length > 0 ? stack : [{ node }]).map((member) => own.get(member.node));
    if (all.some(Boolean)) marks.set(node, all.every((mark) => mark === '+') ? '+' : '~');
  }
  return marks;
}
