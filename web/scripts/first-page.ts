/**
 * Puts the text and the drawing of the first example into the page itself, drawn by what draws in the page, so that they
 * are seen before any script has come; and says in its head what the scripts will ask for.
 */

import { parseHTML } from 'linkedom';
import type { Drawing } from 'callsheet';
import type { Plugin } from 'vite';
import { Cards } from '../src/graph/cards.ts';
import { headingLayer, laneLayer, lineLayer } from '../src/graph/lanes.ts';
import { pillLayer } from '../src/graph/pills.ts';
import { make } from '../src/graph/svg.ts';
import { firstOf } from './first-view.ts';

/** How much higher than its width the frame of the drawing usually is, where there is room for all panes. */
const USUAL = 719 / 667;
/** What only those need who can point at it or hear it; scripts bring it along. */
const LATER = /^(data-(?!status)|aria-|role$|tabindex$|part$)/;

function words(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}

/** The drawing as the page shows it, without what it does. */
function svg(drawing: Drawing, name: string, about: string): string {
  const { document } = parseHTML('<!doctype html>');
  Object.assign(globalThis, { document });
  const layer = (kind: string): SVGGElement => make('g', { class: kind });
  const [lanes, lines, headings, cards, pills] = [layer('lanes'), layer('lines'), layer('headings'), layer('cards'), layer('pills')];
  const slack = drawing.rows ? 0 : Math.max(0, Math.round(drawing.width * USUAL - drawing.height));
  const waves = drawing.waves.map((view) => ({ view, slack }));
  laneLayer(lanes).patch(waves);
  lineLayer(lines).patch(drawing.edges.map((view) => ({ view, isGhost: false })));
  headingLayer(headings).patch(waves);
  new Cards(cards).patch(drawing, new Set());
  pillLayer(pills).patch(drawing.pills.map((view) => ({ view, isGhost: false, isMissing: false, isInRow: drawing.rows ?? false })));
  const frame = make('svg', {
    class: `drawing early ${name}`,
    role: 'img',
    'aria-label': about,
    viewBox: `0 ${-slack / 2} ${drawing.width} ${drawing.height + slack}`,
    width: drawing.width,
    height: drawing.height + slack,
  });
  const unseen = '[display=none], title, .card-ring, .status-hit, .status-word, .status-mark, .pill-inner, .pill-cross, .opener, .pill:not(.order-only) > .pill-lock';
  for (const part of [lanes, lines, headings, cards, pills]) {
    for (const element of part.querySelectorAll(unseen)) element.remove();
    for (const element of part.querySelectorAll<SVGElement>('*')) {
      for (const attribute of element.getAttributeNames()) if (LATER.test(attribute)) element.removeAttribute(attribute);
      // The page's policy refuses styles in elements.
      const { transform } = element.style;
      element.removeAttribute('style');
      if (transform) element.setAttribute('transform', transform.replaceAll('px', ''));
    }
    frame.append(part);
  }
  return frame.outerHTML;
}

/** Makes the page from the engine in `pkg` and the first of `examples`. */
export function firstPage(pkg: string, examples: string): Plugin {
  return {
    name: 'first-page',
    transformIndexHtml: {
      order: 'pre',
      async handler(html) {
        if (!html.includes("<!-- the first example's")) return html;
        const { files, view, rows } = await firstOf(pkg, examples);
        const about = `The first example: ${view.drawing.cards.length} nodes in ${view.drawing.waves.length} waves`;
        const [file] = files;
        if (!file) throw new Error('the first example has no files');
        return html
          .replace("<!-- the first example's text -->", () => `<textarea class="early" readonly spellcheck="false" aria-label="Source of ${words(file.path)}">\n${words(file.text)}</textarea>`)
          .replace("<!-- the first example's drawing -->", () => svg(view.drawing, 'columns', about) + svg(rows, 'rows', about));
      },
    },
  };
}

/** Lets the page fetch the first part of the engine before its script says so. */
export function preload(): Plugin {
  return {
    name: 'preload',
    apply: 'build',
    transformIndexHtml: (_, { bundle, filename }) => {
      if (!filename.endsWith('index.html')) return [];
      const part = Object.keys(bundle ?? {}).find((name) => /\bfirst-[^/]*\.wasm$/.test(name));
      if (!part) throw new Error('there is no first part of the engine');
      return [{ tag: 'link', attrs: { rel: 'preload', as: 'fetch', type: 'application/wasm', crossorigin: true, href: `./${part}` }, injectTo: 'head' }];
    },
  };
}
