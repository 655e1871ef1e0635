// sources: Central Bank of Uzbekistan, UZS. JSON of strings; the answer for a day is the bulletin in force on it.

import { bankTime, nextFixingDate } from '../../rates/calendar.ts';
import { addDays, type IsoDate, readDottedDate } from '../../rates/date.ts';
import { minus, readSignedFigure } from '../../rates/decimal.ts';
import type { Bulletin } from '../../rates/fixing.ts';
import type { Ask } from '../reading/client.ts';
import { type Fields, isFields, readJson } from '../reading/json.ts';
import { firstOf, jumpBack, walkBack } from '../reading/walk.ts';
import { type Bank, bulletinOf, dollarOf, unreadable } from '../source.ts';

const CODE = 'UZS';

/** A bulletin with the value before it, which the bank prints as a difference. */
export interface WithDiff extends Bulletin {
  /** Soum for a dollar in the bulletin before; `null` when the difference is not a figure. */
  previousPrinted: string | null;
  /** The difference as printed. */
  diff: string;
}

/** Reads `/json/all/{date}/`. Throws `source-unreadable`. */
export function parseAll(text: string): WithDiff {
  const documentRows = readRows(text);
  const field = (row: Fields | undefined, name: string) => {
    const value = row?.[name];
    return typeof value === 'string' ? value : undefined;
  };
  const rows = documentRows.map((row) => ({
    // By its code: the dollar's `id` has been 19, 68 and 69.
    code: field(row, 'Ccy'),
    printed: field(row, 'Rate'),
    nominal: field(row, 'Nominal'),
  }));
  // Each row has its own date.
  const dollar = documentRows.find((row) => row.Ccy === 'USD');
  const date = readDottedDate(field(dollar, 'Date') ?? '');
  const bulletin = dollarOf(rows, { code: CODE, date, separator: '.' });
  const diff = field(dollar, 'Diff') ?? '';
  const figure = readSignedFigure(diff);
  return { ...bulletin, diff, previousPrinted: figure === null ? null : minus(bulletin.printed, figure) };
}

function readRows(text: string): Fields[] {
  const rows = readJson(text);
  if (!Array.isArray(rows) || !rows.every(isFields)) throw unreadable('expected a list of rows');
  return rows;
}

async function askDay(ask: Ask, date: IsoDate): Promise<WithDiff | null> {
  // Without the slash at the end the answer is a redirect.
  const document = await ask(`/en/arkhiv-kursov-valyut/json/all/${date}/`);
  return document === null ? null : parseAll(document.text('utf-8'));
}

function withoutDiff({ previousPrinted: _, diff: _diff, ...bulletin }: WithDiff): Bulletin {
  return bulletin;
}

export const cbu: Bank = {
  id: 'cbu',
  name: 'Central Bank of the Republic of Uzbekistan',
  country: 'UZ',
  kind: 'official',
  url: 'https://cbu.uz',
  terms: 'Offered for automatic use; show cbu.uz as the source.',
  origin: 'https://cbu.uz',
  covers: [CODE],
  seed: {
    code: CODE,
    nominal: '1',
    value: '12149.84',
    date: '2026-04-03',
    previous: { value: '12142.10', date: '2026-04-02' },
  },
  // Since 2018 no step came near; when the rate was freed in 2017 it moved by 92 %.
  band: '5',
  calendar: {
    zone: 'Asia/Tashkent',
    utcOffsetHours: 5,
    // Friday's fixing is dated Monday. One to three working Saturdays a year are fixings with another value.
    weekend: [6, 0],
    quietWeekends: true,
    // Other users report tomorrow's fixing between 13:00 and 15:00.
    opens: 13 * 60,
    closes: 17 * 60,
  },
  windows: ['*/5 13-16 * * 1-5', '15 */4 * * *'],

  async newest({ ask, now, since }) {
    // Until midnight tomorrow's rate is found only under its own date. The answer for a date without a rate is the
    // newest bulletin.
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
    let silent = true;
    yield* jumpBack(addDays(before, -1), floor, async (date) => {
      const answer = await askDay(ask, date);
      if (answer === null) return null;
      // A bulletin from before `floor` is an answer too: it shows that the bank set nothing since, as over holidays.
      if (answer.date <= date) silent = false;
      return withoutDiff(answer);
    });
    if (silent) yield* fromDiff(await askDay(ask, before), before, floor);
  },
};

/**
 * The bulletin before, computed as `Rate` minus `Diff` when the archive does not answer: it was exact in 1,499 steps.
 * Its date is not printed; it is taken to be the last Monday to Friday before.
 */
function* fromDiff(answer: WithDiff | null, date: IsoDate, floor: IsoDate): Generator<Bulletin> {
  if (answer === null || answer.date !== date || answer.previousPrinted === null) return;
  let before = addDays(date, -1);
  while (nextFixingDate(addDays(before, -1), cbu.calendar) !== before) before = addDays(before, -1);
  if (before < floor) return;
  const { nominal, previousPrinted, diff } = answer;
  const bulletin = bulletinOf({
    code: CODE,
    date: before,
    printed: previousPrinted,
    nominal,
    separator: '.',
  });
  // This figure was not printed: `printed` contains the two figures that it is computed from.
  yield { ...bulletin, printed: `${answer.printed} less ${diff}` };
}
