/** Small tools for SVG: make elements, set attributes, patch a list of children by key. */

import { visible } from '../visible.ts';

export type Attributes = Readonly<Record<string, string | number | undefined>>;

export function set(element: Element, attributes: Attributes): void {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined) {
      element.removeAttribute(name);
    } else if (element.getAttribute(name) !== `${value}`) {
      element.setAttribute(name, `${value}`);
    }
  }
}

export function make<K extends keyof SVGElementTagNameMap>(
  name: K,
  attributes: Attributes = {},
  children: readonly Node[] = [],
): SVGElementTagNameMap[K] {
  const element = document.createElementNS('http://www.w3.org/2000/svg', name);
  set(element, attributes);
  element.append(...children);
  return element;
}

/** Moves an element to a place of the drawing, by a style so that it can glide there. */
export function place(element: SVGElement, x: number, y: number): void {
  const transform = `translate(${x}px, ${y}px)`;
  if (element.style.transform !== transform) {
    element.style.transform = transform;
  }
}

/** Sets the text of a text element, if it is another. No sign in it turns it round unseen. */
export function write(element: Element, text: string): void {
  const seen = visible(text);
  if (element.textContent !== seen) {
    element.textContent = seen;
  }
}

/** The same for what is shown of a name that the element around it has in full: shortened, nobody could say it. */
export function writeName(element: Element, text: string): void {
  write(element, text);
  set(element, { 'aria-hidden': text.includes('…') ? 'true' : undefined });
}

export interface Keyed<Item, Part extends { readonly root: Element }> {
  readonly key: (item: Item) => string;
  readonly create: (item: Item) => Part;
  readonly update: (part: Part, item: Item) => void;
}

const LEAVING = 160;

/** Whether two items look the same: all of them but their places in the source, which move with every line above. */
export function looksLike(item: unknown, other: unknown): boolean {
  if (item === other) return true;
  if (typeof item !== 'object' || typeof other !== 'object' || !item || !other) return false;
  if (Array.isArray(item)) {
    return Array.isArray(other) && item.length === other.length && item.every((one, at) => looksLike(one, other[at]));
  }
  const [own, others] = [item as Record<string, unknown>, other as Record<string, unknown>];
  for (const name in own) {
    if (name !== 'source' && name !== 'assignment' && !looksLike(own[name], others[name])) return false;
  }
  for (const name in others) {
    if (!(name in own)) return false;
  }
  return true;
}

/** Children of one element, kept by key: an element lives as long as its item does. */
export class KeyedChildren<Item, Part extends { readonly root: Element }> {
  #parts = new Map<string, Part>();
  #shown = new WeakMap<Part, Item>();

  constructor(
    readonly parent: Element,
    readonly how: Keyed<Item, Part>,
  ) {}

  get(key: string): Part | undefined {
    return this.#parts.get(key);
  }

  /** Makes the children show these items in this order. */
  patch(items: readonly Item[]): void {
    const old = this.#parts;
    this.#parts = new Map();
    let before: Element | null = null;
    for (const item of items) {
      const key = this.how.key(item);
      const part = old.get(key) ?? this.how.create(item);
      old.delete(key);
      this.#parts.set(key, part);
      this.#update(part, item);
      this.#place(part.root, before);
      before = part.root;
    }
    for (const part of old.values()) {
      leave(part.root);
    }
  }

  #update(part: Part, item: Item): void {
    if (!looksLike(item, this.#shown.get(part))) this.how.update(part, item);
    this.#shown.set(part, item);
  }

  /** Moves only what is out of order: a moved element would lose focus. */
  #place(root: Element, before: Element | null): void {
    let expected = before ? before.nextElementSibling : this.parent.firstElementChild;
    while (expected?.classList.contains('leaving')) {
      expected = expected.nextElementSibling;
    }
    if (expected !== root) {
      this.parent.insertBefore(root, expected);
    }
  }
}

/** Fades out; what it stood for is gone at once. */
function leave(root: Element): void {
  for (const element of [root, ...root.querySelectorAll('*')]) {
    for (const name of element.getAttributeNames()) {
      if (name.startsWith('data-') || name.startsWith('aria-') || name === 'tabindex' || name === 'role') {
        element.removeAttribute(name);
      }
    }
  }
  root.setAttribute('aria-hidden', 'true');
  root.classList.add('leaving');
  setTimeout(() => root.remove(), LEAVING);
}
