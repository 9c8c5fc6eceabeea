/** A bar between two panes: drag it, or focus it and use the arrows. Sizes are kept. */

import { recall, remember } from '../memory';

const STEP = 24;
const SMALLEST = 120;

export class PaneSplitter extends HTMLElement {
  connectedCallback(): void {
    const across = this.classList.contains('across');
    this.setAttribute('role', 'separator');
    this.setAttribute('aria-orientation', across ? 'horizontal' : 'vertical');
    this.setAttribute('aria-valuemin', `${SMALLEST}`);
    this.setAttribute('aria-valuenow', `${SMALLEST}`);
    this.tabIndex = 0;
    this.addEventListener('focus', () => this.setAttribute('aria-valuenow', `${Math.round(this.#size())}`));
    const kept = Number(recall(this.#variable));
    if (kept > 0) this.#resize(kept);
    this.addEventListener('keydown', (event) => this.#press(event, across));
    this.addEventListener('pointerdown', (event) => this.setPointerCapture(event.pointerId));
    this.addEventListener('pointermove', (event) => {
      if (this.hasPointerCapture(event.pointerId)) {
        this.#grow(across ? event.movementY : event.movementX);
      }
    });
  }

  get #variable(): string {
    return this.dataset['sizes'] ?? '';
  }

  /** The pane whose size is set: the one before or after this bar. */
  get #pane(): Element | null {
    return this.dataset['from'] === 'start' ? this.previousElementSibling : this.nextElementSibling;
  }

  #press(event: KeyboardEvent, across: boolean): void {
    const back = across ? 'ArrowUp' : 'ArrowLeft';
    const on = across ? 'ArrowDown' : 'ArrowRight';
    if (event.key === back || event.key === on) {
      event.preventDefault();
      this.#grow(event.key === on ? STEP : -STEP);
    }
  }

  #grow(by: number): void {
    this.#resize(Math.max(SMALLEST, this.#size() + (this.dataset['from'] === 'start' ? by : -by)));
  }

  #size(): number {
    const box = this.#pane?.getBoundingClientRect();
    return (this.classList.contains('across') ? box?.height : box?.width) ?? 0;
  }

  #resize(size: number): void {
    const whole = Math.round(size);
    document.documentElement.style.setProperty(this.#variable, `${whole}px`);
    this.setAttribute('aria-valuenow', `${whole}`);
    remember(this.#variable, `${whole}`);
  }
}

customElements.define('pane-splitter', PaneSplitter);
