import { create } from 'zustand';
import { remember, remembered } from './remembered.ts';

export const THEMES = ['system', 'light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];

/** What was chosen, and what that comes to. Stylesheets read `<html data-theme>`, a canvas `dark`. */
export interface ThemeState {
  readonly theme: Theme;
  readonly dark: boolean;
}

export const useTheme = create<ThemeState>(() => ({ theme: 'system', dark: false }));

export function setTheme(theme: Theme): void {
  remember('theme', theme);
  apply(theme);
}

/** Takes up the theme chosen last and follows the system's. To be called once, before the page is drawn. */
export function followTheme(): void {
  systemIsDark().addEventListener('change', () => apply(useTheme.getState().theme));
  apply(THEMES.find((theme) => theme === remembered('theme')) ?? 'system');
}

function apply(theme: Theme): void {
  const dark = theme === 'dark' || (theme === 'system' && systemIsDark().matches);
  document.documentElement.dataset.theme = dark ? 'dark' : 'light';
  useTheme.setState({ theme, dark });
}

function systemIsDark(): MediaQueryList {
  return matchMedia('(prefers-color-scheme: dark)');
}
