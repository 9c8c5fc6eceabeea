/** What the palette finds: all that is in the plan, the problems, the files, the examples, and what the page can do. */

import { isAlone } from './beside';
import { offer, type Command } from './commands';
import { examples, type Example } from './examples';
import { everyCard, everyPill } from './graph/related';
import type { AppGraph } from './panels/graph';
import type { CommandPalette } from './panels/palette';
import { fileName, listen, tell } from './panels/panel';
import type { Selection, Store } from './state';

export function startPalette(store: Store, palette: CommandPalette, graph: AppGraph): void {
  const action = (title: string, run: () => void, about?: string): Command => ({ kind: 'action', title, run, about });
  const selection = ({ kind, id }: Selection, about?: string): Command => ({ kind, title: id, about, run: () => tell('reveal', { kind, id }) });
  const side = (side: 'order' | 'changes' | 'outputs'): Command =>
    action(`Show the ${side}`, () => {
      tell('open-pane', 'order');
      tell('open-side', side);
    });

  offer(() => {
    const { shown, stale } = store.state;
    if (!shown || stale) return [];
    const [cards, pills] = [everyCard(shown.drawing), everyPill(shown.drawing)];
    return [
      ...cards.map(({ node, wave }) => selection({ kind: 'node', id: node }, typeof wave === 'number' ? `wave ${wave}` : 'never runs')),
      ...cards.flatMap(({ node, chips }) => chips.map(({ component }) => selection({ kind: 'component', id: component }, node))),
      ...pills.map(({ capability }) => selection({ kind: 'capability', id: capability })),
    ];
  });
  offer(() =>
    store.state.problems.map(({ severity, message, range }) => ({
      kind: severity,
      title: message.replaceAll('`', ''),
      about: `${fileName(range.file)}:${range.line}`,
      run: () => tell('go', range),
    })),
  );
  offer(() => [
    ...store.state.files.map(({ path }): Command => ({ kind: 'file', title: path, run: () => tell('open-file', path) })),
    action('Open files', () => tell('choose-files', 'files')),
    action('Show the examples', () => tell('open-gallery', undefined)),
    side('order'),
    side('changes'),
    side('outputs'),
    action('Pin: tell changes from here on', () => tell('pin', undefined)),
    action('Format the file', () => tell('format', undefined), 'Shift Alt F'),
    action('Fit the drawing', () => graph.fit()),
    action('Switch between light and dark', () => tell('switch-theme', undefined)),
    action('Share', () => document.querySelector<HTMLElement>('share-button button')?.click()),
    ...(isAlone ? [] : [action('Read the documentation', () => location.assign('docs/index.html'))]),
    action('List the keys', () => palette.show('keys'), '?'),
  ]);
  let known: readonly Example[] = [];
  offer(() => {
    if (known.length === 0) {
      void examples().then(
        (all) => {
          known = all;
          palette.requestUpdate();
        },
        () => undefined,
      );
    }
    return known.map(({ id, title }): Command => ({ kind: 'example', title, run: () => tell('open-example', id) }));
  });
  listen('find', (what) => palette.show(what));
}
