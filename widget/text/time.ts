// widget: dates and times past in each language.
import type { Words } from './words.ts';

const MINUTE_MS = 60_000;
const DAY_MINUTES = 1440;

/** Returns `5 minutes ago`, `3 hours ago`, or the date after more than a day. */
export function agoText(then: string, now: number, words: Words): string {
  const { lang, wordFor } = words;
  const minutes = Math.ceil((now - Date.parse(then)) / MINUTE_MS);
  if (minutes > DAY_MINUTES) return dateText(then.slice(0, 10), words);
  const [count, unit] = minutes > 60 ? [Math.floor(minutes / 60), 'hour'] : [Math.max(1, minutes), 'minute'];
  const forms = wordFor(unit).split(',');
  const form = ['one', 'few'].indexOf(new Intl.PluralRules(lang).select(count));
  // For a language that the browser does not know, `Intl` counts in another one. Such a language has one form here.
  return `${count} ${forms.at(form) ?? forms[0]} ${wordFor('ago')}`;
}

/** Returns `23.05.2026` for `2026-05-23`. In English it is unchanged: there `05/06` is ambiguous. */
export function dateText(date: string, { decimal }: Words): string {
  return decimal === '.' ? date : date.split('-').reverse().join('.');
}
