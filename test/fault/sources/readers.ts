// fault: each recording with the function that reads its bytes.
import { parseDaily as parseCbr } from '../../../src/sources/banks/cbr.ts';
import { parseDay as parseCbt } from '../../../src/sources/banks/cbt.ts';
import { parseAll } from '../../../src/sources/banks/cbu.ts';
import { parseDay as parseNbk } from '../../../src/sources/banks/nbk.ts';
import { parseHistory, parseDaily as parseNbkr } from '../../../src/sources/banks/nbkr.ts';
import { parseDay as parseNbt, parseRange } from '../../../src/sources/banks/nbt.ts';
import { parseDollar } from '../../../src/sources/markets/fawazahmed0.ts';
import { readXml } from '../../../src/sources/reading/xml.ts';
import { unreadable } from '../../../src/sources/source.ts';
import { RECORDED } from '../../support/banks/recordings.ts';
import { FIVE } from '../../support/figures.ts';

type Charset = 'utf-8' | 'windows-1251';

/** By the folder of a recording. The service never requests NBKR's weekly file: only its XML is read. */
const READERS: Record<string, [charset: Charset, parse: (text: string) => unknown]> = {
  nbk: ['utf-8', parseNbk],
  nbkr: ['windows-1251', parseNbkr],
  'nbkr-weekly': ['windows-1251', (text) => readXml(text, 'CurrencyRates')],
  'nbkr-history': ['windows-1251', parseHistory],
  nbt: ['utf-8', parseNbt],
  'nbt-history': ['windows-1251', parseRange],
  cbu: ['utf-8', parseAll],
  cbt: ['utf-8', parseCbt],
  cbr: ['windows-1251', (text) => parseCbr(text, FIVE)],
  fawazahmed0: ['utf-8', (text) => parseDollar(text, FIVE)],
};

export const FILES: readonly string[] = Object.values(RECORDED);

/** Reads a recording's bytes, damaged or not. Returns the result as text. Throws the errors of the reader. */
export function readAs(file: string, bytes: Buffer): string {
  const [charset, parse] = READERS[file.split('/')[0] ?? ''] ?? [];
  if (charset === undefined || parse === undefined) throw new Error(`no reader for ${file}`);
  let text: string;
  try {
    text = new TextDecoder(charset, { fatal: true }).decode(bytes);
  } catch (error) {
    throw unreadable(`not ${charset} text`, error);
  }
  return JSON.stringify(parse(text), (_key, value) => (value instanceof Map ? [...value] : value));
}
