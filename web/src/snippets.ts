/** Markup that shows what is on the page in a page of somebody's own. */

import type { SourceFile } from './protocol';
import type { State } from './state';

function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
}

/** What would end a script, or hide its end, stands as text instead. */
function source({ path, text }: SourceFile): string {
  const name = `data-file="${escaped(path)}"`;
  return /<\/script|<!--/i.test(text) ? `<pre ${name}>\n${escaped(text)}</pre>` : `<script type="text/x-puppet" ${name}>\n${text}</script>`;
}

/** A frame with what the link shows. */
export function frameOf(link: string): string {
  const address = link.replace(/[^/]*#/, 'embed.html#');
  return `<iframe src="${escaped(address)}&amp;view=split" title="Plan of an application" loading="lazy" width="100%" height="500"></iframe>\n`;
}

/** An element with these files; its scripts lie in the folder of the link. */
export function elementOf(link: string, { files, aim }: State): string {
  const folder = link.replace(/[^/]*#.*/, '');
  const target = aim.target && ` target="${escaped(aim.target)}"${aim.withPrerequisites ? ' with-prerequisites' : ''}`;
  return `<link rel="stylesheet" href="${folder}callsheet-plan.css">
<script type="module" src="${folder}callsheet-plan.js"></script>
<callsheet-plan view="split"${target}>
${files.map(source).join('\n')}
</callsheet-plan>
`;
}
