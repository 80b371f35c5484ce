/** "12,345". The platform's own formatting takes tens of milliseconds when it is first asked. */
export function groupedDigits(count: number): string {
  return String(count).replace(/\B(?=(?:\d{3})+$)/g, ',');
}

/** "1 frame", "12,345 frames". */
export function counted(count: number, what: string): string {
  return `${groupedDigits(count)} ${what}${count === 1 ? '' : 's'}`;
}
