import { Button } from './Button.tsx';

const ORDER = ['system', 'light', 'dark'] as const;
type Theme = (typeof ORDER)[number];
const NAMES = { system: "system's", light: 'light', dark: 'dark' } as const;

/** Goes round: as the system has it, light, dark. */
export function ThemeSwitch({ theme, onChange }: { readonly theme: Theme; readonly onChange: (theme: Theme) => void }) {
  const next = ORDER[(ORDER.indexOf(theme) + 1) % ORDER.length];
  return <Button icon={theme} aria-label={`Theme: ${NAMES[theme]}`} title={`Theme: ${NAMES[theme]}. Press for ${NAMES[next]}`} onClick={() => onChange(next)} />;
}
