/** Marks where the reader is in "On this page". */

export function startHere(): void {
  const links = [...document.querySelectorAll<HTMLAnchorElement>('.here a')];
  const headings = links.flatMap((link) => document.getElementById(decodeURIComponent(link.hash.slice(1))) ?? []);
  if (headings.length === 0) return;
  let isWaiting = false;
  const show = (): void => {
    isWaiting = false;
    // The last heading that has passed the upper third; before that none.
    const current = headings.findLast((heading) => heading.getBoundingClientRect().top < window.innerHeight / 3);
    for (const link of links) link.classList.toggle('current', current !== undefined && link.hash === `#${current.id}`);
  };
  const soon = (): void => {
    if (!isWaiting) requestAnimationFrame(show);
    isWaiting = true;
  };
  document.addEventListener('scroll', soon, { passive: true });
  soon();
}
