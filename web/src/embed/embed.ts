/**
 * A link shown in a frame of another page. The other page is told how high the content is, what was planned and chosen;
 * it may send other texts and a theme. Only the page around is talked to, and only if it is of the origin that the
 * address names, or that the browser says it came from; others are neither told anything nor heard.
 */

import type { CallsheetPlan } from '../element/plan';
import type { Content } from '../link';
import type { SourceFile } from '../protocol';

await customElements.whenDefined('callsheet-plan');
const plan = document.querySelector('callsheet-plan') as CallsheetPlan;
const notice = document.querySelector<HTMLElement>('.notice');
const options = new URLSearchParams(location.hash.replace(/^[^&]*&?/, ''));

/** Options that are attributes of the element. */
const ATTRIBUTES = ['view', 'lines', 'wave', 'target', 'title'] as const;
/** Options that are there or not. */
const SWITCHES = [['ro', 'readonly'], ['run', 'run'], ['pre', 'with-prerequisites']] as const;

/** The origin to talk to; none if the browser does not say. */
function originOf(address: string | null): string | undefined {
  try {
    const { origin } = new URL(address ?? '');
    return origin === 'null' ? undefined : origin;
  } catch {
    return undefined;
  }
}

const origin = originOf(options.get('origin') ?? document.referrer);

function post(type: string, more: object = {}): void {
  if (origin !== undefined && window.parent !== window) window.parent.postMessage({ type: `callsheet:${type}`, ...more }, origin);
}

function isFile(value: unknown): value is SourceFile {
  const file = value as Partial<SourceFile> | null;
  return typeof file?.path === 'string' && typeof file.text === 'string';
}

/** The frame behind the element is light or dark with it. */
function dress(theme: string): void {
  if (!['light', 'dark', 'auto'].includes(theme)) return;
  plan.setAttribute('theme', theme);
  document.documentElement.style.colorScheme = theme === 'auto' ? '' : theme;
}

/** What the page around asks for; whatever is no such thing is passed over. */
function hear(message: unknown): void {
  const { type, files, text, theme } = (typeof message === 'object' && message ? message : {}) as Record<string, unknown>;
  const name = typeof type === 'string' ? type.replace(/^callsheet:/, '') : '';
  if (name === 'setTheme' && typeof theme === 'string') dress(theme);
  if (name !== 'setSource') return;
  if (typeof text === 'string') plan.files = [{ path: 'site.pp', text }];
  else if (Array.isArray(files) && files.length > 0 && files.every(isFile)) plan.files = files;
}

function show({ draft, more }: Content): void {
  const aim = more.aim;
  if (aim?.target && !options.has('target')) {
    plan.setAttribute('target', aim.target);
    plan.toggleAttribute('with-prerequisites', aim.withPrerequisites);
  }
  plan.files = draft.files;
  plan.hidden = false;
}

function say(words: string, show?: () => void): void {
  if (!notice) return;
  plan.hidden = true;
  notice.hidden = false;
  notice.textContent = words;
  if (!show) return;
  const button = document.createElement('button');
  button.textContent = 'Show its files';
  button.addEventListener('click', () => {
    notice.hidden = true;
    show();
  });
  notice.append(button);
}

async function openAddress(): Promise<void> {
  try {
    const { readLink } = await import('../link');
    const content = await readLink(location.hash);
    if (content.isNewer) say('This was made by a newer version of Callsheet and may say more than this one understands.', () => show(content));
    else show(content);
  } catch (error) {
    say(error instanceof Error ? error.message : String(error));
  }
}

for (const name of ATTRIBUTES) {
  const value = options.get(name);
  if (value !== null) plan.setAttribute(name, value);
}
for (const [option, attribute] of SWITCHES) plan.toggleAttribute(attribute, options.get(option) === '1');
dress(options.get('theme') ?? 'auto');
document.documentElement.classList.toggle('auto', options.get('h') === 'auto');

window.addEventListener('message', ({ source, origin: from, data }: MessageEvent<unknown>) => {
  if (source === window.parent && from === origin) hear(data);
});
window.addEventListener('hashchange', () => location.reload());
plan.addEventListener('plan', (event) => post('plan', (event as CustomEvent<object>).detail));
plan.addEventListener('select', (event) => post('select', (event as CustomEvent<object>).detail));
new ResizeObserver(() => post('resize', { height: Math.ceil(document.body.getBoundingClientRect().height) })).observe(document.body);
await openAddress();
post('ready');
