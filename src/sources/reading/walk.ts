// sources: walks through a bank's archive, for banks that answer one day or one period at a time.
import { addDays, type IsoDate } from '../../rates/date.ts';
import type { Bulletin } from '../../rates/fixing.ts';
import type { Span } from '../../rates/gaps.ts';

/** The longest known closure. The newest bulletin is younger, unless its bank has stopped publishing. */
export const LONGEST_CLOSURE_DAYS = 12;
/** It contains the working day before any closure. */
export const LOOK_BACK_DAYS = LONGEST_CLOSURE_DAYS + 2;

/** Requests one day; `null` when there is no bulletin for it. */
export type AskDay = (date: IsoDate) => Promise<Bulletin | null>;

/** Bulletins from `from` back to `floor`, one request a day; days without a bulletin are skipped. */
export async function* walkBack(from: IsoDate, floor: IsoDate, ask: AskDay): AsyncGenerator<Bulletin> {
  for (let day = from; day >= floor; day = addDays(day, -1)) {
    const bulletin = await ask(day);
    if (bulletin !== null) yield bulletin;
  }
}

/**
 * The same for a bank that answers each day with the bulletin in force on it: each answer has its own date, and the
 * walk continues from the day before that date.
 */
export async function* jumpBack(from: IsoDate, floor: IsoDate, ask: AskDay): AsyncGenerator<Bulletin> {
  let day = from;
  while (day >= floor) {
    const bulletin = await ask(day);
    if (bulletin !== null && bulletin.date <= day && bulletin.date >= floor) yield bulletin;
    // A date after the requested day would walk forward, without end.
    day = addDays(bulletin !== null && bulletin.date < day ? bulletin.date : day, -1);
  }
}

/**
 * Spans of days from `newest` back to `floor`, for archives that answer a period. The first span contains the
 * previous fixing over any closure; the later ones are as long as the archive allows.
 */
export function* spansBack(newest: IsoDate, floor: IsoDate, laterDays: number): Generator<Span> {
  let to = newest;
  let days = LOOK_BACK_DAYS;
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
