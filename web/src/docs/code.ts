/** Code blocks: a button that copies, and the keyboard where one scrolls. */

/** A transcript's commands without what they print. */
function copied(block: Element): string {
  const text = block.querySelector('pre')?.textContent ?? '';
  const commands = [...text.matchAll(/^\$ (.*)$/gm)].map(([, command]) => command);
  return commands.length > 0 ? commands.join('\n') : text;
}

function copyButton(block: Element, status: Element | null): HTMLButtonElement {
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'copy';
  button.textContent = 'Copy';
  button.addEventListener('click', () => {
    navigator.clipboard.writeText(copied(block)).then(
      () => {
        button.textContent = 'Copied';
        status?.replaceChildren('Copied');
        window.setTimeout(() => (button.textContent = 'Copy'), 2000);
      },
      () => status?.replaceChildren('The browser did not allow it'),
    );
  });
  return button;
}

/** What scrolls can be reached by keyboard; what does not is no stop on the way. */
const watcher = new ResizeObserver((entries) => {
  for (const { target } of entries) {
    if (!(target instanceof HTMLElement)) continue;
    if (target.scrollWidth > target.clientWidth) target.tabIndex = 0;
    else target.removeAttribute('tabindex');
  }
});

export function startCode(): void {
  const status = document.querySelector('.announcer');
  for (const block of document.querySelectorAll('figure.code')) block.append(copyButton(block, status));
  for (const box of document.querySelectorAll('figure.code pre, .table')) watcher.observe(box);
}
