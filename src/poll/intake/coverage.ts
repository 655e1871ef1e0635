// poll: the coverage of the days between two fixings: whether a source was read often enough to miss no bulletin.
import { addDays, type IsoDate } from '../../rates/date.ts';
import type { Bulletin, Code, Fixing } from '../../rates/fixing.ts';

/** The reads of one publisher's codes in this term. */
export interface Coverage {
  /** Notes a bulletin with the shown or the held figure. */
  noteRead(bulletin: Bulletin, now: Date): void;
  /**
   * Notes a figure that is published or held now. The first read of a day decides whether the time before it was covered:
   * a confirmation or a correction of the day comes later and shows nothing about that time.
   */
  noteFigure(fixing: Fixing, now: Date): void;
  /** Forgets the reads: a figure of an earlier day was printed since, and was not published. */
  forget(code: Code): void;
  /** Whether the figure before was still read shortly before this fixing was published, or for the day before. */
  covers(fixing: Fixing): boolean;
}

/**
 * A bulletin is a bank's newest for at least fifteen hours: from midnight to the next publication in the afternoon.
 * Outside the windows a bank is polled every four hours.
 */
const LONGEST_PAUSE_MS = 12 * 3_600_000;

/** Kept in the process: after a restart the archive decides until the shown figure has been read. */
export function createCoverage(): Coverage {
  const seen = new Map<Code, { at: number; date: IsoDate }>();
  const figures = new Map<Code, { date: IsoDate; isCovered: boolean }>();
  return {
    noteRead: ({ code, date }, now) => void seen.set(code, { at: now.getTime(), date }),
    noteFigure({ code, date }, now) {
      const last = seen.get(code);
      if (figures.get(code)?.date !== date) figures.set(code, { date, isCovered: isShort(last, date, now) });
      seen.set(code, { at: now.getTime(), date });
    },
    forget: (code) => void seen.delete(code),
    covers({ code, date }) {
      const last = figures.get(code);
      return last?.date === date && last.isCovered;
    },
  };
}

/** Whether no bulletin can be missing between the last read and the first one of a day. */
function isShort(last: { at: number; date: IsoDate } | undefined, date: IsoDate, now: Date): boolean {
  if (last === undefined || last.date >= date) return false;
  const pauseMs = now.getTime() - last.at;
  // A clock that was set back shows nothing about the pause.
  return (pauseMs >= 0 && pauseMs <= LONGEST_PAUSE_MS) || last.date === addDays(date, -1);
}
