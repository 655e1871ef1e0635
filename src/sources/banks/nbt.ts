// sources: National Bank of Tajikistan, TJS. It carries the figure to every calendar day, and answers a bad request
// with an HTML page.

import { bankTime } from '../../rates/calendar.ts';
import { addDays, type IsoDate, isIsoDate, readDottedDate } from '../../rates/date.ts';
import { type Bulletin, sameValue } from '../../rates/fixing.ts';
import type { Ask } from '../reading/client.ts';
import { firstOf, spansBack, walkBack } from '../reading/walk.ts';
import { childrenOf, childText, readXml } from '../reading/xml.ts';
import { type Bank, bulletinOf, dollarOf, unreadable } from '../source.ts';

const CODE = 'TJS';

/** Reads `export_xml.php` of one day. Throws `source-unreadable`, also for the HTML help page. */
export function parseDay(text: string): Bulletin {
  const root = readXml(text, 'ValCurs');
  const rows = childrenOf(root, 'Valute').map((row) => ({
    // By its code: some numbers in ID belong to abolished currencies.
    code: childText(row, 'CharCode'),
    printed: childText(row, 'Value'),
    nominal: childText(row, 'Nominal'),
  }));
  const date = root.attributes.get('Date') ?? '';
  return dollarOf(rows, { code: CODE, date: isIsoDate(date) ? date : null, separator: '.' });
}

/** Reads the range file of the dollar, newest first. Throws `source-unreadable`; an empty range is an empty list. */
export function parseRange(text: string): Bulletin[] {
  return childrenOf(readXml(text, 'ValCurs'), 'Record')
    .filter((record) => childText(record, 'CharCode') === 'USD')
    .map((record) =>
      bulletinOf({
        code: CODE,
        date: readDottedDate(record.attributes.get('Date') ?? ''),
        printed: childText(record, 'Value'),
        nominal: childText(record, 'Nominal'),
        separator: '.',
      }),
    )
    .sort((a, b) => (a.date < b.date ? 1 : -1));
}

async function askDay(ask: Ask, date: IsoDate): Promise<Bulletin | null> {
  const document = await ask(`/en/kurs/export_xml.php?date=${date}&export=xmlout`);
  return document === null ? null : parseDay(document.text('utf-8'));
}

/** A quarter is three times the longest range that other users request at once. */
const QUARTER_DAYS = 92;

async function* rangeBack(ask: Ask, newest: IsoDate, floor: IsoDate): AsyncGenerator<Bulletin> {
  for (const { from, to } of spansBack(newest, floor, QUARTER_DAYS)) {
    const document = await ask(`/en/kurs/export_xml_dynamic.php?d1=${from}&d2=${to}&cs=USD&export=xml`);
    if (document === null) throw unreadable(`no range file for ${from} to ${to}`);
    for (const bulletin of parseRange(document.text('windows-1251'))) {
      if (bulletin.date >= from && bulletin.date <= to) yield bulletin;
    }
  }
}

export const nbt: Bank = {
  id: 'nbt',
  name: 'National Bank of Tajikistan',
  country: 'TJ',
  kind: 'official',
  url: 'https://www.nbt.tj',
  terms: 'Reuse is allowed with a reference to www.nbt.tj.',
  origin: 'https://www.nbt.tj',
  covers: [CODE],
  seed: {
    code: CODE,
    nominal: '1',
    value: '9.3371',
    date: '2026-05-19',
    previous: { value: '9.3450', date: '2026-05-16' },
  },
  // Two steps in twelve years were larger, 9 and 15 %: both were devaluations.
  band: '5',
  // The figure is carried to every calendar day.
  redates: true,
  calendar: {
    zone: 'Asia/Dushanbe',
    utcOffsetHours: 5,
    weekend: [0, 1],
    // The hour of publication is not known: other users request the rate of the day between 09:00 and 11:00. A time
    // that is too late only delays tomorrow's rate or a `stale`.
    opens: 15 * 60,
    closes: 19 * 60,
  },
  windows: ['*/10 9-11,15-18 * * 1-6', '45 */4 * * *'],

  async newest({ ask, now, since }) {
    const { date: today, minutes } = bankTime(nbt.calendar, now);
    const current = await firstOf(walkBack(today, since, (date) => askDay(ask, date)));
    if (current === null) throw unreadable(`no rates since ${since}`);
    if (minutes < nbt.calendar.opens) return [current];
    const tomorrow = await askDay(ask, addDays(today, 1));
    // The bank carries today's figure to days without a fixing: an equal figure for a later day is ignored until that
    // day has come.
    return [
      tomorrow === null || tomorrow.date <= current.date || sameValue(tomorrow, current) ? current : tomorrow,
    ];
  },

  async *earlier({ ask }, _code, before, floor) {
    let reached = before;
    try {
      for await (const bulletin of rangeBack(ask, addDays(before, -1), floor)) {
        reached = bulletin.date;
        yield bulletin;
      }
    } catch {
      // The range file is a separate page and can fail alone; the dated files contain the same figures, one request a
      // day.
      yield* walkBack(addDays(reached, -1), floor, async (date) => {
        const bulletin = await askDay(ask, date);
        // Out of range the answer is today's bulletin with status 200.
        return bulletin?.date === date ? bulletin : null;
      });
    }
  },
};
