// poll: figures kept by hand, shown until a real rate is there.
import { readFileSync, watch } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { kindOf, messageOf, TickerError } from '../errors.ts';
import type { Log } from '../log.ts';
import type { Code, Fixing } from '../rates/fixing.ts';
import { rateOf } from '../rates/rate.ts';
import type { Rate, SourceReport } from '../rates/wire.ts';
import { readSeed, SEED_REF, type SeedEntry } from '../sources/made-up/seed.ts';
import { isGuarded, shippedSeed } from '../sources/registry.ts';
import type { Store } from '../store/store.ts';
import { printedRow } from './report.ts';

export interface SeedWatchDeps {
  store: Store;
  log: Log;
  now: () => Date;
  /** `null` = the seed that ships. */
  seedFile: string | null;
  /** Id of the source that publishes each covered code. */
  publisherOf: ReadonlyMap<Code, string>;
}

export interface SeedWatch {
  /** The seed as it stood at the start. */
  entries: readonly SeedEntry[];
  /** Stops watching, and settles when nothing is published any more. */
  stop(): Promise<void>;
}

/** Editors save in two or three events within milliseconds; a person who waits does not notice a tenth. */
const SETTLE_MS = 100;
/** A store that is out of reach for longer than a lease ends the term, and the next one reads the file anew. */
const AGAIN_MS = 1_000;

/**
 * Shows the seed for every covered code that has no real rate, and keeps watching the file: a saved edit is
 * published like any change, a broken one is refused and logged. Throws `config-invalid` when the file cannot be
 * used at the start.
 */
export async function startSeedWatch(deps: SeedWatchDeps): Promise<SeedWatch> {
  const { seedFile } = deps;
  if (seedFile === null) {
    const entries = shippedSeed();
    await publishSeed(deps, entries);
    return { entries, stop: async () => {} };
  }
  const start = await readSeedFile(seedFile);
  await publishSeed(deps, start.entries);
  return { entries: start.entries, ...watchSeed(deps, seedFile, start.text) };
}

/** `settled` is the text that was published or refused last: it is not read again. */
function watchSeed(deps: SeedWatchDeps, file: string, settled: string): Pick<SeedWatch, 'stop'> {
  const { store, log } = deps;
  let turn: Promise<void> = Promise.resolve();
  let timer: NodeJS.Timeout | undefined;
  let isLate = false;
  let stopped = false;

  /** One reading at a time: a slow one would publish an older text after a newer one. */
  function rereadIn(ms: number): void {
    clearTimeout(timer);
    if (stopped) return;
    timer = setTimeout(() => {
      turn = turn.then(reread);
    }, ms);
  }

  async function reread(): Promise<void> {
    if (stopped) return;
    let text = settled;
    try {
      text = await readFile(file, 'utf8');
      if (text === settled) return;
      const changed = await publishSeed(deps, readSeed(text));
      settled = text;
      isLate = false;
      log.info({ file, changed, seq: (await store.snapshot()).seq }, 'seed file read again');
    } catch (error) {
      tell(error, text);
    }
  }

  function tell(error: unknown, text: string): void {
    const fields = { file, reason: messageOf(error) };
    const kind = kindOf(error);
    if (kind !== 'store-unavailable' && kind !== 'lease-lost') {
      settled = text;
      log.error(fields, 'seed file refused; the last good one stays');
      return;
    }
    // The file is good. What is not settled is published by the next try, the next save, or the next term.
    if (!isLate) log.warn(fields, 'seed file not published yet');
    isLate = kind === 'store-unavailable';
    if (isLate) rereadIn(AGAIN_MS);
  }

  const stopWatching = watchFolder(dirname(file), () => rereadIn(SETTLE_MS), log);
  // What was saved since it was read, before anybody watched.
  rereadIn(SETTLE_MS);
  return {
    async stop() {
      stopped = true;
      clearTimeout(timer);
      stopWatching();
      await turn;
    },
  };
}

