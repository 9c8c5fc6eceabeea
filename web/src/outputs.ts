/** Writes the plan out in the form that is looked at: only while it is looked at, and when the typing pauses. */

import type { Options } from 'callsheet';
import { download } from './download';
import type { Answers } from './engine';
import { sent } from './inputs';
import { inspectedNode } from './inspected';
import { Latest } from './latest';
import { FORMS, type Form, type TextOutputs } from './panels/outputs';
import { listen } from './panels/panel';
import { picture } from './picture';
import type { Answer } from './protocol';
import type { State, Store } from './state';
import { isDark } from './theme';

/** Milliseconds without a plan. */
const PAUSE = 120;

/** Whose catalog is shown: the node that is looked at, or the first one that runs. */
function nodeOf(state: State): string | undefined {
  return inspectedNode(state) ?? state.shown?.levels[0]?.nodes[0]?.name;
}

function optionsOf(state: State): Options {
  const node = nodeOf(state);
  // What a target would bring along says nothing of all nodes.
  const aim = state.aim.target ? state.aim : {};
  return node === undefined ? aim : { ...aim, node };
}

export function startOutputs(store: Store, engine: Answers, panel: TextOutputs): void {
  const texts = new Latest(engine);
  let form: Form = 'plan';
  /** What `text` is of. */
  let [written, text] = ['', undefined as string | undefined];
  let timer: number | undefined;

  const show = (fault?: string): void => {
    panel.input = { form, node: nodeOf(store.state), text, fault, old: store.state.stale !== undefined };
  };

  const write = (): void => {
    const { state } = store;
    if (!state.sound || state.side !== 'outputs') return;
    const options = optionsOf(state);
    const wanted = [state.sound.version, form, form.startsWith('catalog') ? options.node : ''].join();
    if (wanted === written) return show();
    texts.ask({ kind: 'export', files: sent(state.sound.files), options, form }, (answer) => {
      written = wanted;
      text = textOf(answer);
      show(faultOf(answer));
    });
  };

  store.subscribe((state, before) => {
    const { sound, side, inspected, stale } = state;
    const isOther = sound !== before.sound || inspected !== before.inspected || stale !== before.stale;
    if (side !== 'outputs' || (!isOther && side === before.side)) return;
    if (state.epoch !== before.epoch) text = undefined;
    clearTimeout(timer);
    timer = window.setTimeout(write, side === before.side ? PAUSE : 0);
  });

  listen('open-form', (chosen) => {
    if (!FORMS.some(([known]) => known === chosen)) return;
    [form, text, written] = [chosen, undefined, ''];
    show();
    write();
  });

  listen('save-drawing', async (scale) => {
    const { state } = store;
    const { files } = state.sound ?? state;
    const answer = await engine.ask({ kind: 'export', files: sent(files), options: optionsOf(state), form: 'svg' }).catch((error: unknown) => error as Error);
    const svg = textOf(answer);
    if (svg === undefined) return show(faultOf(answer));
    if (scale === 0) return download('callsheet-plan.svg', svg, 'image/svg+xml');
    await picture(svg, scale, isDark()).then(
      (png) => download(`callsheet-plan${scale > 1 ? `@${scale}x` : ''}.png`, png, 'image/png'),
      (error: unknown) => show(`no picture: ${error instanceof Error ? error.message : String(error)}`),
    );
  });
}

function textOf(answer: Answer | Error): string | undefined {
  return 'text' in answer ? answer.text : undefined;
}

function faultOf(answer: Answer | Error): string | undefined {
  return answer instanceof Error ? answer.message : undefined;
}
