// sources: Central Bank of Turkmenistan, TMT. Fixed by decree; its file, often out of reach, only confirms it.

import { bankTime } from '../../rates/calendar.ts';
import { addDays, dottedDate, type IsoDate, isIsoDate, readDottedDate } from '../../rates/date.ts';
import type { Bulletin } from '../../rates/fixing.ts';
import { firstOf, LONGEST_CLOSURE_DAYS, walkBack } from '../reading/walk.ts';
import { childrenOf, childText, readXml } from '../reading/xml.ts';
import { bulletinOf, type Source, unreadable } from '../source.ts';

const CODE = 'TMT';

/**
 * Reads one day's file. Throws `source-unreadable`. Of the dollar's row only `rate_tmt` is read: `rate_usd` is foreign
 * units for a dollar except for four currencies, where it is the other way round.
 */
export function parseDay(text: string): Bulletin {
  const root = readXml(text, 'cbt_currency_rate');
  const row = childrenOf(root, 'rate').find((it) => it.attributes.get('code') === 'USD');
  const date = childText(root, 'date') ?? '';
  return bulletinOf({
    code: CODE,
    // With dots now; files of 2020 to 2023 are dated the ISO way.
    date: isIsoDate(date) ? date : readDottedDate(date),
    printed: row && childText(row, 'rate_tmt'),
    nominal: row && childText(row, 'multiplier'),
    separator: '.',
  });
}

function pathOf(date: IsoDate): string {
  return `/kurs/${date.slice(0, 4)}/${dottedDate(date, '')}.xml`;
}

export const cbt: Source = {
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
  // Of the peg itself no step at all is believed; this is for who else quotes it, 3.4999 to 3.5001.
  band: '0.1',
  // A redenomination or a new decree is a new line here, with its date, and nothing else.
  peg: { code: CODE, perDollar: '3.5', since: '2015-01-01' },
  calendar: {
    zone: 'Asia/Ashgabat',
    utcOffsetHours: 5,
    // The decree holds every day; only its own file has no Sundays.
    weekend: [],
    // Files appear at about 15:30 the day before.
    opens: 15 * 60,
    closes: 18 * 60,
  },
  // Three times a day: it refuses foreign addresses for weeks on end, and has said 3.5 for eleven years.
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
