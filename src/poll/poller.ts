// poll: the poller of one source. It requests the newest figures, passes them to the intake, and records the result.
import { kindOf } from '../errors.ts';
import type { Guard } from '../guard/decision.ts';
import type { Log } from '../log.ts';
import type { Metrics } from '../metrics.ts';
import type { Code } from '../rates/fixing.ts';
import type { Rate } from '../rates/wire.ts';
import type { SelectedSource } from '../sources/selection.ts';
import type { Source } from '../sources/source.ts';
import type { Store } from '../store/store.ts';
import { createTurn } from '../turn.ts';
import { createBookkeeping, printedRow } from './bookkeeping.ts';
import { takeAll } from './intake/document.ts';
import { createIntake } from './intake/intake.ts';
import { badOutcome, goodOutcome, type PollOutcome } from './outcome.ts';
import { createReading } from './reading.ts';

/** The dependencies of every poller. */
export interface PollerDeps {
  store: Store;
  log: Log;
  metrics: Metrics;
  now: () => Date;
  /** The guard; a test can switch off one of its checks. */
  guard?: Guard;
}

/** Polls one source. */
export interface Poller {
  readonly source: Source;
  /** Codes that it only confirms for another source. */
  readonly checks: readonly Code[];
  /** Polls once; a second call waits for the first one. Never throws: a failure is an outcome. */
  poll(): Promise<PollOutcome>;
  /** Records the time of the next poll. */
  announce(nextPoll: Date | null): Promise<void>;
  /** Ends the open requests. */
  close(): Promise<void>;
}

/** Creates the poller of a selected source. */
export function createPoller(selected: SelectedSource, deps: PollerDeps): Poller {
  const { store, log, metrics, now } = deps;
  const { source, checks } = selected;
  const closing = new AbortController();
  const reading = createReading(selected, closing.signal);
  const intake = createIntake(selected, deps, deps.guard);
  const { held, resume: onResume } = intake;
  const books = createBookkeeping(selected, { store, metrics, held, onResume });
  const turn = createTurn();

  /** Reads the newest document and takes it in. Throws the first refusal, after all bulletins. */
  async function readOnce(started: Date, onChange: (rate: Rate) => void): Promise<void> {
    await books.resume();
    const request = reading.requestAt(started);
    const bulletins = await reading.newest(request);
    const refusal = await takeAll(bulletins, { selected, store, metrics, intake, request, onChange });
    await books.note({
      printed: bulletins.filter((it) => request.codes.includes(it.code)).map(printedRow),
    });
    if (refusal !== null) throw refusal;
  }

  async function noteFailure(error: unknown, { result, reason }: PollOutcome, at: string): Promise<void> {
    if (closing.signal.aborted) return;
    log.warn({ source: source.id, kind: kindOf(error), reason }, `poll ${result}`);
    await books.noteFailure(error, at).catch(ignoreStore);
  }

  async function pollOnce(): Promise<PollOutcome> {
    const started = now();
    const at = started.toISOString();
    const stopTimer = metrics.pollSeconds.startTimer({ source: source.id });
    const changed: Rate[] = [];
    const polled = () => ({ source: source.id, changed, held: held().map(({ fixing }) => fixing.code) });
    let outcome: PollOutcome;
    try {
      await readOnce(started, (rate) => changed.push(rate));
      outcome = goodOutcome(polled());
      await books.noteGood(at);
    } catch (error) {
      reading.forget();
      outcome = badOutcome(polled(), error);
      await noteFailure(error, outcome, at);
    }
    stopTimer();
    metrics.polls.inc({ source: source.id, outcome: outcome.result });
    logChanges(source, changed, log);
    return outcome;
  }

  return {
    source,
    checks,
    poll: () => turn.take(pollOnce),
    announce(nextPoll) {
      const at = nextPoll?.toISOString() ?? null;
      if (at !== null) metrics.nextPoll.set({ source: source.id }, Date.parse(at) / 1000);
      return books.note({ nextPoll: at }).catch(ignoreStore);
    },
    async close() {
      closing.abort();
      await turn.idle();
      books.close();
    },
  };
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
