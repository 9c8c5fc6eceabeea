/** The switch between light and dark, which the playground shares. */

import { startTheme, switchTheme } from '../theme';

export function startSwitch(): void {
  const button = document.querySelector<HTMLButtonElement>('.theme');
  if (!button) return;
  const show = (isDark: boolean): void => {
    const does = isDark ? 'Switch to light' : 'Switch to dark';
    button.ariaLabel = does;
    button.title = does;
    button.firstElementChild?.replaceChildren(isDark ? '☀' : '☾');
  };
  button.hidden = false;
  button.addEventListener('click', () => show(switchTheme()));
  startTheme(show);
}
