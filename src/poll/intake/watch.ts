// poll: whether a source was read often enough that no bulletin between two of its fixings was missed.
import { addDays, type IsoDate } from '../../rates/date.ts';
import type { Bulletin, Code, Fixing } from '../../rates/fixing.ts';

/** The reads of one publisher's codes in this term. */
export interface Watch {
  /** Notes a bulletin with the shown or the held figure. */
  see(bulletin: Bulletin, now: Date): void;
  /** Notes a figure that is published now. */
  publish(fixing: Fixing, now: Date): void;
  /** Forgets the reads: a figure was printed since, and was not published. */
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
export function createWatch(): Watch {
  const seen = new Map<Code, { at: number; date: IsoDate }>();
  const covered = new Map<Code, string>();
  return {
    see: ({ code, date }, now) => void seen.set(code, { at: now.getTime(), date }),
    publish({ code, date }, now) {
      const last = seen.get(code);
      if (last !== undefined) {
        const pauseMs = now.getTime() - last.at;
        // A clock that was set back shows nothing about the pause.
        const isShort = pauseMs >= 0 && pauseMs <= LONGEST_PAUSE_MS;
        if (isShort || last.date >= addDays(date, -1)) covered.set(code, date);
      }
      seen.set(code, { at: now.getTime(), date });
    },
    forget: (code) => void seen.delete(code),
    covers: ({ code, date }) => covered.get(code) === date,
  };
}
