// sources: Open Exchange Rates, a market source with a key: a blend of many sources, updated all day.
import { addDays, localTime } from '../../rates/date.ts';
import type { Bulletin, Code } from '../../rates/fixing.ts';
import { isFields, readJsonObject } from '../reading/json.ts';
import { walkBack } from '../reading/walk.ts';
import { bulletinOf, type Source, type SourceRequest, unreadable } from '../source.ts';

/** Reads `latest.json` or a day of `historical`. Throws `source-unreadable`; the date is the UTC day of its time. */
export function parseLatest(text: string, codes: readonly Code[]): Bulletin[] {
  const { base, timestamp, rates } = readJsonObject(text);
  if (base !== 'USD') throw unreadable('expected figures for one dollar');
  if (typeof timestamp !== 'string' || !/^\d{9,11}$/.test(timestamp))
    throw unreadable('no time of the figures');
  if (!isFields(rates)) throw unreadable('no figures');
  const { date } = localTime(new Date(Number(timestamp) * 1000), 0);
  return codes.map((code) => {
    const printed = rates[code];
    const found = typeof printed === 'string' ? printed : undefined;
    return bulletinOf({ code, date, printed: found, nominal: '1', separator: '.' });
  });
}

async function askFor(
  { ask, key }: SourceRequest,
  file: string,
  codes: readonly Code[],
): Promise<Bulletin[] | null> {
  const document = await ask(`/api/${file}?app_id=${encodeURIComponent(key ?? '')}`);
  return document === null ? null : parseLatest(document.text('utf-8'), codes);
}

export const oxr: Source = {
  id: 'oxr',
  name: 'Open Exchange Rates',
  country: '',
  kind: 'market',
  url: 'https://openexchangerates.org',
  terms: 'Licensed to the holder of the key; a blend of market prices, no official fixing.',
  origin: 'https://openexchangerates.org',
  covers: 'every',
  keySetting: 'OXR_APP_ID',
  readsOnce: true,
  calendar: { zone: 'UTC', utcOffsetHours: 0, weekend: [], opens: 0, closes: 24 * 60, everyDay: true },
  // The free plan is updated hourly and allows 1,000 requests a month: 720, and the rest for retries.
  windows: ['5 * * * *'],

  async newest(request) {
    const bulletins = await askFor(request, 'latest.json', request.codes);
    if (bulletins === null) throw unreadable('no latest file');
    return bulletins;
  },

  earlier(request, code, before, floor) {
    return walkBack(addDays(before, -1), floor, async (date) => {
      const [found] = (await askFor(request, `historical/${date}.json`, [code])) ?? [];
      return found?.date === date ? found : null;
    });
  },
};
