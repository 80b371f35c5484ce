import type { Refining } from '#state/refine.ts';

/** Keys that narrow by the selected functions. */
export const REFINE_KEYS: readonly { readonly key: string; readonly title: string; readonly by: Refining }[] = [
  { key: 'f', title: 'Focus', by: 'focus' },
  { key: 'i', title: 'Ignore', by: 'ignore' },
  { key: 'h', title: 'Hide', by: 'hide' },
  { key: 's', title: 'Show', by: 'show' },
  { key: 'r', title: 'Show from', by: 'showFrom' },
  { key: 'u', title: 'Prune from', by: 'pruneFrom' },
];

/** What the page's keys do, for the sheet that lists them; views' digits come first and are added there. */
export const KEY_GROUPS: readonly { readonly title: string; readonly keys: readonly (readonly [keys: string, does: string])[] }[] = [
  {
    title: 'Page',
    keys: [
      ['Ctrl K', 'Everything, by its name'],
      ['o', 'Open a file'],
      ['a', 'A running program, and back'],
      ['t', 'Refine'],
      ['p', 'Options: granularity, unit, trimming …'],
      ['v', 'Compare with another file'],
      ['e', 'Export: files, and a table for a ticket'],
      ['d', 'The profile’s own facts'],
      ['b', 'Inspector'],
      ['z Z', 'Undo the last step; take it again'],
      ['Esc', 'Leave search, zoom, selection'],
      ['Delete', 'Close the file, on its tab'],
      ['?', 'This list'],
    ],
  },
  {
    title: 'Find',
    keys: [
      ['/', 'Find'],
      ['n', 'Next match'],
      ['N', 'Match before'],
      ['Ctrl Enter', 'Focus on what is found'],
    ],
  },
  {
    title: 'Selected functions',
    keys: [
      ...REFINE_KEYS.map(({ key, title }) => [key, title] as const),
      ['l', 'Source'],
      ['w', 'Pivot: callers above, callees below'],
      ['c', 'Copy the name'],
      ['x', 'Menu'],
    ],
  },
  {
    title: 'Pictures',
    keys: [
      ['↑ ↓ ← →', 'Walk: caller, callee, neighbours'],
      ['Home End', 'First, last neighbour; top, bottom of the graph'],
      ['Enter', 'Zoom to it; bring it to the middle'],
      ['Backspace', 'One zoom back'],
      ['+ − 0', 'Larger, smaller, all of it'],
      ['Space', 'Select; Shift adds'],
      ['Ctrl wheel', 'Zoom at the pointer'],
      ['m', 'How the flame graph is drawn'],
    ],
  },
  {
    title: 'Source, Disassemble',
    keys: [
      ['j k', 'Hottest line or address, the next; one back'],
      ['→ ← Enter', 'Inlined calls of the line: show, hide'],
      ['Enter', 'Select the function; paste a file’s text'],
    ],
  },
  {
    title: 'Tables',
    keys: [
      ['↑ ↓', 'Move'],
      ['Home End', 'First, last row'],
      ['PgUp PgDn', 'A page up, down'],
      ['Space', 'Select'],
      ['Shift', 'Extend the selection'],
      ['Ctrl A', 'Select all'],
    ],
  },
];
