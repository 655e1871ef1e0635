// poll: one publisher's figures on their way in. Each is placed, judged, and published, held or refused.
import { TickerError } from '../errors.ts';
import { confirmationOf, type Held, standsBy } from '../guard/confirmation.ts';
import { previousOf, stepOf } from '../guard/placement.ts';
import { type Confirmation, type DocumentRow, type Verdict, verdictOn } from '../guard/rules.ts';
import { addDays } from '../rates/date.ts';
import type { Bulletin, Code, Fixing } from '../rates/fixing.ts';
import { rateOf } from '../rates/rate.ts';
import type { Rate } from '../rates/wire.ts';
import type { SelectedSource } from '../sources/selection.ts';
import type { Reading } from '../sources/source.ts';
import { checksAround } from './checks.ts';
import { statusOf } from './clock.ts';
import { createRowMemory } from './document-rows.ts';
import { createArchiveLook } from './history/previous.ts';
import type { PollerDeps } from './poller.ts';
import { createSecondRead } from './second-read.ts';

export interface Intake {
  /**
   * Takes one bulletin in; answers the rate that changed. `again` reads the source anew. Throws `rate-refused` when the
   * guard says no, `source-unreadable` when two reads of a new figure differ.
   */
  take(bulletin: Bulletin, reading: Reading, again: () => Promise<Bulletin[]>): Promise<Rate | null>;
  /** What waits for confirmation. */
  held(): Held[];
  /** Goes on with what another replica, or an earlier run, has held. */
  resume(held: readonly Held[]): void;
}

/** Fixings looked through for the ones around a bulletin: the longest closure and a little more. */
const KNOWN_DAYS = 40;

