// guard: one decision about a figure, from evidence that was gathered before. It asks nobody and changes nothing.

import type { Fixing } from '../rates/fixing.ts';
import {
  type confirmationOf,
  type Held,
  keepsLevel,
  type Printing,
  type standsBy,
  type Witnesses,
} from './confirmation.ts';
import type { judgePast } from './past.ts';
import { insert } from './placement.ts';
import type { Candidate, Confirmation, Rule, Verdict } from './rules.ts';
import { verdictOn } from './rules.ts';
import type { trustedAmong } from './sound.ts';

/** What is believed, question by question. A test that switches one off must see the figure that it kept away. */
export interface Guard {
  rules: readonly Rule[];
  confirmationOf: typeof confirmationOf;
  standsBy: typeof standsBy;
  judgePast: typeof judgePast;
  trustedAmong: typeof trustedAmong;
}

/** Everything that is known of a new figure. */
export interface Evidence extends Witnesses, Printing {
  fixing: Fixing;
  /** Whether it stands in the history already, under an earlier day than the one that is shown. */
  isKnown: boolean;
  held: Held | undefined;
  /** Oldest first, the shown one last. */
  trusted: readonly Fixing[];
  /** Figures that it may follow beside those that are trusted: an archive's, after a first start or a long pause. */
  archived: readonly Fixing[];
  /** What is shown of the code by another source. */
  shownElsewhere: string | null;
  documentRows: Candidate['documentRows'];
  calendar: Candidate['calendar'];
  now: Date;
}

export type Decision =
  /** `by` = what has confirmed the figure that was held; `stoodBy` = the held figure that this one makes real. */
  | { kind: 'publish'; fixing: Fixing; by: Confirmation | null; stoodBy: Held | null }
  /** Waits for confirmation; `isQuiet` = so far it is no more than an old page, and nothing is said of it. */
  | { kind: 'hold'; held: Held; isNew: boolean; isQuiet: boolean }
  | { kind: 'refuse'; verdict: Verdict };

/** Decides about a figure that is neither shown nor held yet. */
export function decide(evidence: Evidence, guard: Guard): Decision {
  const { fixing, isKnown, held, band, now } = evidence;
  const stoodBy = held !== undefined && guard.standsBy(fixing, held, evidence, evidence) ? held : null;
  const verdict = verdictOn(candidateOf(evidence, stoodBy), guard.rules);
  if (verdict === null) return { kind: 'publish', fixing, by: stoodBy && 'next-bulletin', stoodBy };
  const { rule, message, confirmedBy } = verdict;
  if (confirmedBy === null) return { kind: 'refuse', verdict };
  const firstDate = held !== undefined && keepsLevel(fixing, held, band) ? held.firstDate : fixing.date;
  const waiting = { fixing, rule, message, confirmedBy, since: now, reads: 0, firstDate };
  const decision = decideAgain(waiting, evidence, guard);
  // An earlier day that was shown before is an old page, as a cache may keep it, until it is read twice in a row.
  return decision.kind === 'hold' ? { ...decision, isNew: true, isQuiet: isKnown } : decision;
}

/** Decides about a held figure that was read once more. */
export function decideAgain(
  held: Held,
  evidence: Witnesses & Pick<Evidence, 'now' | 'trusted' | 'calendar'>,
  guard: Guard,
): Decision {
  const again = { ...held, reads: held.reads + 1 };
  const verdict = verdictOn(standingOf(held, evidence), guard.rules.filter(isLapsing));
  if (verdict !== null) return { kind: 'refuse', verdict };
  const by = guard.confirmationOf(again, evidence, evidence.now);
  return by === null
    ? { kind: 'hold', held: again, isNew: false, isQuiet: false }
    : { kind: 'publish', fixing: held.fixing, by, stoodBy: null };
}

/** An earlier day waits only while the day that is shown lies ahead: once that has come, nothing goes back. */
const isLapsing = ({ name }: Rule) => name === 'going-back';

function standingOf(
  { fixing }: Held,
  { trusted, calendar, now }: Pick<Evidence, 'now' | 'trusted' | 'calendar'>,
): Candidate {
  const nothing = { follows: [], band: '0', documentRows: [], checks: [], shown: null };
  return { ...nothing, fixing, newest: trusted.at(-1)?.date ?? null, calendar, now };
}

function candidateOf(evidence: Evidence, stoodBy: Held | null): Candidate {
  const { fixing, trusted, archived, band, documentRows, checks, shownElsewhere, calendar, now } = evidence;
  const known = stoodBy === null ? trusted : insert(trusted, stoodBy.fixing);
  const same = known.find((it) => it.date === fixing.date);
  const before = known.findLast((it) => it.date < fixing.date);
  // An earlier day than the one that is shown is measured from that one as well: it may be the same figure.
  const after = known.at(-1);
  const isBack = after !== undefined && after.date > fixing.date;
  return {
    fixing,
    newest: after?.date ?? null,
    follows: [same, before, ...(isBack ? [after] : []), ...archived].filter((it) => it !== undefined),
    band,
    documentRows,
    checks,
    shown: shownElsewhere,
    calendar,
    now,
  };
}
