// poll: figures kept by hand, shown until a real rate is there.
import { readFileSync, watch } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { messageOf, TickerError } from '../errors.ts';
import type { Log } from '../log.ts';
import type { Code, Fixing } from '../rates/fixing.ts';
import { rateOf } from '../rates/rate.ts';
import type { Rate } from '../rates/wire.ts';
import { readSeed, SEED_REF, type SeedEntry } from '../sources/made-up/seed.ts';
import { SEED_FIGURES } from '../sources/registry.ts';
import type { Store } from '../store/store.ts';
import { printedRow } from './report.ts';

export interface SeedingDeps {
  store: Store;
  log: Log;
  now: () => Date;
  /** `null` = the seed that ships. */
  seedFile: string | null;
  /** Id of the source that publishes each covered code. */
  publisherOf: ReadonlyMap<Code, string>;
}

export interface Seeding {
  /** Stops watching. */
  stop(): void;
}

/** Editors save in two or three events within milliseconds; a person who waits does not notice a tenth. */
const SETTLE_MS = 100;

/**
 * Shows the seed for every covered code that has no real rate, and keeps watching the file: a saved edit is
 * published like any change, a broken one is refused and logged. Throws `config-invalid` when the file cannot be
 * used at the start.
 */
export async function startSeeding(deps: SeedingDeps): Promise<Seeding> {
  const { store, log, seedFile } = deps;
  if (seedFile === null) {
    await publishSeed(deps, readSeed(JSON.stringify({ rates: SEED_FIGURES })));
    return { stop: () => {} };
  }
  const start = await readSeedFile(seedFile);
  let { text } = start;
  await publishSeed(deps, start.entries);

  async function reread(path: string): Promise<void> {
    const saved = await readFile(path, 'utf8');
    if (saved === text) return;
    text = saved;
    const changed = await publishSeed(deps, readSeed(saved));
    const { seq } = await store.snapshot();
    log.info({ file: path, changed, seq }, 'seed file read again');
  }

  // The folder, not the file: an editor replaces the file, and a watch on the old one would see nothing more.
  let settling: NodeJS.Timeout | undefined;
  const watcher = watch(dirname(seedFile), { persistent: false }, () => {
    clearTimeout(settling);
    settling = setTimeout(() => {
      reread(seedFile).catch((error: unknown) =>
        log.error({ file: seedFile, reason: messageOf(error) }, 'seed file refused; the last good one stays'),
      );
    }, SETTLE_MS);
  });
  watcher.on('error', (error) => log.error({ reason: messageOf(error) }, 'seed file is no longer watched'));
  return {
    stop() {
      clearTimeout(settling);
      watcher.close();
    },
  };
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
async function publishSeed(deps: SeedingDeps, entries: readonly SeedEntry[]): Promise<Code[]> {
  const { store, publisherOf, now } = deps;
  const shown = new Map((await store.snapshot()).rates.map((rate) => [rate.base, rate]));
  const rates: Rate[] = [];
  const fixings: Fixing[] = [];
  for (const { bulletin, previous } of entries) {
    const { code, date } = bulletin;
    if (!mayShow(shown.get(code), publisherOf.get(code))) continue;
    const stamp = { source: SEED_REF.id, fetchedAt: now().toISOString() };
    const known = await store.history({ code, source: SEED_REF.id, from: '0000-01-01', to: date });
    const same = known.find((it) => it.date === date && it.printed === bulletin.printed);
    const fixing: Fixing = same ?? { ...bulletin, ...stamp };
    const before = previous === null ? known.findLast((it) => it.date < date) : { ...previous, ...stamp };
    rates.push(rateOf(fixing, before ?? null, SEED_REF, 'seed'));
    fixings.push(...(before === undefined ? [] : [before]), fixing);
  }
  const update = await store.commit({ rates, fixings });
  await reportSeed(deps, entries);
  return update?.rates.map((rate) => rate.base) ?? [];
}

/** In `/sources` the seed stands beside the banks only where it was chosen as one: elsewhere it is a stopgap. */
async function reportSeed(
  { store, publisherOf, now }: SeedingDeps,
  entries: readonly SeedEntry[],
): Promise<void> {
  const publishes = [...publisherOf].filter(([, source]) => source === SEED_REF.id).map(([code]) => code);
  if (publishes.length === 0) return;
  const at = now().toISOString();
  await store.report({
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
  });
}

/** A seed gives way to any bank's figure, even an old one; what a demo left behind gives way to the seed. */
function mayShow(shown: Rate | undefined, publisher: string | undefined): boolean {
  if (publisher === undefined) return false;
  if (publisher === SEED_REF.id || shown === undefined) return true;
  return shown.source.kind === 'seed' || (shown.source.kind === 'demo' && publisher !== 'demo');
}
