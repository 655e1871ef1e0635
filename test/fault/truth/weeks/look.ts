// fault: compares what a replica shows and stores with the bank's fixings.
import { bankTime } from '../../../../src/rates/calendar.ts';
import type { IsoDate } from '../../../../src/rates/date.ts';
import { decimal, significant } from '../../../../src/rates/decimal.ts';
import type { Rate } from '../../../../src/rates/wire.ts';
import type { Bank } from '../../../../src/sources/source.ts';
import type { Replica } from '../replica.ts';

export interface LookDeps {
  source: Bank;
  /** The bank's fixings by day, in order. */
  fixings: ReadonlyMap<IsoDate, string>;
  now: () => Date;
}

const priceOf = (figure: string) => significant(decimal('1').div(decimal(figure)), 12);

/** A figure that is not a fixing of its day, or a change that is not from the fixing before. */
function faultInRate({ date, inverse, change }: Rate, { fixings }: LookDeps): string | null {
  if (fixings.get(date) !== inverse) return `shows ${inverse} for ${date}, which has ${fixings.get(date)}`;
  const days = [...fixings.keys()];
  const before = days[days.indexOf(date) - 1] ?? '';
  if (
    change === null ||
    (change.previousDate === before && change.previous === priceOf(fixings.get(before) ?? ''))
  )
    return null;
  return `has the change of ${date} from ${change.previousDate}, not from ${before}`;
}

/** After a poll that the bank answered: a fixing of a day that has come is shown, with its change. */
function faultInTime({ date, change }: Rate, { source, fixings, now }: LookDeps): string | null {
  const { date: today } = bankTime(source.calendar, now());
  const due = [...fixings.keys()].findLast((day) => day <= today) ?? '';
  if (date < due) return `shows ${date} when ${due} has come`;
  return change === null ? `shows no change of ${date}` : null;
}

/** The first fault, or `null`. `isAnswered`: the bank and its archive have just answered a poll. */
export async function faultIn(replica: Replica, isAnswered: boolean, deps: LookDeps): Promise<string | null> {
  const { source, fixings } = deps;
  const [rate] = await replica.rates();
  if (rate === undefined || rate.source.id !== source.id) return isAnswered ? 'shows nothing' : null;
  for (const { date, inverse } of (await replica.history()).rates) {
    if (fixings.get(date) !== inverse) return `stores ${inverse} for ${date}, which has ${fixings.get(date)}`;
  }
  return faultInRate(rate, deps) ?? (isAnswered ? faultInTime(rate, deps) : null);
}
