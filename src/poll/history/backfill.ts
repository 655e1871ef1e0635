// poll: fills the missing days of a history from the bank's archive, newest first.
import { TickerError } from '../../errors.ts';
import type { Guard } from '../../guard/decision.ts';
import { splitSound } from '../../guard/sound.ts';
import { GUARD } from '../../guard/standard.ts';
import type { Log } from '../../log.ts';
import { addDays, daysBetween, FIRST_DAY, type IsoDate, isWeekend, LAST_DAY } from '../../rates/date.ts';
import { type Bulletin, type Code, type Fixing, fixingsOf, readFrom } from '../../rates/fixing.ts';
import { gapsIn, type Span } from '../../rates/gaps.ts';
import { createAsk, POLL_DEADLINE_MS } from '../../sources/reading/client.ts';
import { createDeadlines } from '../../sources/reading/deadline.ts';
import type { SelectedSource } from '../../sources/selection.ts';
import type { Source, SourceRequest } from '../../sources/source.ts';
import { createFirstFigureCheck, type FirstFigureDeps } from '../intake/first-figure.ts';
import { amongOpenDays, lastOpenDay } from './open-days.ts';

export interface BackfillDeps extends Pick<FirstFigureDeps, 'store' | 'seedOf'> {
  log: Log;
  now: () => Date;
  /** The guard; a test can switch off one of its checks. */
  guard?: Guard;
  /** Ends the open requests; committed fixings stay. */
  signal: AbortSignal;
}

/** The progress of the walk through one code's gaps. */
export interface Progress {
  source: string;
  code: Code;
  /** Days that are done, of all missing days. */
  doneDays: number;
  allDays: number;
  /** New fixings. */
  fixings: number;
}

/**
 * Fixings of one commit. A commit writes the embedded store's whole history: a hundred at a time keep that rare, and
 * a stop loses little.
 */
const BATCH = 100;

/**
 * Fills the missing days of a source's codes between two days, both included, and before the published fixing: later
 * ones are judged by the polls. Commits batch by batch, so that a second run continues where the first was stopped.
 * Returns the last day that could be filled. Throws the errors of the source and the store.
 */
export async function backfill(
  selected: SelectedSource,
  { from, to }: Span,
  deps: BackfillDeps,
  onProgress: (progress: Progress) => void = () => {},
): Promise<IsoDate> {
  const { source } = selected;
  // Each request has its own deadline of ten seconds: a walk through years has none as a whole.
  const limit = createDeadlines(POLL_DEADLINE_MS, deps.signal);
  let end = to;
  for (const code of selected.publishes) {
    const span = { from, to: await lastOpenDay(selected, deps.store, to, code) };
    if (span.to < end) end = span.to;
    const kept = await deps.store.history({ code, source: source.id, ...span });
    const gaps = gapsIn(splitSound(kept).sound, span, source.calendar).reverse();
    const allDays = gaps.reduce((sum, gap) => sum + daysBetween(gap.from, gap.to) + 1, 0);
    const progress: Progress = { source: source.id, code, doneDays: 0, allDays, fixings: 0 };
    onProgress(progress);
    for (const gap of gaps) {
      const before = progress.doneDays;
      for await (const { reached, fixings } of fillGap(selected, code, gap, { ...deps, limit })) {
        progress.doneDays = before + daysBetween(reached, gap.to) + 1;
        progress.fixings += fixings;
        onProgress(progress);
      }
      progress.doneDays = before + daysBetween(gap.from, gap.to) + 1;
      onProgress(progress);
    }
  }
  return end;
}

