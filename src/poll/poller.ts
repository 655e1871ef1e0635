// poll: one source's poller. Asks it, hands its figures to the intake, and reports how it went.
import { kindOf, messageOf, publicMessageOf, TickerError } from '../errors.ts';
import type { Guard } from '../guard/decision.ts';
import type { Log } from '../log.ts';
import type { Metrics } from '../metrics.ts';
import { decimal } from '../rates/decimal.ts';
import type { Bulletin, Code, Fixing } from '../rates/fixing.ts';
import type { Rate, SourceReport } from '../rates/wire.ts';
import { createAsk, type Memory, POLL_DEADLINE_MS } from '../sources/reading/client.ts';
import type { SelectedSource } from '../sources/selection.ts';
import type { Source } from '../sources/source.ts';
import type { Store } from '../store/store.ts';
import { keepChecks, noteDifferences } from './checks.ts';
import { createIntake } from './intake.ts';
import { heldOf, heldRow, printedRow, reportOf } from './report.ts';
import { createSearchWindow } from './search-window.ts';
import type { PollReading } from './source-reads.ts';

/** What every poller works with. */
export interface PollerDeps {
  store: Store;
  log: Log;
  metrics: Metrics;
  now: () => Date;
  /** What is believed; the service's own unless a test switches a question off. */
  guard?: Guard;
}

/** How one poll went. `failed` alone is followed by retries: a refused figure will not change by asking. */
export interface Outcome {
  source: string;
  result: 'changed' | 'unchanged' | 'held' | 'refused' | 'failed';
  changed: Rate[];
  /** Codes whose newest figure waits for confirmation. */
  held: Code[];
  reason?: string;
  retryAfterMs?: number;
}

export interface Poller {
  readonly source: Source;
  /** Codes that it only confirms for another source. */
  readonly checks: readonly Code[];
  /** Polls once; a second call waits for the first. Never throws: a failure is an outcome. */
  poll(): Promise<Outcome>;
  /** Tells when it will be asked next. */
  announce(nextPoll: Date | null): Promise<void>;
  /** Ends the requests under way. */
  close(): Promise<void>;
}

