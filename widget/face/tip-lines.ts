// widget: the lines of a tooltip as elements, with a link to the bank.
import type { Rate } from '../../src/rates/wire.ts';
import { bankOf, detailsOf } from '../text/view.ts';
import type { Words } from '../text/words.ts';
import { make } from './markup.ts';

/** The line that begins with the bank. */
const BANK_LINE = 4;

/** None for a rate that is not known. */
export function linesOf(rate: Rate | undefined, words: Words): Element[] {
  if (!rate) return [];
  const { url } = rate.source;
  const lines = detailsOf(rate, words, Date.now()).map((text) => make('p', 'line', {}, text));
  const link = make('a', 'source', { target: '_blank', rel: 'noopener' }, bankOf(rate, words));
  // Whatever else an address may start with is not one to follow.
  if (/^https?:/.test(url)) link.href = url;
  lines[BANK_LINE]?.prepend(link);
  return lines;
}
