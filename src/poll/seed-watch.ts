// poll: publishes the seed file, whose figures are shown until there is a real rate.
import { readFileSync, watch } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { kindOf, messageOf, TickerError } from '../errors.ts';
import type { Log } from '../log.ts';
import { FIRST_DAY } from '../rates/date.ts';
import { type Code, type Fixing, readFrom } from '../rates/fixing.ts';
import { rateOf } from '../rates/rate.ts';
import type { Rate } from '../rates/wire.ts';
import { readSeed, SEED_REF, type SeedEntry } from '../sources/made-up/seed.ts';
import { isGuarded, shippedSeed } from '../sources/registry.ts';
import type { Store } from '../store/store.ts';
import { createTurn } from '../turn.ts';
import { printedRow } from './bookkeeping.ts';

export interface SeedWatchDeps {
  store: Store;
  log: Log;
  now: () => Date;
  /** `null` = the seed of the service. */
  seedFile: string | null;
  /** Id of the source that publishes each covered code. */
  publisherOf: ReadonlyMap<Code, string>;
}

/** The watch on the seed file. */
export interface SeedWatch {
  /** The seed at the start. */
  entries: readonly SeedEntry[];
  /** Stops watching, and settles after the current publication. */
  stop(): Promise<void>;
}

/** Editors save in two or three events within milliseconds, and a tenth of a second is not noticed. */
const SETTLE_MS = 100;
/** A store that is unreachable for longer than a lease ends the term, and the next term reads the file again. */
const AGAIN_MS = 1_000;

/**
 * Shows the seed for every covered code without a real rate, and watches the file: a saved edit is published like any
 * change, and an invalid one is refused and logged. Throws `config-invalid` when the file cannot be used at the
 * start.
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

/** `settled` is the text that was published or refused last; it is not published again. */
function watchSeed(deps: SeedWatchDeps, file: string, settled: string): Pick<SeedWatch, 'stop'> {
  const { store, log } = deps;
  const turn = createTurn();
  let timer: NodeJS.Timeout | undefined;
  let isLate = false;
  let stopped = false;

  /** Only one read at a time: a slow one would publish an older text after a newer one. */
  function rereadIn(ms: number): void {
    clearTimeout(timer);
    if (stopped) return;
    timer = setTimeout(() => void turn.take(reread), ms);
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
      noteFailure(error, text);
    }
  }

  function noteFailure(error: unknown, text: string): void {
    const fields = { file, reason: messageOf(error) };
    const kind = kindOf(error);
    if (kind !== 'store-unavailable' && kind !== 'lease-lost') {
      settled = text;
      log.error(fields, 'seed file refused; the last good one stays');
      return;
    }
    // The file is valid. It is published by the next try, the next save, or the next term.
    if (!isLate) log.warn(fields, 'seed file not published yet');
    isLate = kind === 'store-unavailable';
    if (isLate) rereadIn(AGAIN_MS);
  }

  const stopWatching = watchFolder(dirname(file), () => rereadIn(SETTLE_MS), log);
  // Reads an edit that was saved between the first read and the watch.
  rereadIn(SETTLE_MS);
  return {
    async stop() {
      stopped = true;
      clearTimeout(timer);
      stopWatching();
      await turn.idle();
    },
  };
}

/**
 * Watches the folder, not the file: an editor replaces the file, and a watch on the old file would report nothing more.
 * `watch` throws where the system has no watch left or the folder cannot be read. The service then runs without it.
 */
function watchFolder(dir: string, onChange: () => void, log: Log): () => void {
  const report = (error: unknown) =>
    log.error({ reason: messageOf(error) }, 'seed file is not watched: an edit is read at the next start');
  try {
    const watcher = watch(dir, { persistent: false }, onChange);
    watcher.on('error', report);
    return () => watcher.close();
  } catch (error) {
    report(error);
    return () => {};
  }
}

/** Reads a seed file at the start. Throws `config-invalid`. */
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

/** The problem of a seed file, checked before the start; `null` for a valid one. */
export function seedProblemOf(path: string): string | null {
  try {
    readSeed(readFileSync(path, 'utf8'));
    return null;
  } catch (error) {
    return error instanceof TickerError ? error.message : `cannot be read (${messageOf(error)})`;
  }
}

/** Publishes the entries of a seed that may be shown. Returns the codes that changed. */
async function publishSeed(deps: SeedWatchDeps, entries: readonly SeedEntry[]): Promise<Code[]> {
  const { store, publisherOf, now } = deps;
  const at = now();
  const update = await store.change(({ snapshot, history }) => {
    const shown = new Map(snapshot.rates.map((rate) => [rate.base, rate]));
    const rates: Rate[] = [];
    const fixings: Fixing[] = [];
    for (const { bulletin, previous } of entries) {
      const { code, date } = bulletin;
      if (!mayShow(shown.get(code), publisherOf.get(code))) continue;
      const known = history({ code, source: SEED_REF.id, from: FIRST_DAY, to: date });
      const same = known.find((it) => it.date === date && it.printed === bulletin.printed);
      const fixing = same ?? readFrom(bulletin, SEED_REF.id, at);
      const before =
        previous === null ? known.findLast((it) => it.date < date) : readFrom(previous, SEED_REF.id, at);
      rates.push(rateOf(fixing, before ?? null, SEED_REF, 'seed'));
      fixings.push(...(before === undefined ? [] : [before]), fixing);
    }
    return { rates, fixings };
  });
  await reportSeed(deps, entries);
  return update?.rates.map((rate) => rate.base) ?? [];
}

/** `/sources` lists the seed only where it is selected as a source. */
async function reportSeed(
  { store, publisherOf, now }: SeedWatchDeps,
  entries: readonly SeedEntry[],
): Promise<void> {
  if (![...publisherOf.values()].includes(SEED_REF.id)) return;
  const at = now().toISOString();
  await store.record({
    source: SEED_REF.id,
    lastPoll: at,
    lastGoodPoll: at,
    lastError: null,
    nextPoll: null,
    printed: entries.map((entry) => printedRow(entry.bulletin)),
    held: [],
  });
}

/**
 * Whether the seed may replace the shown rate. It never replaces a bank's figure, also not an old one; it replaces
 * the rate of a demo that is no longer selected.
 */
function mayShow(shown: Rate | undefined, publisher: string | undefined): boolean {
  if (publisher === undefined) return false;
  if (publisher === SEED_REF.id || shown === undefined) return true;
  const { id } = shown.source;
  return id === SEED_REF.id || (!isGuarded(id) && publisher !== id);
}
