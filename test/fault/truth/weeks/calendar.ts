// fault: months of a bank's bulletins: days off, working Saturdays, equal figures, and carries as the bank prints them.
import { addDays, type IsoDate, isWeekend } from '../../../../src/rates/date.ts';
import type { Bank } from '../../../../src/sources/source.ts';

/** A bulletin, and the instant from which the bank prints it. */
export interface Printed {
  at: number;
  date: IsoDate;
  figure: string;
}

export interface Months {
  from: IsoDate;
  days: number;
  /** The first figure. */
  start: string;
  random: () => number;
  /** Whether some steps are so large that the guard holds their figures. */
  hasShocks: boolean;
}

const MINUTE_MS = 60_000;
const SATURDAY = 6;
const RESTING = [SATURDAY, 0] as const;

/** The days on which a bank sets a figure. A holiday has one day or four; a Saturday can be a working day. */
function workingDays({ from, days, random }: Months): (day: IsoDate) => boolean {
  const closed = new Set<IsoDate>();
  const moved = new Set<IsoDate>();
  for (let day = from; day < addDays(from, days); day = addDays(day, 1)) {
    if (isWeekend(day, [SATURDAY]) && random() < 0.4) moved.add(day);
    if (isWeekend(day, RESTING) || random() > 0.03) continue;
    const length = random() < 0.25 ? 4 : 1;
    for (let more = 0; more < length; more += 1) closed.add(addDays(day, more));
  }
  return (day) => moved.has(day) || (!isWeekend(day, RESTING) && !closed.has(day));
}

function instantOf(day: IsoDate, minutes: number, { utcOffsetHours }: Bank['calendar']): number {
  return Date.parse(`${day}T00:00:00Z`) + (minutes - utcOffsetHours * 60) * MINUTE_MS;
}

/** The fixings in the order of their publication. Each is dated on a later day, as the bank does. */
function fixingsIn({ calendar }: Bank, months: Months): Printed[] {
  const { from, days, start, random, hasShocks } = months;
  const sets = workingDays(months);
  // Where Friday's fixing is dated Saturday, it is the day after each working day, else the next working day.
  const isDated = (day: IsoDate) => sets(calendar.weekend.includes(SATURDAY) ? day : addDays(day, -1));
  const fixings: Printed[] = [];
  let figure = start;
  let isAfterShock = false;
  for (let day = from; day < addDays(from, days); day = addDays(day, 1)) {
    if (!sets(day)) continue;
    let date = addDays(day, 1);
    while (!isDated(date)) date = addDays(date, 1);
    // In 1,499 steps of the bank with quiet weekends no two bulletins were equal.
    // A shock that the next fixing takes back is like a misprint in the archive: no rule can tell the two apart.
    isAfterShock = hasShocks && !isAfterShock && random() < 0.12;
    const range = isAfterShock ? 0.24 : 0.004;
    if (calendar.quietWeekends || random() > 0.15)
      figure = (Number(figure) * (1 + (random() - 0.5) * range)).toFixed(2);
    const minutes = calendar.opens + 30 + Math.floor(random() * (calendar.closes - calendar.opens - 30));
    fixings.push({ at: instantOf(day, minutes, calendar), date, figure });
  }
  return fixings;
}

/** All bulletins of some months. A bank that re-dates its figure prints one for each day, on the day before. */
export function bulletinsOf(bank: Bank, months: Months): Printed[] {
  const { calendar } = bank;
  const fixings = fixingsIn(bank, months);
  if (bank.redates !== true) return fixings;
  const carries = fixings.flatMap(({ at, date, figure }, index) => {
    const found: Printed[] = [];
    const next = fixings[index + 1]?.date ?? date;
    for (let day = addDays(date, 1); day < next; day = addDays(day, 1))
      found.push({
        at: Math.max(at, instantOf(addDays(day, -1), calendar.closes, calendar)),
        date: day,
        figure,
      });
    return found;
  });
  return [...fixings, ...carries].sort((a, b) => (a.date < b.date ? -1 : 1));
}

/**
 * The fixings among bulletins, by day, in the words of the contract: a weekend's bulletin with the figure of the one
 * before is a carry, and each bulletin of a working day counts.
 */
export function fixingsAmong(bulletins: readonly Printed[], { calendar }: Bank): Map<IsoDate, string> {
  const days = new Map<IsoDate, string>();
  for (const [index, { date, figure }] of bulletins.entries()) {
    const isCarry = isWeekend(date, calendar.weekend) && bulletins[index - 1]?.figure === figure;
    if (!isCarry) days.set(date, figure);
  }
  return days;
}
