// widget: a rate as it is told to people, in words and figures of one language.
import type { Rate } from '../src/rates/wire.ts';
import { directionOf, localText, percentText, priceOf } from './numbers.ts';
import type { Options } from './options.ts';
import type { Words } from './words.ts';

export interface View {
  code: string;
  name: string;
  /** `KGS/USD`, or `USD/KGS` the other way round. */
  base: string;
  quote: string;
  price: string;
  percent: string;
  direction: 'up' | 'down' | 'flat' | 'none';
  /** What makes the figure less than a live one; empty for `live`. */
  badge: string;
  /** The whole for a screen reader. */
  sentence: string;
}

export function viewOf(rate: Rate, options: Options, words: Words): View {
  const { base: code, change, status } = rate;
  const { invert, per } = options;
  const price = localText(priceOf(rate, options), words);
  const percent = percentText(change, invert, words);
  const direction = directionOf(change, invert);
  const [base, quote] = invert ? ['USD', code] : [code, 'USD'];
  const count = per === 1 ? '' : `${localText(String(per), words)} `;
  const badge = status === 'live' ? '' : words.say(status);
  const name = words.say(code);
  const size = direction === 'up' || direction === 'down' ? ` ${percent.slice(1)}` : '';
  const told = `${name}: ${count || '1 '}${base} = ${price} ${quote}, ${words.say(direction)}${size}`;
  return {
    code,
    name,
    base: count + base,
    quote,
    price,
    percent,
    direction,
    badge,
    sentence: badge === '' ? told : `${told}, ${badge}`,
  };
}
