// widget: the lines of a tooltip as elements, with a link to the bank.
import type { Rate } from '../../src/rates/wire.ts';
import { bankOf, detailsOf } from '../text/view.ts';
import type { Words } from '../text/words.ts';
import { make } from './markup.ts';

/** The index of the line that begins with the bank. */
const BANK_LINE = 4;

/** Returns the lines for a rate. Empty for an unknown rate. */
export function linesOf(rate: Rate | undefined, words: Words): Element[] {
  if (!rate) return [];
  const { url } = rate.source;
  const lines = detailsOf(rate, words, Date.now()).map((text) => make('p', 'line', {}, text));
  const link = make('a', 'source', { target: '_blank', rel: 'noopener' }, bankOf(rate, words));
  // Other schemes, such as `javascript:`, are not linked.
  if (/^https?:/.test(url)) link.href = url;
  lines[BANK_LINE]?.prepend(link);
  return lines;
}
