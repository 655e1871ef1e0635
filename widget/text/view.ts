// widget: a rate as it is told to people, in words and figures of one language.
import type { Rate } from '../../src/rates/wire.ts';
import type { Options } from '../options.ts';
import { type Direction, directionOf, localText, percentText, priceText } from './numbers.ts';
import { agoText, dateText } from './time.ts';
import type { Words } from './words.ts';

/** What an item shows, part by part. */
export interface Texts<T> {
  name: T;
  /** `KGS`, or `100 KGS`; `USD` the other way round. */
  base: T;
  quote: T;
  price: T;
  percent: T;
  /** What makes the figure less than a live one; empty for `live`. */
  badge: T;
}

export interface View extends Texts<string> {
  direction: Direction;
}

export function viewOf(rate: Rate, options: Options, words: Words): View {
  const { base: code, change, status } = rate;
  const { invert, tens } = options;
  const [one, quote] = invert ? ['USD', code] : [code, 'USD'];
  const base = tens ? `${localText((10 ** tens).toLocaleString('en'), words)} ${one}` : one;
  const price = priceText(rate, options, words);
  const percent = percentText(change, invert, words);
  const name = words.say(code);
  const badge = status === 'live' ? '' : words.say(status);
  return {
    name,
    base,
    quote: `/${quote}`,
    price,
    percent,
    direction: directionOf(change, invert),
    badge,
  };
}

/** What the tooltip says: both ways round with all digits, who printed it, when, and what to make of it. */
export function detailsOf(rate: Rate, { name, badge }: View, words: Words, now: number): string[] {
  const { base, change, inverse, source, date, fetchedAt } = rate;
  const moved = percentText(change, false, words);
  return [
    name,
    `1 ${base} = ${localText(rate.rate, words)} USD`,
    `1 USD = ${localText(inverse, words)} ${base}`,
    change
      ? `${moved} (${localText(change.previous, words)}, ${dateText(change.previousDate, words)})`
      : moved,
    `${source.name}, ${dateText(date, words)}`,
    [badge, agoText(fetchedAt, now, words)].filter(Boolean).join(', '),
  ];
}
