import styles from './Icon.module.css';

/** Drawn on a grid of 16, in lines of 1.5. */
const PATHS = {
  add: 'M8 3.5v9M3.5 8h9',
  close: 'M4.5 4.5l7 7M11.5 4.5l-7 7',
  find: 'M7 11.5a4.5 4.5 0 1 0 0-9 4.5 4.5 0 0 0 0 9zM10.5 10.5l3 3',
  previous: 'M4 10l4-4 4 4',
  next: 'M4 6l4 4 4-4',
  backward: 'M9.5 4.5L6 8l3.5 3.5',
  forward: 'M6.5 4.5L10 8l-3.5 3.5',
  open: 'M2 12.5v-9h4l1.5 2H14v7z',
  inspector: 'M2 3.5h12v9H2zM10 3.5v9',
  facts: 'M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12zM8 7.5v3.5M8 5v.2',
  keys: 'M6.2 6.2a1.9 1.9 0 1 1 2.6 1.8c-.5.2-.8.6-.8 1.1v.4M8 11.4v.2M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12z',
  light: 'M8 10.75a2.75 2.75 0 1 0 0-5.5 2.75 2.75 0 0 0 0 5.5zM8 1.5V3M8 13v1.5M1.5 8H3M13 8h1.5M3.4 3.4l1.06 1.06M11.54 11.54l1.06 1.06M3.4 12.6l1.06-1.06M11.54 4.46l1.06-1.06',
  dark: 'M13.2 9.6A5.7 5.7 0 0 1 6.4 2.8a5.7 5.7 0 1 0 6.8 6.8z',
  system: 'M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12zM8 2v12M8 4.5l3.4-.6M8 7.5l5.2-1M8 10.5l5-1',
  ascending: 'M4.5 9.5L8 6l3.5 3.5',
  descending: 'M4.5 6.5L8 10l3.5-3.5',
  warning: 'M8 2.5l6 10.5H2zM8 6.5v3M8 11.2v.2',
  remove: 'M3.5 8h9',
  fit: 'M6 2.5H2.5V6M10 2.5h3.5V6M6 13.5H2.5V10M10 13.5h3.5V10',
  topDown: 'M2 3.5h12M8 6v6.5M5.5 10L8 12.5l2.5-2.5',
  bottomUp: 'M2 12.5h12M8 10V3.5M5.5 6L8 3.5 10.5 6',
  rootTop: 'M2 3.5h12M2 7h8M2 10.5h5',
  rootBottom: 'M2 12.5h12M2 9h8M2 5.5h5',
  options: 'M2 4.5h7M12 4.5h2M10.5 3v3M2 11.5h2M7 11.5h7M5.5 10v3M2 8h4.5M9.5 8H14M8 6.5v3',
  compare: 'M2.5 4.5h7M2.5 8h5M2.5 11.5h3M10.5 11.5h3M12 10v3',
  swap: 'M3 5.5h9.5M10 3l2.5 2.5L10 8M13 10.5H3.5M6 8l-2.5 2.5L6 13',
  check: 'M3.5 8.5l3 3 6-7',
  export: 'M8 2.5v7.5M5 7l3 3 3-3M2.5 10.5v3h11v-3',
  bars: 'M2 3h12v3.5H2zM2 9.5h7.5V13H2z',
  live: 'M1.5 8.5h3l2-5 3 9 2-4h3',
  undo: 'M4 6.5h5.5a3 3 0 0 1 0 6H6M4 6.5l2.5-2.5M4 6.5L6.5 9',
} as const;

export type IconName = keyof typeof PATHS;

/** A picture beside or instead of words; whoever uses it alone names the button. */
export function Icon({ name }: { readonly name: IconName }) {
  return (
    <svg className={styles.icon} viewBox="0 0 16 16" aria-hidden="true">
      <path d={PATHS[name]} />
    </svg>
  );
}
