/** The plan in other forms: as text to read, copy and save, and the drawing as a picture. */

import { html, nothing, type TemplateResult } from 'lit';
import { download } from '../download';
import { Panel } from './panel';

/** Names of forms in the engine, what they are, and the ends of their files. */
export const FORMS = [
  ['plan', 'Run order, as puppet job plan', 'order.txt'],
  ['show', 'Applications, as puppet app show', 'applications.txt'],
  ['markdown', 'Plan in Markdown', 'plan.md'],
  ['plan-json', 'Plan in JSON', 'plan.json'],
  ['catalog', 'Catalog', 'catalog.txt'],
  ['catalog-json', 'Catalog in JSON', 'catalog.json'],
  ['instances', 'Instances in JSON', 'instances.json'],
  ['graph', 'Environment graph in JSON', 'graph.json'],
  ['plain-puppet', 'Manifests for Puppet 7', 'plain.pp'],
  ['bolt', 'Plan for Bolt', 'run.pp'],
  ['dot', 'Graph for Graphviz', 'graph.dot'],
  ['mermaid', 'Graph for Mermaid', 'graph.mmd'],
  ['diagnostics', 'Problems', 'problems.txt'],
  ['diagnostics-json', 'Problems in JSON', 'problems.json'],
] as const;

export type Form = (typeof FORMS)[number][0];

export interface OutputsInput {
  readonly form: Form;
  /** The node whose catalog is shown. */
  readonly node: string | undefined;
  /** In this form; none before the engine answered. */
  readonly text: string | undefined;
  /** Why there is no text, or no picture. */
  readonly fault: string | undefined;
  /** Whether the text is of an older manifest. */
  readonly old: boolean;
}

/** As many characters are shown; more would make the page slow. */
const MOST = 100_000;

export class TextOutputs extends Panel {
  static override properties = { input: { attribute: false }, note: { state: true } };
  declare input: OutputsInput | undefined;
  /** What was done last. */
  declare note: string | undefined;

  protected override willUpdate(changed: Map<string, unknown>): void {
    if (changed.has('input')) this.note = undefined;
  }

  protected override render(): TemplateResult {
    const { form: shown = 'plan', node, text = '', fault, old = false } = this.input ?? {};
    const isKnown = this.input?.text !== undefined;
    return html`
      <div class="output-bar">
        <select aria-label="Form" @change=${(event: Event) => this.tell('open-form', (event.target as HTMLSelectElement).value as Form)}>
          ${FORMS.map(
            ([form, title]) => html`<option value=${form} ?selected=${form === shown}>
              ${title}${node && form.startsWith('catalog') ? ` of ${node}` : ''}
            </option>`,
          )}
        </select>
        <button type="button" class="copy" ?disabled=${!isKnown} @click=${() => this.#copy(text)}>Copy</button>
        <button type="button" class="save" ?disabled=${!isKnown} @click=${() => this.#save(text)}>Save</button>
        <span role="status">${this.note}</span>
      </div>
      ${fault ? html`<p class="failure"><span aria-hidden="true">✕</span> ${fault}</p>` : nothing}
      <pre
        class="scroll code ${old ? 'old' : ''}"
        tabindex="0"
        role="region"
        aria-label="Output"
        aria-disabled=${old ? 'true' : nothing}
        aria-busy=${isKnown || fault ? nothing : 'true'}
      >${text.slice(0, MOST)}</pre>
      ${text.length > MOST ? html`<p class="none">The rest is not shown; Copy and Save give all of it.</p>` : nothing}
      <div class="output-bar" role="group" aria-label="Save the drawing">
        Drawing
        ${(['SVG', 'PNG', 'PNG 2×'] as const).map(
          (title, scale) => html`<button type="button" @click=${() => this.tell('save-drawing', scale)}>${title}</button>`,
        )}
      </div>
    `;
  }

  async #copy(text: string): Promise<void> {
    this.note = await navigator.clipboard.writeText(text).then(
      () => 'Copied',
      () => 'Not allowed here: mark the text to copy it',
    );
  }

  #save(text: string): void {
    const name = FORMS.find(([form]) => form === this.input?.form)?.[2] ?? 'output.txt';
    download(`callsheet-${name}`, text, 'text/plain');
  }
}

customElements.define('text-outputs', TextOutputs);
