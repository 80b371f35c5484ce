/**
 * The short name of a time's zone as Go prints it (layout "MST"): CET, EDT, JST, and where the zone has none its offset,
 * +03 or +0545. Platforms know a name only in languages whose speakers use it, so several are asked.
 * @param timeZone the IANA name; that of whoever looks unless it is given
 */
export function zoneName(time: Date, timeZone?: string): string {
  // What most servers are in need not wait for the tables of all zones.
  if (timeZone === undefined && time.getTimezoneOffset() === 0 && time.toTimeString().endsWith('(Coordinated Universal Time)')) return 'UTC';
  const own = OWN.get(timeZone ?? new Intl.DateTimeFormat().resolvedOptions().timeZone);
  if (own !== undefined) return own;
  let offset = '+00';
  for (const locale of LOCALES) {
    const parts = new Intl.DateTimeFormat(locale, { timeZone, timeZoneName: 'short' }).formatToParts(time);
    const name = parts.find(({ type }) => type === 'timeZoneName')?.value ?? 'UTC';
    const [, sign, hours, minutes] = /^(?:GMT|UTC)([+−-])(\d+)(?:[:.](\d\d))?$/.exec(name) ?? [];
    if (hours === undefined) return name;
    offset = `${sign === '+' ? '+' : '-'}${hours.padStart(2, '0')}${minutes ?? ''}`;
  }
  return offset;
}

const LOCALES = ['en-US', 'en-GB', 'en-AU', 'en-IN', 'en-ZA', 'ja-JP', 'ko-KR', 'zh-CN', 'en-HK', 'id-ID', 'en-NZ', 'en-CA'];

/** Zones without summer time whose names, or whose lack of one, no locale tells. Source: the IANA time zone database. */
const OWN: ReadonlyMap<string, string> = new Map([
  ['Asia/Dubai', '+04'],
  ['Asia/Colombo', '+0530'],
  ['Asia/Karachi', 'PKT'],
  ['Asia/Manila', 'PST'],
  ['Asia/Seoul', 'KST'],
  ['Asia/Shanghai', 'CST'],
  ['Asia/Taipei', 'CST'],
  ['Europe/Moscow', 'MSK'],
]);
