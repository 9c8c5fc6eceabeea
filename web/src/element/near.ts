/** Tells when a reader comes near to something: one observer for all that wait. */

/** So far beyond the edges of the window is near: time enough to be ready when it comes into view. */
const MARGIN = '300px 0px';

const waiting = new WeakMap<Element, () => void>();
let observer: IntersectionObserver | undefined;

function look(entries: readonly IntersectionObserverEntry[]): void {
  for (const { target, isIntersecting } of entries) {
    if (!isIntersecting) continue;
    const arrive = waiting.get(target);
    leave(target);
    arrive?.();
  }
}

/** Calls once, when the element is near for the first time. */
export function whenNear(element: Element, arrive: () => void): void {
  observer ??= new IntersectionObserver(look, { rootMargin: MARGIN });
  waiting.set(element, arrive);
  observer.observe(element);
}

/** No longer waits. */
export function leave(element: Element): void {
  waiting.delete(element);
  observer?.unobserve(element);
}