export function createIntake(selected: SelectedSource, { store, log, metrics }: PollerDeps): Intake {
  const { source } = selected;
  const waiting = new Map<Code, Held>();
  const rowMemory = createRowMemory();
  const secondRead = createSecondRead();
  const archive = createArchiveLook(selected, log);
  const ref = { id: source.id, name: source.name, kind: source.kind, url: source.url };

  async function take(
    bulletin: Bulletin,
    reading: Reading,
    again: () => Promise<Bulletin[]>,
  ): Promise<Rate | null> {
    const { code } = bulletin;
    const { others: _others, ...printed } = bulletin;
    const read: Fixing = { ...printed, source: source.id, fetchedAt: reading.now.toISOString() };
    // What is invented has nothing to prove, and would be held for every manat that it moves.
    if (source.guarded === false) return show(read, [], reading);
    const from = addDays(bulletin.date, -KNOWN_DAYS);
    const known = await store.history({ code, source: source.id, from, to: '9999-12-31' });
    const held = waiting.get(code);
    // A held figure is no fixing yet, but a weekend bulletin that repeats it repeats it all the same.
    const placed = held === undefined ? known : insert(known, held.fixing);
    const step = stepOf(read, placed, source.calendar);
    const stands = step.kind === 'carry' ? placed.findLast((it) => it.date < read.date) : step.fixing;
    if (held !== undefined && stands === held.fixing) return readAgain(held, bulletin, known, reading);
    const newest = known.at(-1);
    if (step.kind === 'carry' || step.kind === 'known') secondRead.forget(code);
    // The fixing that it carries is shown already, perhaps without a change: the archive may tell by now.
    if (step.kind === 'carry') return held === undefined && newest ? show(newest, known, reading) : null;
    if (step.kind === 'known' && step.fixing.date === newest?.date) {
      await release(held, 'the bank prints the figure before it again', reading.now);
      rowMemory.learn(bulletin);
      return show(step.fixing, known, reading);
    }
    // A market moves between two reads, and a demo always.
    if (source.kind === 'official' || source.steady) await secondRead.confirm(bulletin, again);
    return judge(step.fixing, bulletin, known, reading);
  }

  async function judge(
    fixing: Fixing,
    bulletin: Bulletin,
    known: Fixing[],
    reading: Reading,
  ): Promise<Rate | null> {
    const held = waiting.get(fixing.code);
    const band = selected.bandOf(fixing.code);
    const stoodBy = held !== undefined && standsBy(fixing, held, band);
    const trusted = stoodBy ? insert(known, held.fixing) : known;
    const verdict = await verdictFor(fixing, bulletin, trusted, band, reading);
    if (verdict?.confirmedBy === null) refuse(verdict);
    if (verdict !== null) return hold(fixing, verdict, bulletin, known, reading);
    if (stoodBy) confirmed(held, 'next-bulletin');
    else await release(held, `the bank prints ${fixing.perDollar} for ${fixing.date}`, reading.now);
    rowMemory.learn(bulletin);
    return show(fixing, trusted, reading, stoodBy ? [held.fixing] : []);
  }

  async function verdictFor(
    fixing: Fixing,
    bulletin: Bulletin,
    known: readonly Fixing[],
    band: string,
    reading: Reading,
  ): Promise<Verdict | null> {
    const same = known.find((it) => it.date === fixing.date);
    const before = known.findLast((it) => it.date < fixing.date);
    const follows = [same, before].filter((it) => it !== undefined);
    const checks = await checksAround(store, fixing.code, fixing.date, selected.checkedBy(fixing.code));
    if (known.length === 0) {
      // On a first start the archive alone can tell whether the newest figure is a likely one; after a long pause the
      // last one before it can as well.
      const span = { from: '0000-01-01', to: fixing.date };
      const last = (await store.history({ code: fixing.code, source: source.id, ...span })).at(-1);
      const archived = await archive.before(fixing, reading);
      follows.push(...[last, archived].filter((it) => it !== undefined && it !== null));
    }
    const documentRows: DocumentRow[] = rowMemory.of(bulletin);
    const { rates } = await store.snapshot();
    const others = rates.filter((it) => it.source.id !== source.id && it.source.kind !== 'demo');
    const shown = others.find((it) => it.base === fixing.code)?.inverse ?? null;
    for (const rate of rates) {
      if (rate.base !== fixing.code)
        documentRows.push({ code: rate.base, perUnit: rate.inverse, before: null });
    }
    const { calendar } = source;
    const newest = known.at(-1)?.date ?? null;
    return verdictOn({
      fixing,
      newest,
      follows,
      band,
      documentRows,
      checks,
      shown,
      calendar,
      now: reading.now,
    });
  }

  function refuse({ rule, message }: Verdict): never {
    metrics.refusals.inc({ source: source.id, rule });
    throw new TickerError('rate-refused', `${rule}: ${message}`);
  }

  async function hold(
    fixing: Fixing,
    verdict: Verdict,
    bulletin: Bulletin,
    known: Fixing[],
    reading: Reading,
  ): Promise<Rate | null> {
    const { rule, message, confirmedBy } = verdict;
    const held = { fixing, rule, message, confirmedBy: confirmedBy ?? [], since: reading.now, reads: 0 };
    waiting.set(fixing.code, held);
    metrics.holds.inc({ source: source.id, rule });
    const shown = known.at(-1)?.perDollar ?? null;
    log.warn(
      { source: source.id, code: fixing.code, rule, shown, read: fixing.perDollar },
      `held: ${message}`,
    );
    return readAgain(held, bulletin, known, reading);
  }

  async function readAgain(
    held: Held,
    bulletin: Bulletin,
    known: Fixing[],
    reading: Reading,
  ): Promise<Rate | null> {
    const { fixing } = held;
    held.reads += 1;
    const checks = await checksAround(store, fixing.code, fixing.date, selected.checkedBy(fixing.code));
    const by = confirmationOf(held, checks, reading.now);
    if (by === null) {
      await mark(fixing.code, () => 'held');
      return null;
    }
    confirmed(held, by);
    rowMemory.learn(bulletin);
    return show(fixing, known, reading);
  }

  function confirmed({ fixing, rule, since }: Held, by: Confirmation): void {
    waiting.delete(fixing.code);
    const line = { source: source.id, code: fixing.code, rule, by, read: fixing.perDollar, since };
    log.info(line, 'held figure confirmed');
  }

  async function release(held: Held | undefined, why: string, now: Date): Promise<void> {
    if (held === undefined) return;
    const { fixing, rule } = held;
    waiting.delete(fixing.code);
    log.warn(
      { source: source.id, code: fixing.code, rule, read: fixing.perDollar },
      `held figure dropped: ${why}`,
    );
    await mark(fixing.code, (rate) => statusOf(source, rate.date, now));
  }

  /** Another status for what is shown of this source, the rate as it stands. */
  async function mark(code: Code, statusFor: (rate: Rate) => Rate['status']): Promise<void> {
    await store.change(({ snapshot }) => {
      const shown = snapshot.rates.find((it) => it.base === code && it.source.id === source.id);
      return shown === undefined ? null : { rates: [{ ...shown, status: statusFor(shown) }], fixings: [] };
    });
  }

  async function show(
    fixing: Fixing,
    known: Fixing[],
    reading: Reading,
    also: Fixing[] = [],
  ): Promise<Rate | null> {
    const previous =
      previousOf(fixing, known, source.calendar) ?? (await archive.likelyBefore(fixing, known, reading));
    const rate = rateOf(fixing, previous, ref, statusOf(source, fixing.date, reading.now));
    // What is invented every second is no history.
    const fixings =
      source.keepsHistory === false ? [] : [...also, ...(previous === null ? [] : [previous]), fixing];
    const update = await store.commit({ rates: [rate], fixings });
    return update === null ? null : rate;
  }

  return {
    take,
    held: () => [...waiting.values()],
    resume(held) {
      for (const it of held) waiting.set(it.fixing.code, it);
    },
  };
}

/** Fixings with one more in its place by date. */
function insert(fixings: readonly Fixing[], fixing: Fixing): Fixing[] {
  return [...fixings.filter((it) => it.date !== fixing.date), fixing].sort((a, b) =>
    a.date < b.date ? -1 : 1,
  );
}
