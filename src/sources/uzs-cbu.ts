// sources: Central Bank of Uzbekistan, UZS. JSON of strings; any day answers with the bulletin in force on it.

import { bankTime, nextFixingDate } from '../rates/calendar.ts';
import { addDays, type IsoDate, readDottedDate } from '../rates/date.ts';
import { minus, readSignedFigure } from '../rates/decimal.ts';
import type { Bulletin } from '../rates/fixing.ts';
import type { Ask } from './fetch.ts';
import { type Fields, isFields, readJson } from './json.ts';
import { bulletinOf, dollarOf, type Source, unreadable } from './source.ts';
import { firstOf, jumpBack, walkBack } from './walk.ts';

const CODE = 'UZS';

/** A bulletin and the value before it, which the bank prints as a difference. */
export interface WithDiff extends Bulletin {
  /** Soum for a dollar in the bulletin before; `null` when the difference is no figure. */
  previousPrinted: string | null;
}

/** Reads `/json/all/{date}/`. Throws `source-unreadable`. */
export function parseAll(text: string): WithDiff {
  const documentRows = readRows(text);
  const field = (row: Fields | undefined, name: string) => {
    const value = row?.[name];
    return typeof value === 'string' ? value : undefined;
  };
  const rows = documentRows.map((row) => ({
    // By the letters: the dollar's `id` was 19, 68 and 69 over the years.
    code: field(row, 'Ccy'),
    printed: field(row, 'Rate'),
    nominal: field(row, 'Nominal'),
  }));
  // Each row has a date of its own.
  const dollar = documentRows.find((row) => row.Ccy === 'USD');
  const date = readDottedDate(field(dollar, 'Date') ?? '');
  const bulletin = dollarOf(rows, { code: CODE, date, separator: '.' });
  const diff = readSignedFigure(field(dollar, 'Diff') ?? '');
  return { ...bulletin, previousPrinted: diff === null ? null : minus(bulletin.printed, diff) };
}

function readRows(text: string): Fields[] {
  const rows = readJson(text);
  if (!Array.isArray(rows) || !rows.every(isFields)) throw unreadable('a list of rows was due');
  return rows;
}

async function askDay(ask: Ask, date: IsoDate): Promise<WithDiff | null> {
  // The slash at the end matters: without it comes a redirect.
  const document = await ask(`/en/arkhiv-kursov-valyut/json/all/${date}/`);
  return document === null ? null : parseAll(document.text('utf-8'));
}

function withoutDiff({ previousPrinted: _, ...bulletin }: WithDiff): Bulletin {
  return bulletin;
}

export const cbu: Source = {
  id: 'cbu',
  name: 'Central Bank of the Republic of Uzbekistan',
  country: 'UZ',
  kind: 'official',
  url: 'https://cbu.uz',
  terms: 'Offered for automatic use; show cbu.uz as the source.',
  origin: 'https://cbu.uz',
  covers: [CODE],
  // From 2018 on no step came near; the freeing of the rate in 2017 was one of 92 %.
  band: '5',
  calendar: {
    zone: 'Asia/Tashkent',
    utcOffsetHours: 5,
    // Friday's decision is dated Monday; one to three working Saturdays a year are fixings with another value.
    weekend: [6, 0],
    // Others find tomorrow's between 13:00 and 15:00.
    opens: 13 * 60,
    closes: 17 * 60,
  },
  windows: ['*/5 13-16 * * 1-5', '15 */4 * * *'],

  async newest({ ask, now, since }) {
    // Tomorrow's rate stands under its own date alone until midnight; a date not set yet answers with the newest.
    const { date: today } = bankTime(cbu.calendar, now);
    const from = nextFixingDate(today, cbu.calendar);
    const walk = walkBack(from, since, async (date) => {
      const answer = await askDay(ask, date);
      return answer === null ? null : withoutDiff(answer);
    });
    const bulletin = await firstOf(walk);
    if (bulletin === null) throw unreadable(`no rates since ${since}`);
    return [bulletin];
  },

  async *earlier({ ask }, _code, before, floor) {
    let found = 0;
    const walk = jumpBack(addDays(before, -1), floor, async (date) => {
      const answer = await askDay(ask, date);
      return answer === null ? null : withoutDiff(answer);
    });
    for await (const bulletin of walk) {
      found += 1;
      yield bulletin;
    }
    if (found === 0) yield* fromDiff(await askDay(ask, before), before);
  },
};

/**
 * What `Rate` less `Diff` says of the bulletin before, when the archive has none: in 1,499 steps it was exact. Its
 * date is not printed, and presumed to be the Monday to Friday before.
 */
function* fromDiff(answer: WithDiff | null, date: IsoDate): Generator<Bulletin> {
  if (answer === null || answer.date !== date || answer.previousPrinted === null) return;
  let before = addDays(date, -1);
  while (nextFixingDate(addDays(before, -1), cbu.calendar) !== before) before = addDays(before, -1);
  const { nominal, previousPrinted } = answer;
  yield bulletinOf({ code: CODE, date: before, printed: previousPrinted, nominal, separator: '.' });
}
