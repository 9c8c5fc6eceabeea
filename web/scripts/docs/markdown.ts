/** Markdown to HTML: headings that can be linked to, links to other pages, and code as `fences.ts` says. */

import markdownIt from 'markdown-it';
import type { Engine } from '../examples.ts';
import { coloured, escaped, remarked, transcript } from './colour.ts';
import { embed } from './embed.ts';
import { attributesOf, fenceOf, filesOfGroup, groupOf, groupsOf, type Fence, type SourceFile } from './fences.ts';

type Markdown = ReturnType<typeof markdownIt>;
type Token = ReturnType<Markdown['parse']>[number];

const WORDS: Readonly<Record<string, string>> = { sh: 'Shell', console: 'Terminal', yaml: 'YAML', json: 'JSON', html: 'HTML', js: 'JavaScript', ts: 'TypeScript', css: 'CSS', ruby: 'Ruby' };

/** The text of a heading as the end of an address. */
export function slug(text: string): string {
  return text.toLowerCase().replace(/<[^>]*>|[^\w\s-]/g, '').trim().replace(/[\s_]+/g, '-');
}

/** The code blocks of a page. */
export function fencesIn(markdown: string): Fence[] {
  return markdownIt({ html: true })
    .parse(markdown, {})
    .filter(({ type }) => type === 'fence')
    .map(({ info, content, map }) => fenceOf(info, content, (map?.[0] ?? 0) + 1));
}

/** Gives every heading an address of its own. */
function nameHeadings(tokens: readonly Token[]): void {
  const known = new Set<string>();
  tokens.forEach((token, place) => {
    if (token.type !== 'heading_open') return;
    const text = (tokens[place + 1]?.children ?? []).map(({ content }) => content).join('');
    const base = slug(text) || 'section';
    let id = base;
    for (let number = 2; known.has(id); number++) id = `${base}-${number}`;
    known.add(id);
    token.attrSet('id', id);
  });
}

function code(engine: Engine, { language, options, text }: Fence): string {
  const path = options.get('file');
  const isTemplate = path?.endsWith('.epp') ?? false;
  const inner =
    language === 'puppet' ? coloured(engine, isTemplate ? 'a.epp' : 'a.pp', text)
    : language === 'console' ? transcript(text)
    : ['sh', 'yaml'].includes(language) ? remarked(text)
    : escaped(text);
  const caption = path ?? WORDS[language];
  const head = caption === undefined ? '' : `<figcaption>${path === undefined ? caption : `<code>${escaped(path)}</code>`}</figcaption>`;
  return `<figure class="code" data-language="${escaped(language)}">${head}<pre><code>${inner}</code></pre></figure>\n`;
}

/** A page's Markdown with all that the site adds to it. */
export function markdown(engine: Engine, exampleFiles: (id: string) => readonly SourceFile[]): Markdown {
  const md = markdownIt({ html: true, typographer: false });
  md.core.ruler.push('headings', ({ tokens }) => nameHeadings(tokens));
  const { fence: _, ...rules } = md.renderer.rules;
  md.renderer.rules = {
    ...rules,
    fence(tokens, place) {
      const all = tokens.filter(({ type }) => type === 'fence');
      const fences = all.map(({ info, content, map }) => fenceOf(info, content, (map?.[0] ?? 0) + 1));
      const token = tokens[place];
      const fence = token && fences[all.indexOf(token)];
      if (!fence) return '';
      const group = groupsOf(fences).get(groupOf(fence)) ?? [];
      const [first] = group;
      if (!first?.options.has('live') || !group.includes(fence)) return code(engine, fence);
      return fence === first ? embed(engine, filesOfGroup(group, exampleFiles), attributesOf(first)) : '';
    },
    // A column that needs no name is named for nobody.
    th_open: (tokens, place, options, _env, self) => {
      const token = tokens[place];
      if (token && tokens[place + 1]?.content === '') token.tag = 'td';
      return self.renderToken(tokens, place, options);
    },
    th_close: (tokens, place, options, _env, self) => {
      const token = tokens[place];
      if (token && tokens[place - 1]?.content === '') token.tag = 'td';
      return self.renderToken(tokens, place, options);
    },
    table_open: () => '<div class="table"><table>\n',
    table_close: () => '</table></div>\n',
  };
  const link = md.renderer.rules['link_open'] ?? ((tokens, place, options, _env, self) => self.renderToken(tokens, place, options));
  md.renderer.rules['link_open'] = (tokens, place, options, env, self) => {
    const token = tokens[place];
    const address = token?.attrGet('href') ?? '';
    // Sources link to sources, so that they can be read where they are kept as well.
    if (!/^\w+:/.test(address)) token?.attrSet('href', address.replace(/\.md(?=#|$)/, '.html'));
    return link(tokens, place, options, env, self);
  };
  return md;
}
