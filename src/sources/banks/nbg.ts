// sources: National Bank of Georgia, GEL. Opt-in. JSON; the answer for a day is the bulletin in force on it.
import { bankTime } from '../../rates/calendar.ts';
import { addDays, type IsoDate, isIsoDate } from '../../rates/date.ts';
import type { Bulletin } from '../../rates/fixing.ts';
import type { Ask } from '../reading/client.ts';
import { type Fields, isFields, readJson } from '../reading/json.ts';
import { firstOf, jumpBack, walkBack } from '../reading/walk.ts';
import { type Bank, dollarOf, unreadable } from '../source.ts';

const CODE = 'GEL';

/**
 * Reads the list of one day: one object with `date`, the first day on which it is valid, and `currencies`. Throws
 * `source-unreadable`. The figure is the text in `rateFormated` (the bank's spelling); `rate` is a number without
 * trailing zeros.
 */
export function parseDay(text: string): Bulletin {
  const [list, ...more] = listOf(readJson(text));
  if (list === undefined || more.length > 0) throw unreadable('expected one list of currencies');
  const rows = listOf(list.currencies).map((row) => ({
    code: textOf(row.code),
    printed: textOf(row.rateFormated),
    nominal: textOf(row.quantity),
  }));
  // Midnight of the day in UTC: the bank writes no other zone.
  const [date = '', time] = textOf(list.date)?.split('T') ?? [];
  const isDay = time === '00:00:00.000Z' && isIsoDate(date);
  return dollarOf(rows, { code: CODE, date: isDay ? date : null, separator: '.' });
}

function listOf(value: unknown): Fields[] {
  if (!Array.isArray(value) || !value.every(isFields)) throw unreadable('expected a list of rows');
  return value;
}

const textOf = (value: unknown) => (typeof value === 'string' ? value : undefined);

async function askDay(ask: Ask, date: IsoDate): Promise<Bulletin | null> {
  const document = await ask(`/gw/api/ct/monetarypolicy/currencies/?date=${date}`);
  return document === null ? null : parseDay(document.text('utf-8'));
}

export const nbg: Bank = {
  id: 'nbg',
  name: 'National Bank of Georgia',
  country: 'GE',
  kind: 'official',
  url: 'https://nbg.gov.ge',
  terms: 'No terms of reuse are known; the bank is named as the source.',
  origin: 'https://nbg.gov.ge',
  covers: [CODE],
  optIn: true,
  seed: {
    code: CODE,
    nominal: '1',
    value: '2.6922',
    date: '2026-03-03',
    previous: { value: '2.6759', date: '2026-02-28' },
  },
  // A floating currency, like the tenge. Its past fixings were not available to measure a narrower band.
  band: '5',
  calendar: {
    zone: 'Asia/Tbilisi',
    utcOffsetHours: 4,
    // Set for the next day: dated Tuesday to Saturday, carries on Sunday and Monday.
    weekend: [0, 1],
    // Both recorded lists were set at 21:01 in Tbilisi; other users report about 17:00.
    opens: 17 * 60,
    closes: 22 * 60,
  },
  windows: ['*/10 17-21 * * 1-6', '35 */4 * * *'],

  async newest({ ask, now, since }) {
    // The answer for a day without a rate is the bulletin in force, so tomorrow's list is always the newest one.
    const tomorrow = addDays(bankTime(nbg.calendar, now).date, 1);
    const bulletin = await firstOf(walkBack(tomorrow, since, (date) => askDay(ask, date)));
    if (bulletin === null) throw unreadable(`no rates since ${since}`);
    return [bulletin];
  },

  earlier({ ask }, _code, before, floor) {
    return jumpBack(addDays(before, -1), floor, (date) => askDay(ask, date));
  },
};
