/** An embed as it stands in a page before its script: the sources, and the drawing made by the engine. */

import type { Engine } from '../examples.ts';
import { escaped } from './colour.ts';
import type { SourceFile } from './fences.ts';

/** The drawing without its own style, which the page's policy would refuse: the page's sheet has it (`drawingStyle`). */
function drawn(engine: Engine, files: readonly SourceFile[]): string {
  const svg = engine.exportText([...files], {}, 'svg');
  return svg.replace(/<style>[^]*?<\/style>\n?/, '').replace('<svg ', '<svg slot="drawing" ').trim();
}

function source({ path, text }: SourceFile): string {
  const name = `data-file="${escaped(path)}"`;
  // What would end the script, or hide its end, stands as text instead.
  return /<\/script|<!--/i.test(text) ? `<pre ${name}>${escaped(text)}</pre>` : `<script type="text/x-puppet" ${name}>${text}</script>`;
}

export function embed(engine: Engine, files: readonly SourceFile[], attributes: readonly (readonly [string, string])[]): string {
  const words = attributes.map(([key, value]) => (value === '' ? ` ${key}` : ` ${key}="${escaped(value)}"`)).join('');
  const sources = files.map(source).join('\n');
  return `<callsheet-plan${words}>\n${sources}\n${drawn(engine, files)}\n</callsheet-plan>\n`;
}

/** The style of all drawings, which is light or dark as the page is. */
export function drawingStyle(engine: Engine): string {
  const style = /<style>([^]*?)<\/style>/.exec(engine.exportText([], {}, 'svg'))?.[1];
  if (style === undefined) throw new Error('drawings have no style of their own any more');
  return style;
}
