/** `14:03:22`, here; without seconds where a long stretch of milliseconds is looked at. */
export function clock(time: number, stretch = 0): string {
  const date = new Date(time);
  const parts = [date.getHours(), date.getMinutes(), ...(stretch > 900_000 ? [] : [date.getSeconds()])];
  return parts.map((part) => String(part).padStart(2, '0')).join(':');
}