/** Yields after each commit the day that the walk has reached. */
async function* fillGap(
  selected: SelectedSource,
  code: Code,
  gap: Span,
  deps: BackfillDeps & { limit: () => AbortSignal },
): AsyncGenerator<{ reached: IsoDate; fixings: number }> {
  const { source } = selected;
  const { store, log, now, signal, limit, guard = GUARD, seedOf } = deps;
  const request: SourceRequest = {
    ask: createAsk(selected.origin, new Map(), limit),
    now: now(),
    codes: [code],
    key: selected.key,
  };
  const edge = async (from: IsoDate, to: IsoDate) =>
    splitSound(await store.history({ code, source: source.id, from, to })).sound;
  const after = (await edge(addDays(gap.to, 1), LAST_DAY))[0];
  const before = (await edge(FIRST_DAY, addDays(gap.from, -1))).at(-1);
  const passesAsFirst = await createFirstFigureCheck(selected, code, {
    store,
    guard,
    now: now(),
    ...(seedOf === undefined ? {} : { seedOf }),
  });
  let waiting: Bulletin[] = [];
  let newer = after;

  async function commit(older: Fixing | undefined): Promise<number> {
    const at = now();
    const oldestFirst = waiting.map((it) => readFrom(it, source.id, at)).reverse();
    const settled = fixingsOf([...(older === undefined ? [] : [older]), ...oldestFirst], source.calendar);
    const run = settled.filter((it) => it !== older && it.date >= gap.from && it.date <= gap.to);
    const judgedRun = guard.judgePast(run, { newer, older, band: selected.bandOf(code), passesAsFirst });
    for (const { date, printed } of judgedRun.leftOut) {
      log.warn({ source: source.id, code, date, printed }, 'past figure left out: the days around it differ');
    }
    const open = await amongOpenDays(selected, store, judgedRun.accepted);
    let fixings: readonly Fixing[] = [];
    await store.change(({ history }) => {
      // A figure that a poll published since the gap was found is newer than the archive's.
      const known = new Set(history({ code, source: source.id, ...gap }).map((it) => it.date));
      fixings = open.filter((it) => !known.has(it.date));
      return { rates: [], fixings };
    });
    newer = fixings[0] ?? newer;
    return fixings.length;
  }

  /**
   * Commits the waiting bulletins except that of the oldest working day, which only serves to judge the others and
   * stays waiting.
   */
  async function commitSettled(): Promise<{ reached: IsoDate; fixings: number } | null> {
    while (waiting.length > 0 && isWeekend(waiting.at(-1)?.date ?? '', source.calendar.weekend))
      waiting.pop();
    const oldest = waiting.pop();
    if (oldest === undefined) return null;
    const fixings = await commit(readFrom(oldest, source.id, now()));
    waiting = [oldest];
    return { reached: addDays(oldest.date, 1), fixings };
  }

  try {
    for await (const bulletin of bulletinsBack(source, request, code, gap)) {
      if (signal.aborted) throw new TickerError('source-unreachable', 'stopped');
      waiting.push(bulletin);
      // The working day before a weekend's bulletin decides whether that is a carry, and the days around a day decide
      // whether it is an outlier: so the oldest of a batch waits for the next batch.
      if (waiting.length <= BATCH || isWeekend(bulletin.date, source.calendar.weekend)) continue;
      const batch = await commitSettled();
      if (batch !== null) yield batch;
    }
  } catch (error) {
    // After an error the read bulletins are committed, so that the next run does not request them again.
    await commitSettled();
    throw error;
  }
  yield { reached: gap.from, fixings: await commit(before) };
}

/** The history of a peg needs no archive: the same figure on every day since its start. */
async function* bulletinsBack(
  source: Source,
  request: SourceRequest,
  code: Code,
  gap: Span,
): AsyncGenerator<Bulletin> {
  const { peg } = source;
  if (peg === undefined) {
    if (source.earlier !== undefined) yield* source.earlier(request, code, addDays(gap.to, 1), gap.from);
    return;
  }
  const { perDollar } = peg;
  for (let date = gap.to; date >= gap.from && date >= peg.since; date = addDays(date, -1)) {
    yield { code, date, printed: perDollar, nominal: '1', perDollar };
  }
}
