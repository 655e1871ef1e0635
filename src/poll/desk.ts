// poll: one source's desk. Reads it, places what it printed, passes the guard, commits.
import { kindOf, messageOf, TickerError } from '../errors.ts';
import type { Log } from '../log.ts';
import type { Metrics } from '../metrics.ts';
import { addDays } from '../rates/date.ts';
import { decimal } from '../rates/decimal.ts';
import type { Bulletin, Fixing } from '../rates/fixing.ts';
import { type Candidate, refusalOf } from '../rates/guard.ts';
import { rateOf } from '../rates/rate.ts';
import { previousOf, stepOf } from '../rates/sequence.ts';
import type { Rate, SourceReport } from '../rates/wire.ts';
import { createAsk, type Memory, POLL_DEADLINE_MS } from '../sources/fetch.ts';
import type { Seat } from '../sources/list.ts';
import type { Reading, Source } from '../sources/source.ts';
import type { Store } from '../store/store.ts';
import { findPrevious } from './previous.ts';
import { statusOf } from './status.ts';

/** What every desk works with. */
export interface DeskDeps {
  store: Store;
  log: Log;
  metrics: Metrics;
  now: () => Date;
}

/** How one poll went. `failed` alone is followed by retries: a refused figure will not change by asking. */
export interface Outcome {
  source: string;
  result: 'changed' | 'unchanged' | 'refused' | 'failed';
  changed: Rate[];
  reason?: string;
  retryAfterMs?: number;
}

export interface Desk {
  readonly source: Source;
  /** Polls once; a second call waits for the first. Never throws: a failure is an outcome. */
  poll(): Promise<Outcome>;
  /** Tells when it will be asked next. */
  announce(nextPoll: Date | null): Promise<void>;
  /** Ends the requests under way. */
  close(): Promise<void>;
}

/** Fixings looked through for the ones around a bulletin: the longest closure and a little more. */
const KNOWN_DAYS = 40;

export function createDesk(seat: Seat, { store, log, metrics, now }: DeskDeps): Desk {
  const { source } = seat;
  const memory: Memory = new Map();
  const closing = new AbortController();
  let turn: Promise<unknown> = Promise.resolve();
  let report: SourceReport = {
    id: source.id,
    name: source.name,
    country: source.country,
    url: source.url,
    terms: source.terms,
    kind: source.kind,
    publishes: [...seat.publishes],
    checks: [...seat.checks],
    lastPoll: null,
    lastGoodPoll: null,
    lastError: null,
    nextPoll: null,
    held: [],
  };
  const note = (more: Partial<SourceReport>) => {
    report = { ...report, ...more };
    return store.report(report);
  };

  /** Throws `rate-refused` when the guard says no. */
  async function publish(bulletin: Bulletin, reading: Reading): Promise<Rate | null> {
    const { code } = bulletin;
    const read: Fixing = { ...bulletin, source: source.id, fetchedAt: reading.now.toISOString() };
    const from = addDays(bulletin.date, -KNOWN_DAYS);
    const known = await store.history({ code, source: source.id, from, to: '9999-12-31' });
    const step = stepOf(read, known, source.calendar);
    if (step.kind === 'carry') return null;
    const { fixing } = step;
    guard({ fixing, shown: known.at(-1) ?? null, calendar: source.calendar, now: reading.now });

    const previous = previousOf(fixing, known, source.calendar) ?? (await askPrevious(fixing, reading));
    const ref = { id: source.id, name: source.name, kind: source.kind, url: source.url };
    const rate = rateOf(fixing, previous, ref, statusOf(source, fixing.date, reading.now));
    // What is invented every second is no history.
    const fixings = source.kind === 'demo' ? [] : previous === null ? [fixing] : [previous, fixing];
    const update = await store.commit({ rates: [rate], fixings });
    return update === null ? null : rate;
  }

  function guard(candidate: Candidate): void {
    const refusal = refusalOf(candidate);
    if (refusal === null) return;
    metrics.refusals.inc({ source: source.id, rule: refusal.rule });
    throw new TickerError('rate-refused', `${refusal.rule}: ${refusal.message}`);
  }

  async function askPrevious(fixing: Fixing, reading: Reading): Promise<Fixing | null> {
    try {
      return await findPrevious(source, reading, fixing);
    } catch (error) {
      // The newest fixing is known and right: it is shown without a change, and the next poll asks again.
      log.info(
        { source: source.id, code: fixing.code, reason: messageOf(error) },
        'previous fixing not found',
      );
      return null;
    }
  }

  async function pollOnce(): Promise<Outcome> {
    const started = now();
    const deadline = AbortSignal.any([AbortSignal.timeout(POLL_DEADLINE_MS), closing.signal]);
    const reading: Reading = { ask: createAsk(seat.origin, memory, deadline), now: started };
    const stopTimer = metrics.pollSeconds.startTimer({ source: source.id });
    const changed: Rate[] = [];
    let outcome: Outcome;
    try {
      for (const bulletin of await source.newest(reading)) {
        if (source.peg !== undefined) checkPeg(bulletin, source.peg);
        else if (seat.publishes.includes(bulletin.code)) {
          const rate = await publish(bulletin, reading);
          if (rate !== null) changed.push(rate);
        }
      }
      await note({ lastPoll: started.toISOString(), lastGoodPoll: started.toISOString() });
      metrics.goodPoll.set({ source: source.id }, started.getTime() / 1000);
      outcome = { source: source.id, result: changed.length > 0 ? 'changed' : 'unchanged', changed };
    } catch (error) {
      outcome = failed(error, changed);
      const lastError = { kind: kindOf(error), message: outcome.reason ?? '', at: started.toISOString() };
      await note({ lastPoll: started.toISOString(), lastError });
      if (!closing.signal.aborted) {
        log.warn(
          { source: source.id, kind: lastError.kind, reason: outcome.reason },
          `poll ${outcome.result}`,
        );
      }
    }
    stopTimer();
    metrics.polls.inc({ source: source.id, outcome: outcome.result });
    for (const { pair, rate, change, date } of changed) {
      const percent = change?.percent ?? null;
      // The demo moves every second and would drown all else.
      const say = source.kind === 'demo' ? log.debug : log.info;
      say.call(log, { source: source.id, pair, rate, percent, date }, 'rate changed');
    }
    return outcome;
  }

  function failed(error: unknown, changed: Rate[]): Outcome {
    const result = kindOf(error) === 'rate-refused' ? 'refused' : 'failed';
    const outcome: Outcome = { source: source.id, result, changed, reason: messageOf(error) };
    if (error instanceof TickerError && error.retryAfterMs !== undefined)
      outcome.retryAfterMs = error.retryAfterMs;
    return outcome;
  }

  return {
    source,
    poll() {
      const result = turn.then(pollOnce);
      turn = result;
      return result;
    },
    announce: (nextPoll) => note({ nextPoll: nextPoll?.toISOString() ?? null }),
    async close() {
      closing.abort();
      await turn;
    },
  };
}

/** A decree is changed by a line in the source's file, never by a figure on a page. */
function checkPeg(bulletin: Bulletin, peg: NonNullable<Source['peg']>): void {
  if (bulletin.code !== peg.code || decimal(bulletin.perDollar).eq(decimal(peg.perDollar))) return;
  throw new TickerError(
    'rate-refused',
    `peg: ${peg.code} printed as ${bulletin.printed} for ${bulletin.date}, fixed at ${peg.perDollar} since ${peg.since}`,
  );
}
