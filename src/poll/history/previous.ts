// poll: the fixing before a fixing, asked of the bank's archive.

import { messageOf } from '../../errors.ts';
import type { Log } from '../../log.ts';
import { skipsFixing } from '../../rates/calendar.ts';
import { addDays, isWeekend } from '../../rates/date.ts';
import { isNear } from '../../rates/distance.ts';
import { type Bulletin, type Code, type Fixing, fixingsOf } from '../../rates/fixing.ts';
import type { SelectedSource } from '../../sources/selection.ts';
import type { Reading, Source } from '../../sources/source.ts';

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

/** How one publisher's archive is asked for the fixing before another. */
export interface ArchiveLook {
  /** Asked once a poll, twice or more for the same. `null` when the archive does not tell, which is logged. */
  before(fixing: Fixing, reading: Reading): Promise<Fixing | null>;
  /** The same, unless it is a figure that was held and dropped: banks keep those too. Then the one known before it. */
  likelyBefore(fixing: Fixing, known: readonly Fixing[], reading: Reading): Promise<Fixing | null>;
}

export function createArchiveLook({ source, bandOf }: SelectedSource, log: Log): ArchiveLook {
  const askedIn = new WeakMap<Reading, Map<Code, Promise<Fixing | null>>>();

  /**
   * A change is shown against what two reads agree on: a damaged digit may be a likely figure. A row that is damaged
   * away leaves nothing but a gap, in more than one way, so that over a gap, as holidays leave it, a third has to agree.
   */
  async function findAgreed(fixing: Fixing, reading: Reading): Promise<Fixing | null> {
    const fields = { source: source.id, code: fixing.code };
    try {
      const first = await findPrevious(source, reading, fixing);
      if (first === null) return null;
      const reads = skipsFixing(first.date, fixing.date, source.calendar) ? 3 : 2;
      for (let read = 2; read <= reads; read += 1) {
        const again = await findPrevious(source, reading, fixing);
        if (first.date === again?.date && first.printed === again.printed) continue;
        log.info(fields, 'previous fixing read again, and not the same');
        return null;
      }
      return first;
    } catch (error) {
      // The newest fixing is known and right: it is shown without a change, and the next poll asks again.
      log.info({ ...fields, reason: messageOf(error) }, 'previous fixing not found');
    }
    return null;
  }

  function before(fixing: Fixing, reading: Reading): Promise<Fixing | null> {
    const asked = askedIn.get(reading) ?? new Map<Code, Promise<Fixing | null>>();
    askedIn.set(reading, asked);
    const found = asked.get(fixing.code) ?? findAgreed(fixing, reading);
    asked.set(fixing.code, found);
    return found;
  }

  return {
    before,
    async likelyBefore(fixing, known, reading) {
      const archived = await before(fixing, reading);
      const last = known.findLast((it) => it.date < fixing.date);
      if (archived === null || last === undefined) return archived;
      const band = bandOf(fixing.code);
      const isLikely = [last, fixing].some((it) => isNear(archived.perDollar, it.perDollar, band));
      return isLikely ? archived : last;
    },
  };
}
