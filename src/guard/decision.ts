// guard: one decision about a figure, from evidence that was gathered before. Pure.

import type { Fixing, isDateKnown } from '../rates/fixing.ts';
import {
  type confirmationOf,
  type HeldFigure,
  type isConfirmedByNext,
  keepsLevel,
  type OtherFigures,
  type Printing,
} from './confirmation.ts';
import type { judgePast } from './past.ts';
import { insert } from './placement.ts';
import type { Candidate, Confirmation, Rule, Verdict } from './rules.ts';
import { verdictOn } from './rules.ts';
import type { trustedAmong } from './sound.ts';
import type { previousOf } from './succession.ts';

/** The checks of the guard. A test switches each one off and must then see a wrong figure published. */
export interface Guard {
  rules: readonly Rule[];
  confirmationOf: typeof confirmationOf;
  isConfirmedByNext: typeof isConfirmedByNext;
  judgePast: typeof judgePast;
  trustedAmong: typeof trustedAmong;
  isDateKnown: typeof isDateKnown;
  previousOf: typeof previousOf;
}

/** Everything that is known about a new figure. */
export interface Evidence extends OtherFigures, Printing {
  fixing: Fixing;
  /** Whether the history contains it already, under an earlier day than the published one. */
  isKnown: boolean;
  held: HeldFigure | undefined;
  /** Oldest first, the published one last. */
  trusted: readonly Fixing[];
  /**
   * Earlier figures that it may follow as well, after a first start or a long pause: the last stored one, and one of
   * the bank's archive.
   */
  earlier: readonly Fixing[];
  /** The published figure of the code from another source. */
  shownElsewhere: string | null;
  documentRows: Candidate['documentRows'];
  calendar: Candidate['calendar'];
  now: Date;
}

/** What is done with a figure. */
export type Decision =
  /** `by` = what confirmed the figure that was held; `confirmedHeld` = the held figure that this one confirms. */
  | { kind: 'publish'; fixing: Fixing; by: Confirmation | null; confirmedHeld: HeldFigure | null }
  /** Waits for confirmation; `isQuiet` = it may be an old page from a cache, and nothing is reported yet. */
  | { kind: 'hold'; held: HeldFigure; isNew: boolean; isQuiet: boolean }
  | { kind: 'refuse'; verdict: Verdict };

/** Decides about a figure that is neither published nor held yet. */
export function decide(evidence: Evidence, guard: Guard): Decision {
  const { fixing, isKnown, held, band, now } = evidence;
  const confirmedHeld =
    held !== undefined && guard.isConfirmedByNext(fixing, held, evidence, evidence) ? held : null;
  const verdict = verdictOn(candidateOf(evidence, confirmedHeld), guard.rules);
  if (verdict === null)
    return { kind: 'publish', fixing, by: confirmedHeld && 'next-bulletin', confirmedHeld };
  const { rule, message, confirmedBy } = verdict;
  if (confirmedBy === null) return { kind: 'refuse', verdict };
  const firstDate = held !== undefined && keepsLevel(fixing, held, band) ? held.firstDate : fixing.date;
  const since = now.toISOString();
  const waiting = { fixing, rule, message, confirmedBy: [...confirmedBy], since, reads: 0, firstDate };
  const decision = decideAgain(waiting, evidence, guard);
  // An earlier day that was published before counts as an old page from a cache until it is read twice in a row.
  return decision.kind === 'hold' ? { ...decision, isNew: true, isQuiet: isKnown } : decision;
}

/** Decides about a held figure that was read again. */
export function decideAgain(
  held: HeldFigure,
  evidence: OtherFigures & Pick<Evidence, 'now' | 'trusted' | 'calendar'>,
  guard: Guard,
): Decision {
  const again = { ...held, reads: held.reads + 1 };
  const verdict = verdictOn(standingOf(held, evidence), guard.rules.filter(isLapsing));
  if (verdict !== null) return { kind: 'refuse', verdict };
  const by = guard.confirmationOf(again, evidence, evidence.now);
  return by === null
    ? { kind: 'hold', held: again, isNew: false, isQuiet: false }
    : { kind: 'publish', fixing: held.fixing, by, confirmedHeld: null };
}

/**
 * A figure of an earlier day waits only while the published day lies ahead. Once that day has come, it is refused.
 */
const isLapsing = ({ name }: Rule) => name === 'going-back';

function standingOf(
  { fixing }: HeldFigure,
  { trusted, calendar, now }: Pick<Evidence, 'now' | 'trusted' | 'calendar'>,
): Candidate {
  const nothing = { follows: [], band: '0', documentRows: [], checks: [], shown: null };
  return { ...nothing, fixing, newest: trusted.at(-1)?.date ?? null, calendar, now };
}

function candidateOf(evidence: Evidence, confirmedHeld: HeldFigure | null): Candidate {
  const { fixing, trusted, earlier, band, documentRows, checks, shownElsewhere, calendar, now } = evidence;
  const known = confirmedHeld === null ? trusted : insert(trusted, confirmedHeld.fixing);
  const same = known.find((it) => it.date === fixing.date);
  const before = known.findLast((it) => it.date < fixing.date);
  // A figure of an earlier day is also compared with the published one: it may be the same figure.
  const after = known.at(-1);
  const isBack = after !== undefined && after.date > fixing.date;
  return {
    fixing,
    newest: after?.date ?? null,
    follows: [same, before, ...(isBack ? [after] : []), ...earlier].filter((it) => it !== undefined),
    band,
    documentRows,
    checks,
    shown: shownElsewhere,
    calendar,
    now,
  };
}
