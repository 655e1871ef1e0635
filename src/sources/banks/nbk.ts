// sources: National Bank of Kazakhstan, KZT. One XML file a day; its `change` is against the calendar day before.

import { bankTime } from '../../rates/calendar.ts';
import { addDays, dottedDate, type IsoDate, readDottedDate } from '../../rates/date.ts';
import { type Bulletin, sameValue } from '../../rates/fixing.ts';
import type { Ask } from '../reading/client.ts';
import { firstOf, walkBack } from '../reading/walk.ts';
import { childrenOf, childText, readXml } from '../reading/xml.ts';
import { type Bank, dollarOf, unreadable } from '../source.ts';

const CODE = 'KZT';

/**
 * Reads `get_rates.cfm`; `null` for a dated document without items, which is a day without rates. Throws
 * `source-unreadable`. `change` is not read: on Sunday and Monday it is 0.00 even when Saturday's fixing moved.
 */
export function parseDay(text: string): Bulletin | null {
  const root = readXml(text, 'rates');
  const date = readDottedDate(childText(root, 'date') ?? '');
  if (date === null) throw unreadable('the document has no date');
  const rows = childrenOf(root, 'item').map((item) => ({
    code: childText(item, 'title'),
    printed: childText(item, 'description'),
    nominal: childText(item, 'quant'),
  }));
  return rows.length === 0 ? null : dollarOf(rows, { code: CODE, date, separator: '.' });
}

async function askDay(ask: Ask, date: IsoDate): Promise<Bulletin | null> {
  const document = await ask(`/rss/get_rates.cfm?fdate=${dottedDate(date)}`);
  return document === null ? null : parseDay(document.text('utf-8'));
}

export const nbk: Bank = {
  id: 'nbk',
  name: 'National Bank of Kazakhstan',
  country: 'KZ',
  kind: 'official',
  url: 'https://nationalbank.kz',
  terms: 'No terms of reuse are known; the bank names www.nationalbank.kz as copyright holder.',
  origin: 'https://nationalbank.kz',
  covers: [CODE],
  seed: {
    code: CODE,
    nominal: '1',
    value: '475.09',
    date: '2026-04-02',
    previous: { value: '478.77', date: '2026-04-01' },
  },
  // Two of 1,366 steps from 2021 to 2026 were larger.
  band: '5',
  // On holidays the figure is carried under the date of the day.
  redates: true,
  calendar: {
    zone: 'Asia/Almaty',
    utcOffsetHours: 5,
    // New values are dated Tuesday to Saturday. In five years six Sundays and one Monday had one, after moved working
    // days.
    weekend: [0, 1],
    // The bank takes the market average at 15:30 and the cross rates at 16:00.
    opens: 15 * 60 + 30,
    closes: 18 * 60,
  },
  windows: ['*/5 15-17 * * 1-5', '35 */4 * * *'],

  async newest({ ask, now, since }) {
    const { date: today, minutes } = bankTime(nbk.calendar, now);
    if (minutes >= nbk.calendar.opens) {
      const tomorrow = await askDay(ask, addDays(today, 1));
      const current = tomorrow !== null && tomorrow.date > today ? await askDay(ask, today) : null;
      // It is not known whether the bank carries a figure to a day without a fixing, as it does for Mondays. An equal
      // figure for a later day is therefore ignored until that day has come.
      if (tomorrow !== null) return [current !== null && sameValue(current, tomorrow) ? current : tomorrow];
    }
    const bulletin = await firstOf(walkBack(today, since, (date) => askDay(ask, date)));
    if (bulletin === null) throw unreadable(`no rates since ${since}`);
    return [bulletin];
  },

  earlier({ ask }, _code, before, floor) {
    return walkBack(addDays(before, -1), floor, async (date) => {
      const bulletin = await askDay(ask, date);
      // Out of range the bank answers with another day: then this day had no fixing.
      return bulletin?.date === date ? bulletin : null;
    });
  },
};
