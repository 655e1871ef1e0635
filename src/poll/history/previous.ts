// poll: the fixing before a fixing, asked of the bank's archive.
import { messageOf } from '../../errors.ts';
import type { Log } from '../../log.ts';
import { skipsFixing } from '../../rates/calendar.ts';
import { addDays, type IsoDate, isWeekend } from '../../rates/date.ts';
import { isNear } from '../../rates/distance.ts';
import { type Bulletin, type Code, type Fixing, fixingsOf } from '../../rates/fixing.ts';
import type { SelectedSource } from '../../sources/selection.ts';
import type { Source, SourceRequest } from '../../sources/source.ts';
import type { PollRequest } from '../intake/poll-request.ts';

/** The longest closure known is twelve days; two more reach the working day before it. */
const LOOK_BACK_DAYS = 14;

/**
 * Walks the archive back from a fixing until one bulletin of a working day is found: such a bulletin is certainly
 * a fixing, and tells whether the weekend ones after it are carries. `null` when the archive knows none.
 * Throws what the source throws when nothing at all could be read.
 */
export async function findPrevious(
  source: Source,
  request: SourceRequest,
  fixing: Fixing,
): Promise<Fixing | null> {
  if (source.earlier === undefined) return null;
  const newestFirst: Bulletin[] = [];
  try {
    const floor = addDays(fixing.date, -LOOK_BACK_DAYS);
    for await (const bulletin of source.earlier(request, fixing.code, fixing.date, floor)) {
      newestFirst.push(bulletin);
      if (!isWeekend(bulletin.date, source.calendar.weekend)) break;
    }
  } catch (error) {
    // A weekend bulletin read before the archive broke off is presumed a carry, which is worth having.
    if (newestFirst.length === 0) throw error;
  }
  const found = fixingsOf(newestFirst.reverse(), source.calendar.weekend).at(-1);
  return found === undefined ? null : { ...found, source: source.id, fetchedAt: request.now.toISOString() };
}

/** How one publisher's archive is asked for the fixing before another. */
export interface ArchiveLook {
  /**
   * Asked once a poll, twice or more for the same. `null` when the archive does not tell, which is logged; then the next
   * poll asks again. An archive that has no such day is asked less and less often.
   */
  before(fixing: Fixing, request: PollRequest): Promise<Fixing | null>;
  /**
   * The same, unless it lies out of the band of all that is known: it may have been held and dropped, since banks keep
   * those too. Then the one known before it, or `null`.
   */
  likelyBefore(fixing: Fixing, known: readonly Fixing[], request: PollRequest): Promise<Fixing | null>;
}

/** A walk that finds no day is fourteen requests. The polls of one window may repeat it, in case the bank was in trouble. */
const FREE_WALKS = 8;
/** After them it is repeated after this, and then doubling. */
const FIRST_PAUSE_MS = 15 * 60_000;
const LONGEST_PAUSE_MS = 4 * 3_600_000;

/** Walks for one fixing that have found no day. */
interface EmptyWalks {
  date: IsoDate;
  walks: number;
  /** When it was found silent, and for how long it is not asked; a clock that is set back ends the pause. */
  at: number;
  pauseMs: number;
}

export function createArchiveLook({ source, bandOf }: SelectedSource, log: Log): ArchiveLook {
  const askedIn = new WeakMap<PollRequest, Map<Code, Promise<Fixing | null>>>();
  const emptyWalks = new Map<Code, EmptyWalks>();

  /**
   * A change is shown against what two reads agree on: a damaged digit may be a likely figure. A row that is damaged
   * away leaves nothing but a gap, in more than one way, so that over a gap, as holidays leave it, a third has to agree.
   */
  async function findAgreed(fixing: Fixing, request: PollRequest): Promise<Fixing | null> {
    const fields = { source: source.id, code: fixing.code };
    // Each read on its own: what an earlier one has left behind, a damaged page too, must not answer the next.
    const read = () => findPrevious(source, { ...request, ask: request.newAsk() }, fixing);
    try {
      const first = await read();
      if (first === null) {
        noteEmptyWalk(fixing, request.now);
        return null;
      }
      const reads = skipsFixing(first.date, fixing.date, source.calendar) ? 3 : 2;
      for (let count = 2; count <= reads; count += 1) {
        const again = await read();
        if (first.date === again?.date && first.printed === again.printed) continue;
        log.info(fields, 'previous fixing read again, and not the same');
        return null;
      }
      return first;
    } catch (error) {
      // The newest fixing is known and right: it is shown without a change, and a later poll asks again.
      log.info({ ...fields, reason: messageOf(error) }, 'previous fixing not found');
    }
    return null;
  }

  function noteEmptyWalk({ code, date }: Fixing, now: Date): void {
    const before = emptyWalks.get(code);
    const walks = before?.date === date ? before.walks + 1 : 1;
    emptyWalks.set(code, { date, walks, at: now.getTime(), pauseMs: pauseMs(walks) });
  }

  async function findUnlessPaused(fixing: Fixing, request: PollRequest): Promise<Fixing | null> {
    const empty = emptyWalks.get(fixing.code);
    if (empty?.date === fixing.date) {
      const waitedMs = request.now.getTime() - empty.at;
      if (waitedMs >= 0 && waitedMs < empty.pauseMs) return null;
    }
    return findAgreed(fixing, request);
  }

  function before(fixing: Fixing, request: PollRequest): Promise<Fixing | null> {
    const asked = askedIn.get(request) ?? new Map<Code, Promise<Fixing | null>>();
    askedIn.set(request, asked);
    const found = asked.get(fixing.code) ?? findUnlessPaused(fixing, request);
    asked.set(fixing.code, found);
    return found;
  }

  return {
    before,
    async likelyBefore(fixing, known, request) {
      const archived = await before(fixing, request);
      const last = known.findLast((it) => it.date < fixing.date);
      if (archived === null) return null;
      // What has been judged for that day stands, whatever the archive makes of it.
      if (last !== undefined && archived.date <= last.date) return last;
      const band = bandOf(fixing.code);
      const around = last === undefined ? [fixing] : [last, fixing];
      const isLikely = around.some((it) => isNear(archived.perDollar, it.perDollar, band));
      return isLikely ? archived : (last ?? null);
    },
  };
}

function pauseMs(walks: number): number {
  return walks < FREE_WALKS ? 0 : Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** (walks - FREE_WALKS));
}
