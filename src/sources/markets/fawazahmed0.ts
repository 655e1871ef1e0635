// sources: the currency-api package on jsDelivr, a market source without a key: one file a day, compiled from other
// sources.
import { addDays, type IsoDate, isIsoDate } from '../../rates/date.ts';
import type { Bulletin, Code } from '../../rates/fixing.ts';
import type { Ask } from '../reading/client.ts';
import { isFields, readJsonObject } from '../reading/json.ts';
import { walkBack } from '../reading/walk.ts';
import { bulletinOf, type Source, unreadable } from '../source.ts';

/** Reads `usd.json`: units of each currency for one dollar, codes in lower case. Throws `source-unreadable`. */
export function parseDollar(text: string, codes: readonly Code[]): Bulletin[] {
  const { date, usd } = readJsonObject(text);
  if (!isFields(usd)) throw unreadable('no figures for the dollar');
  return codes.map((code) => {
    const printed = usd[code.toLowerCase()];
    return bulletinOf({
      code,
      date: typeof date === 'string' && isIsoDate(date) ? date : null,
      printed: typeof printed === 'string' ? printed : undefined,
      nominal: '1',
      separator: '.',
    });
  });
}

async function askFor(ask: Ask, version: string, codes: readonly Code[]): Promise<Bulletin[] | null> {
  const document = await ask(`/npm/@fawazahmed0/currency-api@${version}/v1/currencies/usd.min.json`);
  return document === null ? null : parseDollar(document.text('utf-8'), codes);
}

/** A day's version has no leading zeros: 2026.9.28. */
function versionOf(date: IsoDate): string {
  return date.split('-').map(Number).join('.');
}

export const fawazahmed0: Source = {
  id: 'fawazahmed0',
  name: 'Currency API by fawazahmed0',
  country: '',
  kind: 'market',
  url: 'https://github.com/fawazahmed0/exchange-api',
  terms: 'A free collection without a licence in its package and without a promise; no official fixing.',
  origin: 'https://cdn.jsdelivr.net',
  covers: 'every',
  calendar: { zone: 'UTC', utcOffsetHours: 0, weekend: [], opens: 0, closes: 24 * 60, everyDay: true },
  // The day's file is built between 04:45 and 05:15.
  windows: ['30 5,6,8,12,18 * * *'],

  async newest({ ask, codes }) {
    const bulletins = await askFor(ask, 'latest', codes);
    if (bulletins === null) throw unreadable('no latest file');
    return bulletins;
  },

  earlier({ ask }, code, before, floor) {
    return walkBack(addDays(before, -1), floor, async (date) => {
      const [found] = (await askFor(ask, versionOf(date), [code])) ?? [];
      return found?.date === date ? found : null;
    });
  },
};
