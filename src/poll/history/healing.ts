// poll: withdraws stored figures that the guard cannot have accepted, before the first poll of a term.
import type { Guard } from '../../guard/decision.ts';
import { splitSound } from '../../guard/sound.ts';
import { GUARD } from '../../guard/standard.ts';
import { previousOf } from '../../guard/succession.ts';
import type { Log } from '../../log.ts';
import { FIRST_DAY, LAST_DAY } from '../../rates/date.ts';
import { type Bulletin, type Code, type Fixing, readFrom, withdrawalOf } from '../../rates/fixing.ts';
import { rateOf } from '../../rates/rate.ts';
import type { Rate } from '../../rates/wire.ts';
import { SEED_REF, type SeedEntry } from '../../sources/made-up/seed.ts';
import { shippedSeed } from '../../sources/registry.ts';
import type { SelectedSource } from '../../sources/selection.ts';
import { refOf } from '../../sources/source.ts';
import type { Store } from '../../store/store.ts';
import { checksAround } from '../checks.ts';
import { statusOf } from '../clock/status.ts';
import { createFirstFigureCheck } from '../intake/first-figure.ts';

export interface HealingDeps {
  store: Store;
  log: Log;
  now: () => Date;
  guard?: Guard;
  /** The configured seed; the seed of the service counts as well. */
  seed?: readonly SeedEntry[];
}

/**
 * An earlier version stored archived figures without a judgement, and a source that was only a cross-check may
 * publish now. Figures that no guard can have accepted are withdrawn from the history. A rate with such a figure
 * returns to the last sound fixing, or to the seed where there is none. Throws the errors of the store.
 */
export async function healHistory(
  selectedSources: readonly SelectedSource[],
  deps: HealingDeps,
): Promise<void> {
  for (const selected of selectedSources) {
    if (selected.source.guarded === false || selected.source.peg !== undefined) continue;
    for (const code of selected.publishes) await healCode(selected, code, deps);
  }
}

async function healCode(selected: SelectedSource, code: Code, deps: HealingDeps): Promise<void> {
  const { store, log } = deps;
  const { source } = selected;
  const { rates } = await store.snapshot();
  const published = rates.find((it) => it.base === code && it.source.id === source.id) ?? null;
  const kept = await store.history({ code, source: source.id, from: FIRST_DAY, to: LAST_DAY });
  const right =
    published === null
      ? await believed(selected, code, kept, deps)
      : await soundOf(selected, kept, published, deps);
  const wrong = kept.filter(
    (it) => !right.some(({ date, printed }) => date === it.date && printed === it.printed),
  );
  const newest = right.at(-1);
  const isShownWrong = published !== null && isBuiltOn(published, newest, wrong);
  if (wrong.length === 0 && !isShownWrong) return;
  for (const { date, printed } of wrong)
    log.warn({ source: source.id, code, date, printed }, 'stored figure withdrawn: it was never judged');
  const shown = isShownWrong ? [shownAgain(selected, code, right, deps)].filter((it) => it !== null) : [];
  await store.commit({ rates: shown, fixings: [...wrong.map(withdrawalOf), ...right.slice(-1)] });
}

/** Whether a rate has a withdrawn figure, or a change from one. */
function isBuiltOn({ date, change }: Rate, newest: Fixing | undefined, wrong: readonly Fixing[]): boolean {
  const isPrevious = (it: Fixing) => it.date === change?.previousDate;
  return newest?.date !== date || wrong.some(isPrevious);
}

async function soundOf(
  selected: SelectedSource,
  kept: readonly Fixing[],
  published: Rate,
  deps: HealingDeps,
): Promise<Fixing[]> {
  const { base: code, date } = published;
  const { store, guard = GUARD } = deps;
  const checks = await checksAround(store, code, date, selected.checkedBy(code));
  const seeds = seedsOf(code, deps).map(({ bulletin }) => bulletin);
  const elsewhere = [...checks, ...seeds].map(({ perDollar }) => perDollar);
  return splitSound(guard.trustedAmong(kept, published, date), elsewhere).sound;
}

function seedsOf(code: Code, { seed = [] }: HealingDeps): SeedEntry[] {
  return [...seed, ...shippedSeed()].filter(({ bulletin }) => bulletin.code === code);
}

/** No rate of this source is shown, so that none of its figures was judged: they are judged now like an archive. */
async function believed(
  selected: SelectedSource,
  code: Code,
  kept: readonly Fixing[],
  { store, now, guard = GUARD }: HealingDeps,
): Promise<Fixing[]> {
  if (kept.length === 0) return [];
  const passesAsFirst = await createFirstFigureCheck(selected, code, { store, guard, now: now() });
  const around = { newer: undefined, older: undefined, band: selected.bandOf(code), passesAsFirst };
  return guard.judgePast(kept, around).accepted;
}

/** The rate of the last sound fixing, else of the seed; `null` without both. */
function shownAgain(
  { source }: SelectedSource,
  code: Code,
  right: readonly Fixing[],
  deps: HealingDeps,
): Rate | null {
  const now = deps.now();
  const newest = right.at(-1);
  if (newest !== undefined) {
    // The next poll finds the previous fixing over a weekend in the archive.
    const previous = previousOf(newest, right, source.calendar, false);
    return rateOf(newest, previous, refOf(source), statusOf(source, newest.date, now));
  }
  const [entry] = seedsOf(code, deps);
  if (entry === undefined) return null;
  const seeded = (bulletin: Bulletin) => readFrom(bulletin, SEED_REF.id, now);
  return rateOf(seeded(entry.bulletin), entry.previous && seeded(entry.previous), SEED_REF, 'seed');
}
