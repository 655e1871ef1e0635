// poll: the fixing before a fixing, asked of the bank's archive.
import { addDays, isWeekend } from '../rates/date.ts';
import { type Bulletin, type Fixing, fixingsOf } from '../rates/fixing.ts';
import type { Reading, Source } from '../sources/source.ts';

/** The longest closure known is twelve days; two more reach the working day before it. */
const LOOK_BACK_DAYS = 14;

/**
 * Walks the archive back from a fixing until one bulletin of a working day is found: such a bulletin is certainly
 * a fixing, and tells whether the weekend ones after it are carries. `null` when the archive knows none.
 * Throws what the source throws when nothing at all could be read.
 */
export async function findPrevious(source: Source, reading: Reading, fixing: Fixing): Promise<Fixing | null> {
  if (source.earlier === undefined) return null;
  const newestFirst: Bulletin[] = [];
  try {
    const floor = addDays(fixing.date, -LOOK_BACK_DAYS);
    for await (const bulletin of source.earlier(reading, fixing.code, fixing.date, floor)) {
      newestFirst.push(bulletin);
      if (!isWeekend(bulletin.date, source.calendar.weekend)) break;
    }
  } catch (error) {
    // A weekend bulletin read before the archive broke off is presumed a carry, which is worth having.
    if (newestFirst.length === 0) throw error;
  }
  const found = fixingsOf(newestFirst.reverse(), source.calendar.weekend).at(-1);
  return found === undefined ? null : { ...found, source: source.id, fetchedAt: reading.now.toISOString() };
}
