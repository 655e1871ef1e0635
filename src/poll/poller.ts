// poll: the poller of one source. It requests the newest figures, passes them to the intake, and records the result.
import { kindOf, TickerError } from '../errors.ts';
import type { Guard } from '../guard/decision.ts';
import type { Log } from '../log.ts';
import type { Metrics } from '../metrics.ts';
import { decimal } from '../rates/decimal.ts';
import { type Bulletin, type Code, type Fixing, readFrom } from '../rates/fixing.ts';
import type { Rate } from '../rates/wire.ts';
import { createAsk, type Memory, POLL_DEADLINE_MS } from '../sources/reading/client.ts';
import { createDeadlines } from '../sources/reading/deadline.ts';
import type { SelectedSource } from '../sources/selection.ts';
import type { Source } from '../sources/source.ts';
import type { Store } from '../store/store.ts';
import { createBookkeeping, printedRow } from './bookkeeping.ts';
import { keepChecks, noteDifferences } from './checks.ts';
import { createIntake, type Intake } from './intake/intake.ts';
import type { PollRequest } from './intake/poll-request.ts';
import { badOutcome, goodOutcome, type Outcome } from './outcome.ts';
import { createSearchWindow } from './search-window.ts';

/** The dependencies of every poller. */
export interface PollerDeps {
  store: Store;
  log: Log;
  metrics: Metrics;
  now: () => Date;
  /** The guard; a test can switch off one of its checks. */
  guard?: Guard;
}

export interface Poller {
  readonly source: Source;
  /** Codes that it only confirms for another source. */
  readonly checks: readonly Code[];
  /** Polls once; a second call waits for the first one. Never throws: a failure is an outcome. */
  poll(): Promise<Outcome>;
  /** Records the time of the next poll. */
  announce(nextPoll: Date | null): Promise<void>;
  /** Ends the open requests. */
  close(): Promise<void>;
}

export function createPoller(selected: SelectedSource, deps: PollerDeps): Poller {
  const { store, log, metrics, now } = deps;
  const { source, publishes, checks } = selected;
  const memory: Memory = new Map();
  const closing = new AbortController();
  const newDeadline = createDeadlines(POLL_DEADLINE_MS, closing.signal);
  const intake = createIntake(selected, deps, deps.guard);
  const { held, resume: onResume } = intake;
  const books = createBookkeeping(selected, { store, metrics, held, onResume });
  const searchWindow = createSearchWindow(source.calendar);
  let turn: Promise<unknown> = Promise.resolve();

  async function search(request: PollRequest): Promise<Bulletin[]> {
    try {
      const bulletins = await source.newest(request);
      searchWindow.note(bulletins[0]?.date ?? null);
      return bulletins;
    } catch (error) {
      if (kindOf(error) === 'source-unreadable') searchWindow.note(null);
      throw error;
    }
  }

  function requestAt(started: Date): PollRequest {
    const deadline = newDeadline();
    const limit = () => deadline;
    return {
      ask: createAsk(selected.origin, memory, limit),
      newAsk: () => createAsk(selected.origin, new Map(), limit),
      now: started,
      codes: [...publishes, ...checks],
      since: searchWindow.since(started),
      key: selected.key,
    };
  }

  async function pollOnce(): Promise<Outcome> {
    const started = now();
    const at = started.toISOString();
    const stopTimer = metrics.pollSeconds.startTimer({ source: source.id });
    const changed: Rate[] = [];
    const polled = () => ({ source: source.id, changed, held: held().map(({ fixing }) => fixing.code) });
    let outcome: Outcome;
    try {
      await books.resume();
      const request = requestAt(started);
      const bulletins = await search(request);
      const refusal = await takeAll(bulletins, { selected, deps, intake, request, changed });
      await books.note({
        printed: bulletins.filter((it) => request.codes.includes(it.code)).map(printedRow),
      });
      if (refusal !== null) throw refusal;
      outcome = goodOutcome(polled());
      await books.noteGood(at);
    } catch (error) {
      // After a failure nothing is kept: a damaged page must not be returned for a 304, nor a first read count as the
      // second.
      memory.clear();
      outcome = badOutcome(polled(), error);
      if (!closing.signal.aborted) {
        log.warn(
          { source: source.id, kind: kindOf(error), reason: outcome.reason },
          `poll ${outcome.result}`,
        );
        await books.noteFailure(error, at).catch(ignoreStore);
      }
    }
    stopTimer();
    metrics.polls.inc({ source: source.id, outcome: outcome.result });
    logChanges(source, changed, log);
    return outcome;
  }

  return {
    source,
    checks,
    poll() {
      const result = turn.then(pollOnce);
      turn = result;
      return result;
    },
    announce(nextPoll) {
      const at = nextPoll?.toISOString() ?? null;
      if (at !== null) metrics.nextPoll.set({ source: source.id }, Date.parse(at) / 1000);
      return books.note({ nextPoll: at }).catch(ignoreStore);
    },
    async close() {
      closing.abort();
      await turn;
      books.close();
    },
  };
}

interface Taking {
  selected: SelectedSource;
  deps: PollerDeps;
  intake: Intake;
  request: PollRequest;
  /** The rates that changed so far. */
  changed: Rate[];
}

/**
 * Passes all bulletins of a document to the intake. Returns the first refusal: the other currencies are not affected
 * by it.
 */
async function takeAll(bulletins: readonly Bulletin[], taking: Taking): Promise<unknown> {
  const { selected, deps, intake, request, changed } = taking;
  const { source, publishes, checks } = selected;
  const { store, metrics } = deps;
  const checked: Fixing[] = [];
  let second: Promise<Bulletin[]> | undefined;
  // Without the memory of the first read: a 304 would only confirm that the file is the same.
  const again = () => {
    second ??= source.newest({ ...request, ask: request.newAsk() });
    return second;
  };
  let refusal: unknown = null;
  for (const bulletin of bulletins) {
    if (source.peg !== undefined) refusal ??= pegRefusal(bulletin, source, metrics);
    else if (publishes.includes(bulletin.code)) {
      const rate = await intake.take(bulletin, request, again).catch((error: unknown) => {
        if (kindOf(error) !== 'rate-refused') throw error;
        refusal ??= error;
        return null;
      });
      if (rate !== null) changed.push(rate);
    } else if (checks.includes(bulletin.code)) {
      checked.push(readFrom(bulletin, source.id, request.now));
    }
  }
  await keepChecks(store, source, checked, request.now);
  await noteDifferences(store, metrics, checked);
  return refusal;
}

/** A peg is changed by a line in the source's file, never by a figure in a document. */
function pegRefusal(bulletin: Bulletin, { id, peg }: Source, metrics: Metrics): TickerError | null {
  const { code, date, printed, perDollar } = bulletin;
  if (peg === undefined || code !== peg.code || decimal(perDollar).eq(decimal(peg.perDollar))) return null;
  metrics.refusals.inc({ source: id, rule: 'peg' });
  const due = `fixed at ${peg.perDollar} since ${peg.since}`;
  return new TickerError('rate-refused', `peg: ${code} printed as ${printed} for ${date}, ${due}`);
}

function logChanges(source: Source, changed: readonly Rate[], log: Log): void {
  for (const { pair, rate, change, date } of changed) {
    const percent = change?.percent ?? null;
    const say = source.logsChanges === false ? log.debug : log.info;
    say.call(log, { source: source.id, pair, rate, percent, date }, 'rate changed');
  }
}

/**
 * A report that cannot be stored is not an error: the store logs its own failure, and the next report is complete.
 */
function ignoreStore(): void {}