/**
 * Watches the folder, not the file: an editor replaces the file, and a watch on the old one would see nothing more. A
 * system that has no watch left says so by an exception, and a folder that may not be listed too: neither is a reason to
 * leave the banks unread.
 */
function watchFolder(dir: string, onChange: () => void, log: Log): () => void {
  const tell = (error: unknown) =>
    log.error({ reason: messageOf(error) }, 'seed file is not watched: an edit is read at the next start');
  try {
    const watcher = watch(dir, { persistent: false }, onChange);
    watcher.on('error', tell);
    return () => watcher.close();
  } catch (error) {
    tell(error);
    return () => {};
  }
}

/** Reads a seed file as it must be at the start. Throws `config-invalid`. */
export async function readSeedFile(path: string): Promise<{ text: string; entries: SeedEntry[] }> {
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    throw new TickerError('config-invalid', `SEED_FILE: cannot be read (${messageOf(error)})`);
  });
  try {
    return { text, entries: readSeed(text) };
  } catch (error) {
    throw new TickerError('config-invalid', `SEED_FILE: ${messageOf(error)}`);
  }
}

/** What is wrong with a seed file, before anything is started; `null` for nothing. */
export function seedProblemOf(path: string): string | null {
  try {
    readSeed(readFileSync(path, 'utf8'));
    return null;
  } catch (error) {
    return error instanceof TickerError ? error.message : `cannot be read (${messageOf(error)})`;
  }
}

/** Publishes what may be shown of a seed; answers the codes that changed. */
async function publishSeed(deps: SeedWatchDeps, entries: readonly SeedEntry[]): Promise<Code[]> {
  const { store, publisherOf, now } = deps;
  const stamp = { source: SEED_REF.id, fetchedAt: now().toISOString() };
  const update = await store.change(({ snapshot, history }) => {
    const shown = new Map(snapshot.rates.map((rate) => [rate.base, rate]));
    const rates: Rate[] = [];
    const fixings: Fixing[] = [];
    for (const { bulletin, previous } of entries) {
      const { code, date } = bulletin;
      if (!mayShow(shown.get(code), publisherOf.get(code))) continue;
      const known = history({ code, source: SEED_REF.id, from: '0000-01-01', to: date });
      const same = known.find((it) => it.date === date && it.printed === bulletin.printed);
      const fixing: Fixing = same ?? { ...bulletin, ...stamp };
      const before = previous === null ? known.findLast((it) => it.date < date) : { ...previous, ...stamp };
      rates.push(rateOf(fixing, before ?? null, SEED_REF, 'seed'));
      fixings.push(...(before === undefined ? [] : [before]), fixing);
    }
    return { rates, fixings };
  });
  await reportSeed(deps, entries);
  return update?.rates.map((rate) => rate.base) ?? [];
}

/** In `/sources` the seed stands beside the banks only where it was chosen as one: elsewhere it is a stopgap. */
async function reportSeed(
  { store, publisherOf, now }: SeedWatchDeps,
  entries: readonly SeedEntry[],
): Promise<void> {
  const publishes = [...publisherOf].filter(([, source]) => source === SEED_REF.id).map(([code]) => code);
  if (publishes.length === 0) return;
  const at = now().toISOString();
  const report: SourceReport = {
    ...SEED_REF,
    country: '',
    terms: 'Kept by hand: real fixings of an earlier day, or what an operator has put in their place.',
    publishes,
    checks: [],
    lastPoll: at,
    lastGoodPoll: at,
    lastError: null,
    nextPoll: null,
    printed: entries.map((entry) => printedRow(entry.bulletin)),
    held: [],
  };
  await store.record({ report, held: [] });
}

/** A seed gives way to any bank's figure, even an old one; what a demo left behind gives way to the seed. */
function mayShow(shown: Rate | undefined, publisher: string | undefined): boolean {
  if (publisher === undefined) return false;
  if (publisher === SEED_REF.id || shown === undefined) return true;
  const { id } = shown.source;
  return id === SEED_REF.id || (!isGuarded(id) && publisher !== id);
}
