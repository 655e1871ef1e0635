// command: times in words.

const MINUTE_MS = 60_000;
const UNITS: readonly [name: string, ms: number][] = [
  ['day', 24 * 60 * MINUTE_MS],
  ['hour', 60 * MINUTE_MS],
  ['minute', MINUTE_MS],
];

/** `3 hours ago`, for a time in the past. */
export function ago(instant: string, now: Date): string {
  const passedMs = Date.parse(now.toISOString()) - Date.parse(instant);
  const [name, ms] = UNITS.find(([, unitMs]) => passedMs >= unitMs) ?? ['', 1];
  if (name === '') return 'less than a minute ago';
  const count = Math.floor(passedMs / ms);
  return `${count} ${name}${count === 1 ? '' : 's'} ago`;
}

/** `2026-04-02 11:05 UTC`. */
export function stamp(instant: string): string {
  return `${instant.slice(0, 16).replace('T', ' ')} UTC`;
}
