// sources: walking a bank's archive day by day, for the banks that answer one day at a time.
import { addDays, type IsoDate } from '../../rates/date.ts';
import type { Bulletin } from '../../rates/fixing.ts';
import type { Span } from '../../rates/gaps.ts';

/** The longest known closure: the newest bulletin is younger, unless its bank has fallen silent. */
export const LONGEST_CLOSURE_DAYS = 12;

/** Asks one day; `null` when there is no bulletin of that day. */
export type AskDay = (date: IsoDate) => Promise<Bulletin | null>;

/** Bulletins from `from` back to `floor`, one request a day; days without a bulletin are passed over. */
export async function* walkBack(from: IsoDate, floor: IsoDate, ask: AskDay): AsyncGenerator<Bulletin> {
  for (let day = from; day >= floor; day = addDays(day, -1)) {
    const bulletin = await ask(day);
    if (bulletin !== null) yield bulletin;
  }
}

/**
 * The same for a bank that answers any day with the bulletin in force on it: each answer names its own date, and the
 * walk goes on from the day before that.
 */
export async function* jumpBack(from: IsoDate, floor: IsoDate, ask: AskDay): AsyncGenerator<Bulletin> {
  let day = from;
  while (day >= floor) {
    const bulletin = await ask(day);
    if (bulletin !== null && bulletin.date <= day && bulletin.date >= floor) yield bulletin;
    // A date after the day asked for would walk forward, and for ever.
    day = addDays(bulletin !== null && bulletin.date < day ? bulletin.date : day, -1);
  }
}

/**
 * Spans of days from `newest` back to `floor`, for archives that answer a period: the first is enough for the previous
 * fixing over any closure, the later ones are as long as the archive takes.
 */
export function* spansBack(newest: IsoDate, floor: IsoDate, laterDays: number): Generator<Span> {
  let to = newest;
  let days = LONGEST_CLOSURE_DAYS + 2;
  while (to >= floor) {
    const wanted = addDays(to, 1 - days);
    const from = [wanted, floor].sort()[1] ?? floor;
    yield { from, to };
    to = addDays(from, -1);
    days = laterDays;
  }
}

/** The first bulletin of a walk, or `null`. */
export async function firstOf(walk: AsyncIterable<Bulletin>): Promise<Bulletin | null> {
  for await (const bulletin of walk) return bulletin;
  return null;
}
