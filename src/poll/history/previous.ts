// poll: finds the fixing before a fixing in the bank's archive.
import { messageOf } from '../../errors.ts';
import type { Log } from '../../log.ts';
import { skipsFixing } from '../../rates/calendar.ts';
import { addDays, type IsoDate, isWeekend } from '../../rates/date.ts';
import { isNear } from '../../rates/distance.ts';
import { type Bulletin, type Code, type Fixing, fixingsOf, readFrom } from '../../rates/fixing.ts';
import { LOOK_BACK_DAYS } from '../../sources/reading/walk.ts';
import type { SelectedSource } from '../../sources/selection.ts';
import type { Source, SourceRequest } from '../../sources/source.ts';
import type { PollRequest } from '../intake/poll-request.ts';

/**
 * Walks back through the archive from a fixing to the first bulletin of a working day: such a bulletin is certainly a
 * fixing, and shows whether the weekend ones after it are carries. `null` when the archive has none. Throws the
 * errors of the source when nothing could be read.
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
    // A weekend bulletin that was read before the error is taken for a carry, which is a usable result.
    if (newestFirst.length === 0) throw error;
  }
  const found = fixingsOf(newestFirst.reverse(), source.calendar).at(-1);
  return found === undefined ? null : readFrom(found, source.id, request.now);
}

/** Finds the fixings before the newest ones in the archive of one bank. */
export interface PreviousFixings {
  /**
   * The fixing before a fixing, read at least twice. Repeated calls in one poll share the result. `null` when the
   * archive does not answer, which is logged; then the next poll tries again. An archive without such a day is
   * requested less and less often.
   */
  before(fixing: Fixing, request: PollRequest): Promise<Fixing | null>;
  /**
   * The same, unless it lies out of the band of all known fixings: it may be a figure that was held and dropped,
   * which archives contain too. Then the known fixing before it, or `null` where further days lie between. `null` as
   * well when the archive lags behind the known fixings.
   */
  likelyBefore(fixing: Fixing, known: readonly Fixing[], request: PollRequest): Promise<Fixing | null>;
}

/**
 * A walk that finds no day is fourteen requests. The polls of one window repeat it, in case the bank had a failure.
 */
const FREE_WALKS = 8;
/** The pause after these walks; it doubles each time. */
const FIRST_PAUSE_MS = 15 * 60_000;
const LONGEST_PAUSE_MS = 4 * 3_600_000;

/** Walks for one fixing that have found no day. */
interface EmptyWalks {
  date: IsoDate;
  walks: number;
  /** The time of the last walk, and the pause after it. A clock that is set back ends the pause. */
  at: number;
  pauseMs: number;
}

/** Creates the search in the archive of a source. Its pauses are kept until the end of the term. */
export function createPreviousFixings({ source, bandOf }: SelectedSource, log: Log): PreviousFixings {
  const askedIn = new WeakMap<PollRequest, Map<string, Promise<Fixing | null>>>();
  const emptyWalks = new Map<Code, EmptyWalks>();

  /**
   * A change is shown only against a figure on which two reads agree, because a damaged digit can be a plausible
   * figure. A damaged row can be missing, which looks like the gap of holidays. Therefore a third read has to agree
   * over a gap.
   */
  async function findAgreed(fixing: Fixing, request: PollRequest): Promise<Fixing | null> {
    const fields = { source: source.id, code: fixing.code };
    // Each read has its own memory: a document from an earlier read, which may be damaged, must not answer the next
    // one.
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
        log.info(fields, 'previous fixing differs in another read');
        return null;
      }
      return first;
    } catch (error) {
      // The newest fixing is accepted: it is shown without a change, and a later poll tries again.
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
    const asked = askedIn.get(request) ?? new Map<string, Promise<Fixing | null>>();
    askedIn.set(request, asked);
    const key = `${fixing.code} ${fixing.date}`;
    const found = asked.get(key) ?? findUnlessPaused(fixing, request);
    asked.set(key, found);
    return found;
  }

  return {
    before,
    async likelyBefore(fixing, known, request) {
      const archived = await before(fixing, request);
      const last = known.findLast((it) => it.date < fixing.date);
      if (archived === null) return null;
      // A fixing of that day that was judged stays, whatever the archive contains. An archive without that day lags
      // behind, and days after it can be missing too.
      if (last !== undefined && archived.date <= last.date) return archived.date === last.date ? last : null;
      const band = bandOf(fixing.code);
      const around = last === undefined ? [fixing] : [last, fixing];
      const isLikely = around.some((it) => isNear(archived.perDollar, it.perDollar, band));
      if (isLikely || last === undefined) return isLikely ? archived : null;
      // Only where the archived day is the one between: of a longer gap other fixings are missing as well.
      const { calendar } = source;
      const isOnlyOne =
        !skipsFixing(last.date, archived.date, calendar) &&
        !skipsFixing(archived.date, fixing.date, calendar);
      return isOnlyOne ? last : null;
    },
  };
}

function pauseMs(walks: number): number {
  return walks < FREE_WALKS ? 0 : Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** (walks - FREE_WALKS));
}
