// fault: plays some weeks of a bank and of this service: first starts on any day, pauses, restarts, backfills, failovers,
// and a bank or an archive that does not answer.
import fc from 'fast-check';
import type { Guard } from '../../../../src/guard/decision.ts';
import { bankTime } from '../../../../src/rates/calendar.ts';
import { addDays, isWeekend } from '../../../../src/rates/date.ts';
import { workingDayAtOrBefore } from '../../../../src/rates/fixing.ts';
import { cbu } from '../../../../src/sources/banks/cbu.ts';
import { nbk } from '../../../../src/sources/banks/nbk.ts';
import { nbkr } from '../../../../src/sources/banks/nbkr.ts';
import { nbt } from '../../../../src/sources/banks/nbt.ts';
import type { SelectedSource } from '../../../../src/sources/selection.ts';
import type { Bank } from '../../../../src/sources/source.ts';
import { createRandom } from '../../sources/mutations.ts';
import { createDisk, startReplica } from '../replica.ts';
import type { Found } from '../search.ts';
import { bulletinsOf, fixingsAmong } from './calendar.ts';
import { faultIn } from './look.ts';
import { createModelBank } from './model-bank.ts';

const BANKS: readonly Bank[] = [nbk, nbkr, nbt, cbu];
const HOUR_MS = 3_600_000;
/** Bulletins before the start, for the archive, and after it. */
const PAST_DAYS = 50;
const DAYS = 130;

const WHAT = [
  'run',
  'run',
  'run',
  'pause',
  'pause',
  'weekend',
  'weekend',
  'silence',
  'answer',
  'answer',
  'archive',
  'restart',
  'failover',
  'backfill',
] as const;
const step = fc.record({ what: fc.constantFrom(...WHAT), hours: fc.integer({ min: 2, max: 80 }) });
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

/** A bank, a calendar, the hour of the first start, and the steps. */
const weeks = fc.record({
  bank: fc.constantFrom(...BANKS.keys()),
  year: fc.nat(),
  startHour: fc.nat(7 * 24),
  steps: fc.array(step, { minLength: 6, maxLength: 24 }),
});
type Weeks = typeof weeks extends fc.Arbitrary<infer T> ? T : never;

const selectedOf = (source: Bank): SelectedSource => ({
  source,
  origin: source.origin,
  key: null,
  publishes: source.covers,
  checks: [],
  checkedBy: () => [],
  bandOf: () => source.band,
});

/**
 * Plays the weeks. Returns the first fault with its step, or `null`. With shocks some figures are held, so that nothing is
 * due in time.
 */
export async function playWeeks(
  { bank, year, startHour, steps }: Weeks,
  guard: Guard,
  hasShocks: boolean,
): Promise<string | null> {
  const model = BANKS[bank] ?? nbk;
  const random = createRandom(year);
  const from = addDays('2026-01-01', Math.floor(random() * 365));
  const start = Number(model.seed?.value).toFixed(2);
  const bulletins = bulletinsOf(model, { from, days: DAYS, start, random, hasShocks });
  const fixings = fixingsAmong(bulletins, model);
  let now = new Date(Date.parse(`${addDays(from, PAST_DAYS)}T00:00:00Z`) + startHour * HOUR_MS);
  const last = new Date(Date.parse(`${addDays(from, DAYS - 10)}T00:00:00Z`));
  const clock = () => now;
  const { source, answers } = createModelBank(model, bulletins, clock);
  const selected = selectedOf(source);
  const disk = createDisk();
  const open = () =>
    startReplica({ disk, selectedSources: [selected], code: source.covers[0] ?? '', guard, now: clock });
  let replica = await open();
  const look = (isAnswered: boolean) => faultIn(replica, isAnswered, { source, fixings, now: clock });
  /**
   * Whether nothing shows the day of the newest bulletin: the days before a weekend's one were not read, and the archive
   * does not answer. Then the contract presumes a carry, which can be wrong.
   */
  async function isUndated(): Promise<boolean> {
    const { weekend, quietWeekends } = source.calendar;
    const printed = bulletins.filter(({ at }) => at <= now.getTime());
    const { date: today } = bankTime(source.calendar, now);
    const inForce = printed.findLast(({ date }) => date <= today);
    // Tomorrow's bulletin is not read while it equals today's.
    const newest = printed.at(-1)?.figure === inForce?.figure ? inForce : printed.at(-1);
    if (answers.archive || quietWeekends || newest === undefined || !isWeekend(newest.date, weekend))
      return false;
    const last = (await replica.history()).rates.findLast((it) => it.source === source.id);
    if (last === undefined || last.date < workingDayAtOrBefore(newest.date, weekend)) return true;
    return last.date < addDays(newest.date, -1) && last.inverse !== newest.figure;
  }
  const wait = (hours: number) => {
    now = new Date(now.getTime() + hours * HOUR_MS);
  };

  const acts: Record<Step['what'], (hours: number) => unknown> = {
    async run(hours) {
      for (let hour = 0; hour < hours; hour += 2) {
        const isPolled = !(await isUndated());
        if (isPolled) await replica.poll(source.id);
        const fault = await look(isPolled && answers.newest && answers.archive && !hasShocks);
        if (fault !== null) return fault;
        wait(2);
      }
      return null;
    },
    async pause(hours) {
      await replica.stop();
      wait(hours);
      replica = await open();
    },
    /** Stopped until some hour of Monday or Tuesday. */
    async weekend(hours) {
      await replica.stop();
      wait(((8 - now.getUTCDay()) % 7 || 7) * 24 - now.getUTCHours() + (hours % 36));
      replica = await open();
    },
    silence() {
      answers.newest = false;
    },
    answer() {
      answers.newest = true;
    },
    archive(hours) {
      answers.archive = hours % 2 === 0;
    },
    async restart() {
      await replica.stop();
      replica = await open();
    },
    failover: () => replica.failOver(),
    backfill: () => replica.fill(selected),
  };
  try {
    for (const [index, { what, hours }] of steps.entries()) {
      if (now > last) return null;
      const found = await acts[what](hours);
      const fault = typeof found === 'string' ? found : await look(false);
      if (fault !== null) return `step ${index} (${what}) of ${source.id} at ${now.toISOString()}: ${fault}`;
    }
    return null;
  } finally {
    await replica.stop();
  }
}

/** Plays `numRuns` random weeks with a guard. */
export async function searchWeeks(
  guard: Guard,
  numRuns: number,
  seed: number,
  hasShocks = false,
): Promise<Found> {
  let what = '';
  const property = fc.asyncProperty(weeks, async (drawn) => {
    const fault = await playWeeks(drawn, guard, hasShocks);
    if (fault !== null) what = fault;
    return fault === null;
  });
  const found = await fc.check(property, { numRuns, seed, endOnFailure: true });
  const { failed, counterexample } = found;
  return { played: found.numRuns, wrong: failed ? { what, history: JSON.stringify(counterexample) } : null };
}
