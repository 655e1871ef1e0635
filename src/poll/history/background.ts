// poll: fills the recent history in the background after a start, with retries until it is complete.
import { kindOf, messageOf } from '../../errors.ts';
import { bankTime, skipsFixing } from '../../rates/calendar.ts';
import { addDays, type IsoDate } from '../../rates/date.ts';
import type { SelectedSource } from '../../sources/selection.ts';
import { retryDelayMs } from '../schedule/back-off.ts';
import { type BackfillDeps, backfill } from './backfill.ts';
import { lastOpenDay } from './open-days.ts';

export interface BackgroundFillDeps extends Omit<BackfillDeps, 'signal'> {
  selectedSources: readonly SelectedSource[];
  /** Days to fill; 0 = none. */
  days: number;
  random: () => number;
}

/** The first polls come first: current rates are more urgent than past ones. */
const START_MS = 10_000;
/** An archive that fails for an hour is requested again at the next start, or by hand. */
const MAX_TRIES = 8;
/** How often memory is checked for a newer shown fixing. */
const NEWER_MS = 60_000;

/** Starts a fill for every publisher, in parallel. Returns the function that stops them. */
export function startBackgroundFill({
  selectedSources,
  days,
  random,
  ...deps
}: BackgroundFillDeps): () => void {
  const stopping = new AbortController();
  const timers = new Set<NodeJS.Timeout>();
  const { log, now } = deps;

  function later(delayMs: number, run: () => Promise<void>): void {
    // What was under way when the term ended would look for newer fixings every minute, and one more after each term.
    if (stopping.signal.aborted) return;
    const timer = setTimeout(() => {
      timers.delete(timer);
      void run();
    }, delayMs);
    timers.add(timer);
  }

  async function fill(selected: SelectedSource, tries: number): Promise<void> {
    const { date: today } = bankTime(selected.source.calendar, now());
    let fixings = 0;
    try {
      const span = { from: addDays(today, -days), to: today };
      const end = await backfill(selected, span, { ...deps, signal: stopping.signal }, (progress) => {
        fixings = progress.fixings;
      });
      if (fixings > 0) log.info({ source: selected.source.id, from: span.from, fixings }, 'history filled');
      // Days after the shown fixing are filled when a newer one is shown, by which they are judged.
      if (skipsFixing(addDays(end, 1), today, selected.source.calendar))
        later(NEWER_MS, () => fillBehind(selected, end));
    } catch (error) {
      if (stopping.signal.aborted) return;
      const fields = { source: selected.source.id, kind: kindOf(error), reason: messageOf(error), tries };
      if (tries >= MAX_TRIES) return log.warn(fields, 'history not filled; the next start asks again');
      log.info(fields, 'history not filled yet');
      later(retryDelayMs(tries, random), () => fill(selected, tries + 1));
    }
  }

  /** Fills again when a newer fixing is shown than when the days up to `end` were filled. */
  async function fillBehind(selected: SelectedSource, end: IsoDate): Promise<void> {
    const { date: today } = bankTime(selected.source.calendar, now());
    const last = await lastOpenDay(selected, deps.store, today).catch(() => end);
    if (last > end) return fill(selected, 1);
    later(NEWER_MS, () => fillBehind(selected, end));
  }

  // An invented source has no history.
  for (const selected of selectedSources) {
    if (days > 0 && selected.publishes.length > 0 && selected.source.keepsHistory !== false)
      later(START_MS, () => fill(selected, 1));
  }
  return () => {
    stopping.abort();
    for (const timer of timers) clearTimeout(timer);
  };
}
