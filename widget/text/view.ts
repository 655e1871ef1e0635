// widget: a rate as readers see it, in words and figures of one language.
import type { Rate } from '../../src/rates/wire.ts';
import {
  type Direction,
  directionOf,
  localText,
  type PriceFormat,
  percentText,
  priceText,
} from './numbers.ts';
import { agoText, dateText } from './time.ts';
import type { Words } from './words.ts';

/** The parts that an item shows. */
export interface Texts<T> {
  name: T;
  /** `KGS` or `100 KGS`. Inverted: `USD`. */
  base: T;
  quote: T;
  price: T;
  percent: T;
  /** The status in words. Empty for `live`. */
  badge: T;
}

/** The texts of one rate in one language, and the direction of its change. */
export interface RateView extends Texts<string> {
  direction: Direction;
}

/** The views by code, in the order in which they are shown. */
export type RateViews = ReadonlyMap<string, RateView>;

const badgeOf = ({ status }: Rate, words: Words) => (status === 'live' ? '' : words.wordFor(status));

/** Returns the view of a rate. A figure that cannot be read is shown as `—`. */
export function viewOf(rate: Rate, format: PriceFormat, words: Words): RateView {
  const { base: code, change } = rate;
  const { invert, tens } = format;
  const [one, quote] = invert ? ['USD', code] : [code, 'USD'];
  const base = tens ? `${localText((10 ** tens).toLocaleString('en'), words)} ${one}` : one;
  const price = priceText(rate, format, words);
  const percent = percentText(change, invert, words);
  const name = words.wordFor(code);
  return {
    name,
    base,
    quote: `/${quote}`,
    price,
    percent,
    direction: directionOf(change, invert),
    badge: badgeOf(rate, words),
  };
}

/**
 * Returns the lines of the tooltip: both directions with all digits, the change, the date (to follow `bankOf`), the
 * status and the age.
 */
export function detailsOf(rate: Rate, words: Words, now: number): string[] {
  const { base, change, inverse, date, fetchedAt } = rate;
  const moved = percentText(change, false, words);
  return [
    words.wordFor(base),
    `1 ${base} = ${localText(rate.rate, words)} USD`,
    `1 USD = ${localText(inverse, words)} ${base}`,
    change
      ? `${moved} (${words.wordFor('previous')}: ${localText(change.previous, words)}, ${dateText(change.previousDate, words)})`
      : `${words.wordFor('previous')}: ${moved}`,
    `, ${dateText(date, words)}`,
    [badgeOf(rate, words), agoText(fetchedAt, now, words)].filter(Boolean).join(', '),
  ];
}

/** Returns the bank's name in the given language, or the name in the rate if there is no translation. */
export function bankOf({ source: { id, name } }: Rate, { wordFor }: Words): string {
  return wordFor(id) === id ? name : wordFor(id);
}
