// rates: what a bank prints for a date, and which of these bulletins are fixings.

import type { Calendar } from './calendar.ts';
import { addDays, type IsoDate, isWeekend, type Weekday } from './date.ts';
import { decimal, readFigure, type Separator } from './decimal.ts';
import type * as schema from './schema.ts';

/** ISO 4217 code in capitals. The list of sources decides which ones exist. */
export type Code = string;

/** A figure in local units for one dollar, in plain notation. */
export type PerDollar = string;

/** Local units for dollars as one publisher printed them for one date. */
export interface Bulletin extends schema.Of<typeof schema.Bulletin> {
  /** The document's other rows, local units for one unit of each. They show a wrong row. Never stored. */
  others?: ReadonlyMap<Code, string>;
}

/** A bulletin that sets a figure, with its source and the time at which it was first read. */
export interface Fixing extends schema.Of<typeof schema.Fixing> {}

/** The fixing that a bulletin sets, as it was read from a source. The other rows of its document are left out. */
export function readFrom({ others: _others, ...printed }: Bulletin, source: string, at: Date): Fixing {
  return { ...printed, source, fetchedAt: at.toISOString() };
}

/**
 * Replaces a fixing that must not stay: one that was never judged, or that its bank has taken back. It is stored like
 * a fixing, so that it reaches every replica and a refilled store. No history contains it.
 */
export function withdrawalOf(fixing: Fixing): Fixing {
  return { ...fixing, printed: '', nominal: '1', perDollar: '' };
}

/** Whether a fixing is a withdrawal: its printed figure is empty, which no bank prints. */
export function isWithdrawal({ printed }: Fixing): boolean {
  return printed === '';
}

// Banks print 1 to 1,000 units, and the Bank of Russia 10,000 soum. A million is above all of them and limits the
// shift.
const NOMINAL = /^10{0,6}$/;

/**
 * Local units for one dollar, from a printed figure and its nominal: the printed digits with the point shifted by the
 * nominal's zeros. `null` when one of the two is not a figure, or the figure is zero.
 */
export function readPerDollar(printed: string, nominal: string, separator: Separator): string | null {
  const figure = readFigure(printed, separator);
  if (figure === null || !NOMINAL.test(nominal) || !/[1-9]/.test(figure)) return null;
  const zeros = nominal.length - 1;
  if (zeros === 0) return figure;
  const places = (figure.split('.')[1] ?? '').length + zeros;
  return decimal(figure).div(decimal(nominal)).toFixed(places);
}

/** Whether two bulletins print the same value: 475.1 equals 475.10 (NBK's archive drops trailing zeros). */
export function sameValue(a: Bulletin, b: Bulletin): boolean {
  return decimal(a.perDollar).eq(decimal(b.perDollar));
}

/** Last date at or before `date` on which the bank sets rates. */
export function workingDayAtOrBefore(date: IsoDate, weekend: readonly Weekday[]): IsoDate {
  let day = date;
  while (isWeekend(day, weekend)) day = addDays(day, -1);
  return day;
}

/** How a bank dates its bulletins around a weekend. */
export type WeekendDating = Pick<Calendar, 'weekend' | 'quietWeekends'>;

/**
 * Compares a bulletin with the known fixing before it. Returns the fixing that it sets, under the date of that
 * fixing, or `null` for a carry.
 *
 * A weekend bulletin with the value of the fixing before is a carry; with another value it is a fixing (NBKR set
 * 89.1007 for Sunday 2022-02-27). If no fixing is known since the last working day, it is presumed to be a carry and
 * replaces the fixing of that day: NBT's Monday 2026-05-18 counts as Saturday's. A bank with quiet weekends carries
 * nothing, so its bulletin keeps its day.
 */
export function settle<B extends Bulletin>(
  bulletin: B,
  before: Bulletin | undefined,
  { weekend, quietWeekends }: WeekendDating,
): B | null {
  const setOn = workingDayAtOrBefore(bulletin.date, weekend);
  if (quietWeekends || setOn === bulletin.date) return bulletin;
  if (before === undefined || before.date < setOn) return { ...bulletin, date: setOn };
  return sameValue(before, bulletin) ? null : bulletin;
}

/**
 * Whether the known fixings, oldest first, show which day's fixing a bulletin is. On a weekend they do not when the
 * working day before is unknown, or when a day between it and the bulletin can have had a figure of its own.
 */
export function isDateKnown(bulletin: Bulletin, known: readonly Bulletin[], dating: WeekendDating): boolean {
  const setOn = workingDayAtOrBefore(bulletin.date, dating.weekend);
  if (dating.quietWeekends || setOn === bulletin.date) return true;
  const last = known.findLast((it) => it.date <= bulletin.date);
  if (last === undefined || last.date < setOn) return false;
  return last.date >= addDays(bulletin.date, -1) || sameValue(last, bulletin);
}

/** The fixings among bulletins of one code, both oldest first. */
export function fixingsOf<B extends Bulletin>(bulletins: readonly B[], dating: WeekendDating): B[] {
  const fixings: B[] = [];
  for (const bulletin of bulletins) {
    const fixing = settle(bulletin, fixings.at(-1), dating);
    if (fixing !== null) fixings.push(fixing);
  }
  return fixings;
}
