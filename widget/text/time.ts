// widget: days and spans of time as each language says them.
import type { Words } from './words.ts';

const MINUTE_MS = 60_000;
const DAY_MINUTES = 1440;

/** `5 minutes ago`, `3 hours ago`, and after a day the date. */
export function agoText(then: string, now: number, words: Words): string {
  const { lang, say } = words;
  const minutes = Math.ceil((now - Date.parse(then)) / MINUTE_MS);
  if (minutes > DAY_MINUTES) return dateText(then.slice(0, 10), words);
  const [count, unit] = minutes > 60 ? [Math.floor(minutes / 60), 'hour'] : [Math.max(1, minutes), 'minute'];
  const forms = say(unit).split(',');
  const form = ['one', 'few'].indexOf(new Intl.PluralRules(lang).select(count));
  // A language that the browser does not know is counted in another one, and has one form here.
  return `${count} ${forms.at(form) ?? forms[0]} ${say('ago')}`;
}

/** `2026-05-23` as people write it: `23.05.2026`, and as it stands in English, where day and month are mixed up. */
export function dateText(date: string, { decimal }: Words): string {
  return decimal === '.' ? date : date.split('-').reverse().join('.');
}
