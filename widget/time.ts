// widget: days and spans of time as each language says them.
import type { Words } from './words.ts';

const MINUTE_MS = 60_000;

/** `5 minutes ago`, in the largest unit that has passed; less than a minute is one. */
export function agoText(passedMs: number, { say }: Words): string {
  const minutes = Math.max(1, Math.floor(passedMs / MINUTE_MS));
  const hours = Math.floor(minutes / 60);
  const days = Math.floor(hours / 24);
  const [count, unit] = days ? [days, 'day'] : hours ? [hours, 'hour'] : [minutes, 'minute'];
  const forms = say(unit).split(',');
  return `${count} ${forms[formOf(count, forms.length)]} ${say('ago')}`;
}

/** Which of one, two (English) or three (Russian) forms follows a count. */
function formOf(count: number, forms: number): number {
  if (forms < 3) return count === 1 ? 0 : forms - 1;
  const ones = Math.floor((count % 100) / 10) === 1 ? 0 : count % 10;
  return ones === 1 ? 0 : ones > 1 && ones < 5 ? 1 : 2;
}

/** `2026-05-23` as people write it: `23.05.2026`, and as it stands in English, where day and month are mixed up. */
export function dateText(date: string, { decimal }: Words): string {
  return decimal === '.' ? date : date.split('-').reverse().join('.');
}
