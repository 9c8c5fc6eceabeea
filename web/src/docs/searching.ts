/** Opens the search; what searches is loaded when it is first opened, while the reader types already. */

export function startSearch(): void {
  const button = document.querySelector<HTMLButtonElement>('.find');
  const dialog = document.querySelector<HTMLDialogElement>('.search');
  const field = dialog?.querySelector('input');
  if (!button || !dialog || !field) return;
  let isLoaded = false;
  const open = (): void => {
    if (!dialog.open) dialog.showModal();
    field.select();
    if (isLoaded) return;
    isLoaded = true;
    const index = new URL('search.json', new URL(button.dataset['root'] ?? './', document.baseURI));
    import('./search').then(({ search }) => search(dialog, field, index)).catch(() => {
      isLoaded = false;
      dialog.querySelector('.search-said')?.replaceChildren('The search cannot be loaded now.');
    });
  };
  button.hidden = false;
  button.addEventListener('click', open);
  // What was not pressed in it was pressed around it.
  dialog.addEventListener('click', ({ target }) => target === dialog && dialog.close());
  dialog.querySelector('button')?.addEventListener('click', () => dialog.close());
  document.addEventListener('keydown', (event) => {
    const isControl = event.ctrlKey || event.metaKey;
    // The path starts at what was typed into, in an embed as well.
    const [target] = event.composedPath();
    const isTyping = target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));
    if (event.altKey || (isControl ? event.key.toLowerCase() !== 'k' : event.key !== '/' || isTyping)) return;
    event.preventDefault();
    open();
  });
}