export function createPoller(selected: SelectedSource, deps: PollerDeps): Poller {
  const { store, log, metrics, now } = deps;
  const { source } = selected;
  const memory: Memory = new Map();
  const closing = new AbortController();
  const intake = createIntake(selected, deps, deps.guard);
  const searchWindow = createSearchWindow(source.calendar);
  let turn: Promise<unknown> = Promise.resolve();
  let report: SourceReport | null = null;

  /** Goes on from the last report in the store: another replica, or an earlier run, has left it there. */
  async function resume(): Promise<SourceReport> {
    const left = (await store.reports()).find((it) => it.id === source.id);
    if (left !== undefined) intake.resume(left.held.map((row) => heldOf(row, source.id)));
    return reportOf(selected, left);
  }

  async function note(more: Partial<SourceReport>): Promise<void> {
    report = { ...(report ?? (await resume())), ...more };
    await store.report(report);
  }

  async function search(reading: PollReading): Promise<Bulletin[]> {
    try {
      const bulletins = await source.newest(reading);
      searchWindow.note(bulletins[0]?.date ?? null);
      return bulletins;
    } catch (error) {
      if (kindOf(error) === 'source-unreadable') searchWindow.note(null);
      throw error;
    }
  }

  async function takeAll(reading: PollReading, changed: Rate[]): Promise<void> {
    const bulletins = await search(reading);
    const checked: Fixing[] = [];
    let second: Promise<Bulletin[]> | undefined;
    // Without what is remembered of the first read: a 304 would only say that it is the same file.
    const again = () => {
      second ??= source.newest({ ...reading, ask: reading.anew() });
      return second;
    };
    let refusal: unknown;
    for (const bulletin of bulletins) {
      if (source.peg !== undefined) refusal ??= pegRefusal(bulletin, source.peg);
      else if (selected.publishes.includes(bulletin.code)) {
        // One currency's refusal says nothing of the others in the same document.
        const rate = await intake.take(bulletin, reading, again).catch((error: unknown) => {
          if (kindOf(error) !== 'rate-refused') throw error;
          refusal ??= error;
          return null;
        });
        if (rate !== null) changed.push(rate);
      } else if (selected.checks.includes(bulletin.code)) {
        const { others: _others, ...printed } = bulletin;
        checked.push({ ...printed, source: source.id, fetchedAt: reading.now.toISOString() });
      }
    }
    await keepChecks(store, source, checked, reading.now);
    await noteDifferences(store, metrics, checked);
    await note({ printed: bulletins.filter((it) => covers(it.code)).map(printedRow) });
    if (refusal !== undefined) throw refusal;
  }

  /** A decree is changed by a line in the source's file, never by a figure on a page. */
  function pegRefusal(bulletin: Bulletin, peg: NonNullable<Source['peg']>): TickerError | undefined {
    const { code, date, printed, perDollar } = bulletin;
    if (code !== peg.code || decimal(perDollar).eq(decimal(peg.perDollar))) return undefined;
    metrics.refusals.inc({ source: source.id, rule: 'peg' });
    const due = `fixed at ${peg.perDollar} since ${peg.since}`;
    return new TickerError('rate-refused', `peg: ${code} printed as ${printed} for ${date}, ${due}`);
  }

  const covers = (code: Code) => selected.publishes.includes(code) || selected.checks.includes(code);

  async function pollOnce(): Promise<Outcome> {
    const started = now();
    const at = started.toISOString();
    const deadline = AbortSignal.any([AbortSignal.timeout(POLL_DEADLINE_MS), closing.signal]);
    const limit = () => deadline;
    const reading: PollReading = {
      ask: createAsk(selected.origin, memory, limit),
      anew: () => createAsk(selected.origin, new Map(), limit),
      now: started,
      codes: [...selected.publishes, ...selected.checks],
      since: searchWindow.since(started),
      key: selected.key,
    };
    const stopTimer = metrics.pollSeconds.startTimer({ source: source.id });
    const changed: Rate[] = [];
    let outcome: Outcome;
    try {
      report ??= await resume();
      await takeAll(reading, changed);
      outcome = {
        source: source.id,
        result: 'unchanged',
        changed,
        held: intake.held().map((it) => it.fixing.code),
      };
      if (outcome.held.length > 0) outcome.result = 'held';
      if (changed.length > 0) outcome.result = 'changed';
      await note({ lastPoll: at, lastGoodPoll: at, held: heldRows() });
      metrics.goodPoll.set({ source: source.id }, started.getTime() / 1000);
    } catch (error) {
      // A damaged page must not be taken for the bank's own by its ETag, nor a first read for the second one.
      memory.clear();
      outcome = failed(error, changed);
      await noteFailure(error, outcome, at);
    }
    stopTimer();
    metrics.polls.inc({ source: source.id, outcome: outcome.result });
    tell(changed);
    return outcome;
  }

  function heldRows(): SourceReport['held'] {
    for (const code of selected.publishes) metrics.held.set({ source: source.id, code }, 0);
    return intake.held().map((held) => {
      metrics.held.set({ source: source.id, code: held.fixing.code }, 1);
      return heldRow(held);
    });
  }

  function failed(error: unknown, changed: Rate[]): Outcome {
    const result = kindOf(error) === 'rate-refused' ? 'refused' : 'failed';
    const held = intake.held().map((it) => it.fixing.code);
    const outcome: Outcome = { source: source.id, result, changed, held, reason: messageOf(error) };
    if (error instanceof TickerError && error.retryAfterMs !== undefined) {
      outcome.retryAfterMs = error.retryAfterMs;
    }
    return outcome;
  }

  async function noteFailure(error: unknown, { result, reason = '' }: Outcome, at: string): Promise<void> {
    if (closing.signal.aborted) return;
    const kind = kindOf(error);
    log.warn({ source: source.id, kind, reason }, `poll ${result}`);
    const lastError = { kind, message: publicMessageOf(error), at };
    await note({ lastPoll: at, lastError, held: heldRows() }).catch(ignoreStore);
  }

  function tell(changed: readonly Rate[]): void {
    for (const { pair, rate, change, date } of changed) {
      const percent = change?.percent ?? null;
      // The demo moves every second and would drown all else.
      const say = source.keepsHistory === false ? log.debug : log.info;
      say.call(log, { source: source.id, pair, rate, percent, date }, 'rate changed');
    }
  }

  return {
    source,
    checks: selected.checks,
    poll() {
      const result = turn.then(pollOnce);
      turn = result;
      return result;
    },
    announce(nextPoll) {
      if (nextPoll !== null) metrics.nextPoll.set({ source: source.id }, nextPoll.getTime() / 1000);
      return note({ nextPoll: nextPoll?.toISOString() ?? null }).catch(ignoreStore);
    },
    async close() {
      closing.abort();
      await turn;
      // What waits is the next leader's to tell.
      for (const code of selected.publishes) metrics.held.set({ source: source.id, code }, 0);
    },
  };
}

/** A report is no rate: where the store cannot take it, its own log has said so, and the next report says it all. */
function ignoreStore(): void {}
