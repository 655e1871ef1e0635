// poll: the rate that is fixed by decree, which has a new date every day.
import { bankTime } from '../../rates/calendar.ts';
import { addDays, FIRST_DAY, type IsoDate, LAST_DAY } from '../../rates/date.ts';
import { type Fixing, withdrawalOf } from '../../rates/fixing.ts';
import { rateOf } from '../../rates/rate.ts';
import type { Rate } from '../../rates/wire.ts';
import { refOf, type Source } from '../../sources/source.ts';
import type { Commit, Current } from '../../store/store.ts';

/**
 * The commit that gives a pegged rate the bank's current date; `null` when it has it. Its previous fixing has the day
 * before. The change is 0.
 */
export function rolledPeg(
  source: Source,
  { rates, history }: Pick<Current, 'history'> & { rates: readonly Rate[] },
  now: Date,
): Commit | null {
  const { peg } = source;
  if (peg === undefined) return null;
  const { date } = bankTime(source.calendar, now);
  // A clock without a battery begins in another century.
  if (date < peg.since) return null;
  const shown = rates.find((rate) => rate.base === peg.code && rate.source.id === source.id);
  if (shown?.date === date) return null;
  const today: Fixing = {
    code: peg.code,
    date,
    printed: peg.perDollar,
    nominal: '1',
    perDollar: peg.perDollar,
    source: source.id,
    fetchedAt: shown?.fetchedAt ?? now.toISOString(),
  };
  const yesterday = { ...today, date: addDays(date, -1) };
  const stored = history({ code: peg.code, source: source.id, from: FIRST_DAY, to: LAST_DAY });
  const later = datedAhead(stored, date).map(withdrawalOf);
  return {
    rates: [rateOf(today, yesterday, refOf(source), 'pegged')],
    fixings: [...later, yesterday, today],
  };
}

/**
 * The stored days after today, where tomorrow is not among them and earlier days are: a clock that was ahead has added
 * them. A clock that is behind finds tomorrow stored, and removes nothing.
 */
function datedAhead(stored: readonly Fixing[], today: IsoDate): Fixing[] {
  const isApart = !stored.some((it) => it.date === addDays(today, 1)) && stored.some((it) => it.date < today);
  return isApart ? stored.filter((it) => it.date > today) : [];
}
