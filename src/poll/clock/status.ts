// poll: the status of a rate at an instant.
import { isStale } from '../../rates/calendar.ts';
import type { IsoDate } from '../../rates/date.ts';
import type { Status } from '../../rates/wire.ts';
import type { Source } from '../../sources/source.ts';

/** The status of a source's fixing at an instant. */
export function statusOf(source: Source, date: IsoDate, now: Date): Status {
  if (source.status !== undefined) return source.status;
  if (source.peg !== undefined) return 'pegged';
  return isStale(date, source.calendar, now) ? 'stale' : 'live';
}
