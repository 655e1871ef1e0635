// poll: the intake of one publisher's figures. Each is classified, judged, and then published, held or refused.
import { TickerError } from '../../errors.ts';
import type { HeldFigure } from '../../guard/confirmation.ts';
import { type Decision, decide, decideAgain, type Guard } from '../../guard/decision.ts';
import { placementOf } from '../../guard/placement.ts';
import type { Verdict } from '../../guard/rules.ts';
import { GUARD } from '../../guard/standard.ts';
import type { Log } from '../../log.ts';
import type { Metrics } from '../../metrics.ts';
import type { Calendar } from '../../rates/calendar.ts';
import { type Bulletin, type Fixing, readFrom } from '../../rates/fixing.ts';
import type { Rate } from '../../rates/wire.ts';
import type { SelectedSource } from '../../sources/selection.ts';
import type { Store } from '../../store/store.ts';
import { createPreviousFixings } from '../history/previous.ts';
import { createCoverage } from './coverage.ts';
import { datedByArchive } from './dating.ts';
import { createRowMemory } from './document-rows.ts';
import { gatherEvidence, readOtherFigures, readStanding, type Standing } from './evidence.ts';
import { createHolds } from './holds.ts';
import type { PollRequest } from './poll-request.ts';
import { createSecondRead } from './second-read.ts';
import { showFixing, showInvented } from './showing.ts';

/** Takes in the bulletins of one publisher, and keeps its held figures. */
export interface Intake {
  /**
   * Processes one bulletin and returns the changed rate. `again` reads the source a second time. Throws
   * `rate-refused` when the guard refuses the figure, and `source-unreadable` when two reads of a new figure differ.
   */
  take(bulletin: Bulletin, request: PollRequest, again: () => Promise<Bulletin[]>): Promise<Rate | null>;
  /** The held figures. */
  held(): HeldFigure[];
  /** Takes over the held figures of another replica or an earlier run. */
  resume(held: readonly HeldFigure[]): void;
}

export interface IntakeDeps {
  store: Store;
  log: Log;
  metrics: Metrics;
}

/** One bulletin, with the state of its code when it was read. */
interface Arrival {
  bulletin: Bulletin;
  /** The figure, under the day whose fixing it is where that day had to be found in the archive. */
  read: Fixing;
  /** Without a weekend where the archive has shown the day: then it counts like a working day. */
  calendar: Calendar;
  request: PollRequest;
  standing: Standing;
}

/** Creates the intake of a publisher. A test can switch off a check of the guard. */
export function createIntake(
  selected: SelectedSource,
  { store, log, metrics }: IntakeDeps,
  guard: Guard = GUARD,
): Intake {
  const { source } = selected;
  const holds = createHolds(source, { store, log, metrics });
  const rowMemory = createRowMemory();
  const secondRead = createSecondRead();
  const previousFixings = createPreviousFixings(selected, log);
  const evidenceDeps = { selected, store, guard, rowMemory, previousFixings };
  const coverage = createCoverage();
  const showingDeps = { store, guard, previousFixings, coverage };

  async function arrive(bulletin: Bulletin, read: Fixing, request: PollRequest): Promise<Arrival> {
    const { calendar } = source;
    const standing = await readStanding(store, selected, read, guard);
    const around = { trusted: standing.trusted, held: holds.of(read.code) };
    const dated = await datedByArchive(read, around, evidenceDeps, request);
    if (dated === null) return { bulletin, read, calendar, request, standing };
    const everyDay = { ...calendar, weekend: [] };
    const own = { ...selected, source: { ...source, calendar: everyDay } };
    const again = await readStanding(store, own, dated, guard);
    return { bulletin, read: dated, calendar: everyDay, request, standing: again };
  }

  async function take(
    bulletin: Bulletin,
    request: PollRequest,
    again: () => Promise<Bulletin[]>,
  ): Promise<Rate | null> {
    const read = readFrom(bulletin, source.id, request.now);
    // An invented figure is not judged: the guard would hold each move of the demo's manat.
    if (source.guarded === false) return showInvented(source, showingDeps, read, request);
    const arrival = await arrive(bulletin, read, request);
    const { standing } = arrival;
    const held = holds.of(bulletin.code);
    const placed = placementOf(arrival.read, standing.trusted, held, arrival.calendar);
    if (placed.kind === 'held') {
      coverage.noteRead(bulletin, request.now);
      const otherFigures = await readOtherFigures(evidenceDeps, placed.held.fixing, standing);
      const seen = { ...otherFigures, ...standing, calendar: source.calendar, now: request.now };
      const decision = decideAgain(placed.held, seen, guard);
      if (decision.kind === 'refuse') await holds.release(held, decision.verdict.message, request.now);
      return act(decision, held, arrival);
    }
    if (placed.kind !== 'new' || placed.isKnown) secondRead.forget(bulletin.code);
    if (placed.kind !== 'new') {
      await holds.release(held, 'the bank prints the figure before it again', request.now);
      if (placed.kind === 'shown') rowMemory.learn(bulletin);
      coverage.noteRead(bulletin, request.now);
      // The figure is shown already, perhaps without a change: the archive may have the previous one by now.
      return showFixing(source, showingDeps, { fixing: placed.fixing, also: [] }, arrival);
    }
    if (!source.readsOnce) await secondRead.confirm(bulletin, again);
    const figure = { fixing: placed.fixing, isKnown: placed.isKnown, held };
    return act(decide(await gatherEvidence(evidenceDeps, figure, arrival), guard), held, arrival);
  }

  /** Carries out a decision. */
  async function act(
    decision: Decision,
    held: HeldFigure | undefined,
    arrival: Arrival,
  ): Promise<Rate | null> {
    if (decision.kind === 'refuse') return refuse(decision.verdict);
    if (decision.kind === 'hold') {
      if (decision.isNew) noteFigure(decision.held.fixing, held, arrival.request.now);
      await holds.hold(decision, arrival.standing.published?.inverse ?? null);
      return decision.isQuiet ? refuse(decision.held) : null;
    }
    const { fixing, by, confirmedHeld } = decision;
    noteFigure(fixing, confirmedHeld === null ? held : undefined, arrival.request.now);
    if (by === null)
      await holds.release(
        held,
        `the bank prints ${fixing.perDollar} for ${fixing.date}`,
        arrival.request.now,
      );
    else holds.confirm(held, fixing, by);
    rowMemory.learn(arrival.bulletin);
    const also = confirmedHeld === null ? [] : [confirmedHeld.fixing];
    return showFixing(source, showingDeps, { fixing, also }, arrival);
  }

  /** A held figure that one of a later day replaces may have been a fixing: its reads do not count. */
  function noteFigure(fixing: Fixing, replaced: HeldFigure | undefined, now: Date): void {
    if (replaced !== undefined && replaced.fixing.date < fixing.date) coverage.forget(fixing.code);
    coverage.noteFigure(fixing, now);
  }

  function refuse({ rule, message }: Pick<Verdict, 'rule' | 'message'>): never {
    metrics.refusals.inc({ source: source.id, rule });
    throw new TickerError('rate-refused', `${rule}: ${message}`);
  }

  return { take, held: holds.all, resume: holds.resume };
}
