// sources: Central Bank of Turkmenistan, TMT. The rate is fixed by decree; the bank's file, often unreachable, only
// confirms it.

import { bankTime } from '../../rates/calendar.ts';
import { addDays, dottedDate, type IsoDate, isIsoDate, readDottedDate } from '../../rates/date.ts';
import type { Bulletin } from '../../rates/fixing.ts';
import { firstOf, LONGEST_CLOSURE_DAYS, walkBack } from '../reading/walk.ts';
import { childrenOf, childText, readXml } from '../reading/xml.ts';
import { type Bank, bulletinOf, unreadable } from '../source.ts';

const CODE = 'TMT';

/**
 * Reads the file of one day. Throws `source-unreadable`. Only `rate_tmt` of the dollar's row is read: `rate_usd` is
 * foreign units for a dollar, except for four currencies with the inverse.
 */
export function parseDay(text: string): Bulletin {
  const root = readXml(text, 'cbt_currency_rate');
  const row = childrenOf(root, 'rate').find((it) => it.attributes.get('code') === 'USD');
  const date = childText(root, 'date') ?? '';
  return bulletinOf({
    code: CODE,
    // Dotted today; files of 2020 to 2023 have ISO dates.
    date: isIsoDate(date) ? date : readDottedDate(date),
    printed: row && childText(row, 'rate_tmt'),
    nominal: row && childText(row, 'multiplier'),
    separator: '.',
  });
}

function pathOf(date: IsoDate): string {
  return `/kurs/${date.slice(0, 4)}/${dottedDate(date, '')}.xml`;
}

export const cbt: Bank = {
  id: 'cbt',
  name: 'Central Bank of Turkmenistan',
  country: 'TM',
  kind: 'official',
  url: 'https://cbt.tm',
  terms: 'No terms of reuse are known. 3.5 manat for a dollar by decree; the street price is far from it.',
  origin: 'https://cbt.tm',
  covers: [CODE],
  seed: {
    code: CODE,
    nominal: '1',
    value: '3.5',
    date: '2026-05-21',
    previous: { value: '3.5', date: '2026-05-20' },
  },
  // For other sources, which quote 3.4999 to 3.5001. The peg itself accepts no step.
  band: '0.1',
  // A redenomination or a new decree is a change of this line, with its date.
  peg: { code: CODE, perDollar: '3.5', since: '2015-01-01' },
  calendar: {
    zone: 'Asia/Ashgabat',
    utcOffsetHours: 5,
    // The decree is valid every day; only the bank's file has no Sundays.
    weekend: [],
    // Files appear at about 15:30 the day before.
    opens: 15 * 60,
    closes: 18 * 60,
  },
  // Three times a day: the bank refuses foreign addresses for weeks, and the rate has been 3.5 for eleven years.
  windows: ['40 9,16,21 * * *'],

  async newest({ ask, now }) {
    const { date: today } = bankTime(cbt.calendar, now);
    // No file on Sundays and holidays: 404.
    const walk = walkBack(today, addDays(today, -LONGEST_CLOSURE_DAYS), async (date) => {
      const document = await ask(pathOf(date));
      return document === null ? null : parseDay(document.text('utf-8'));
    });
    const bulletin = await firstOf(walk);
    if (bulletin === null) throw unreadable(`no file for ${LONGEST_CLOSURE_DAYS} days`);
    return [bulletin];
  },
};
