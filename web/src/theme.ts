/** Light or dark: as the system says, until the user says otherwise. */

import { recall, remember } from './memory';

const system = window.matchMedia('(prefers-color-scheme: dark)');

export function isDark(): boolean {
  const chosen = document.documentElement.dataset['theme'];
  return chosen === undefined ? system.matches : chosen === 'dark';
}

/** Applies the kept choice, and tells when the theme changes. */
export function startTheme(changed: (dark: boolean) => void): void {
  const kept = recall('theme');
  if (kept === 'light' || kept === 'dark') {
    document.documentElement.dataset['theme'] = kept;
  }
  system.addEventListener('change', () => changed(isDark()));
  changed(isDark());
}

export function switchTheme(): boolean {
  const theme = isDark() ? 'light' : 'dark';
  document.documentElement.dataset['theme'] = theme;
  remember('theme', theme);
  return theme === 'dark';
}
