import { create } from 'zustand';

export const THEMES = ['system', 'light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];

const KEY = 'proflens.theme';

/** What was chosen, and what that comes to. Stylesheets read `<html data-theme>`, a canvas `dark`. */
export interface ThemeState {
  readonly theme: Theme;
  readonly dark: boolean;
}

export const useTheme = create<ThemeState>(() => ({ theme: 'system', dark: false }));

export function setTheme(theme: Theme): void {
  try {
    localStorage.setItem(KEY, theme);
  } catch {
    // A browser may forbid storing; the choice then lasts as long as the page.
  }
  apply(theme);
}

/** Takes up the theme chosen last and follows the system's. To be called once, before the page is drawn. */
export function followTheme(): void {
  systemIsDark().addEventListener('change', () => apply(useTheme.getState().theme));
  apply(THEMES.find((theme) => theme === stored()) ?? 'system');
}

function apply(theme: Theme): void {
  const dark = theme === 'dark' || (theme === 'system' && systemIsDark().matches);
  document.documentElement.dataset.theme = dark ? 'dark' : 'light';
  useTheme.setState({ theme, dark });
}

function systemIsDark(): MediaQueryList {
  return matchMedia('(prefers-color-scheme: dark)');
}

function stored(): string | null {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null;
  }
}
