// poll: one publisher's figures on their way in. Each is placed, judged, and published, held or refused.
import { TickerError } from '../errors.ts';
import type { Held } from '../guard/confirmation.ts';
import { type Decision, decide, decideAgain, type Guard } from '../guard/decision.ts';
import { placementOf } from '../guard/placement.ts';
import type { Confirmation, Verdict } from '../guard/rules.ts';
import { GUARD } from '../guard/standard.ts';
import { previousOf } from '../guard/step.ts';
import { type Bulletin, type Code, type Fixing, withdrawalOf } from '../rates/fixing.ts';
import { rateOf } from '../rates/rate.ts';
import type { Rate } from '../rates/wire.ts';
import type { SelectedSource } from '../sources/registry.ts';
import { statusOf } from './clock.ts';
import { createRowMemory } from './document-rows.ts';
import { gatherEvidence, readStanding, readWitnesses, type Standing } from './evidence.ts';
import { createArchiveLook } from './history/previous.ts';
import type { PollerDeps } from './poller.ts';
import { createSecondRead } from './second-read.ts';
import type { PollReading } from './source-reads.ts';

export interface Intake {
  /**
   * Takes one bulletin in; answers the rate that changed. `again` reads the source anew. Throws `rate-refused` when the
   * guard says no, `source-unreadable` when two reads of a new figure differ.
   */
  take(bulletin: Bulletin, reading: PollReading, again: () => Promise<Bulletin[]>): Promise<Rate | null>;
  /** What waits for confirmation. */
  held(): Held[];
  /** Goes on with what another replica, or an earlier run, has held. */
  resume(held: readonly Held[]): void;
}

/** One bulletin on its way, with where its code stood when it was read. */
interface Arrival {
  bulletin: Bulletin;
  reading: PollReading;
  standing: Standing;
}

export function createIntake(
  selected: SelectedSource,
  { store, log, metrics }: PollerDeps,
  guard: Guard = GUARD,
): Intake {
  const { source } = selected;
  const waiting = new Map<Code, Held>();
  const rowMemory = createRowMemory();
  const secondRead = createSecondRead();
  const archive = createArchiveLook(selected, log);
  const evidence = { selected, store, guard, rowMemory, archive };
  const ref = { id: source.id, name: source.name, kind: source.kind, url: source.url };

  async function take(
    bulletin: Bulletin,
    reading: PollReading,
    again: () => Promise<Bulletin[]>,
  ): Promise<Rate | null> {
    const { code } = bulletin;
    const { others: _others, ...printed } = bulletin;
    const read: Fixing = { ...printed, source: source.id, fetchedAt: reading.now.toISOString() };
    // What is invented has nothing to prove, and would be held for every manat that it moves.
    if (source.kind === 'demo') return showInvented(read, reading);
    const standing = await readStanding(store, selected, read, guard);
    const arrival = { bulletin, reading, standing };
    const held = waiting.get(code);
    const placed = placementOf(read, standing.trusted, held, source.calendar);
    if (placed.kind === 'held') {
      const witnesses = await readWitnesses(evidence, placed.held.fixing, standing);
      const seen = { ...witnesses, ...standing, calendar: source.calendar, now: reading.now };
      const decision = decideAgain(placed.held, seen, guard);
      if (decision.kind === 'refuse') await release(held, decision.verdict.message, reading.now);
      return act(decision, held, arrival);
    }
    if (placed.kind !== 'new' || placed.isKnown) secondRead.forget(code);
    if (placed.kind !== 'new') {
      await release(held, 'the bank prints the figure before it again', reading.now);
      if (placed.kind === 'shown') rowMemory.learn(bulletin);
      // Shown already, perhaps without a change: the archive may tell by now.
      return show(placed.fixing, standing, reading);
    }
    // A market moves between two reads, and a demo always.
    if (source.kind === 'official' || source.steady) await secondRead.confirm(bulletin, again);
    const figure = { fixing: placed.fixing, isKnown: placed.isKnown, held };
    return act(decide(await gatherEvidence(evidence, figure, arrival), guard), held, arrival);
  }

  /** Does what was decided. */
  async function act(decision: Decision, held: Held | undefined, arrival: Arrival): Promise<Rate | null> {
    if (decision.kind === 'refuse') return refuse(decision.verdict);
    if (decision.kind === 'hold') return hold(decision, arrival.standing);
    const { fixing, by, stoodBy } = decision;
    const { reading, standing, bulletin } = arrival;
    if (by === null)
      await release(held, `the bank prints ${fixing.perDollar} for ${fixing.date}`, reading.now);
    else confirmed(held, fixing, by);
    rowMemory.learn(bulletin);
    return show(fixing, standing, reading, stoodBy === null ? [] : [stoodBy.fixing]);
  }

  function refuse({ rule, message }: Pick<Verdict, 'rule' | 'message'>): never {
    metrics.refusals.inc({ source: source.id, rule });
    throw new TickerError('rate-refused', `${rule}: ${message}`);
  }

  async function hold(
    { held, isNew, isQuiet }: Decision & { kind: 'hold' },
    { published }: Standing,
  ): Promise<null> {
    const { fixing, rule, message } = held;
    waiting.set(fixing.code, held);
    if (isQuiet) return refuse(held);
    if (isNew) {
      metrics.holds.inc({ source: source.id, rule });
      const shown = published?.inverse ?? null;
      log.warn(
        { source: source.id, code: fixing.code, rule, shown, read: fixing.perDollar },
        `held: ${message}`,
      );
    }
    await mark(fixing.code, () => 'held');
    return null;
  }

  function confirmed(held: Held | undefined, fixing: Fixing, by: Confirmation): void {
    waiting.delete(fixing.code);
    const { rule, since } = held ?? {};
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
    read: Fixing,
    standing: Standing,
    reading: PollReading,
    also: Fixing[] = [],
  ): Promise<Rate | null> {
    // What is kept already was read first when it was kept.
    const isSame = (it: Fixing) =>
      it.date === read.date && it.printed === read.printed && it.nominal === read.nominal;
    const fixing = standing.kept.find(isSame) ?? read;
    const known = [...standing.trusted, ...also].sort((a, b) => (a.date < b.date ? -1 : 1));
    const previous =
      previousOf(fixing, known, source.calendar) ??
      shownPrevious(fixing, standing) ??
      (await archive.likelyBefore(fixing, known, reading));
    const rate = rateOf(fixing, previous, ref, statusOf(source, fixing.date, reading.now));
    // Nothing is kept under a later day than the one that is shown: it was not judged, or its bank has taken it back.
    const later = standing.kept.filter((it) => it.date > fixing.date).map(withdrawalOf);
    const fixings = [...later, ...also, ...(previous === null ? [] : [previous]), fixing];
    const update = await store.commit({ rates: [rate], fixings });
    return update === null ? null : rate;
  }

  async function showInvented(fixing: Fixing, reading: PollReading): Promise<Rate | null> {
    const rate = rateOf(fixing, await archive.before(fixing, reading), ref, 'demo');
    // What is invented every second is no history.
    const update = await store.commit({ rates: [rate], fixings: [] });
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

/**
 * The previous fixing that is shown beside a fixing already. Over holidays a working day lies between the two for ever,
 * and the archive has been asked for it: once is enough.
 */
function shownPrevious(fixing: Fixing, { published, trusted }: Standing): Fixing | null {
  if (published?.date !== fixing.date || published.change === null) return null;
  const { previousDate } = published.change;
  return trusted.find((it) => it.date === previousDate) ?? null;
}
