// poll: what `/sources` says of a publisher, and back: a held figure read from there goes on waiting.
import type { Held } from '../guard/confirmation.ts';
import type { Confirmation, RuleName } from '../guard/rules.ts';
import type { Bulletin } from '../rates/fixing.ts';
import type { HeldRow, PrintedRow, SourceReport } from '../rates/wire.ts';
import type { SelectedSource } from '../sources/selection.ts';

/** A report that goes on from the last one, if there is one; what the code knows of the source is said anew. */
export function reportOf({ source, publishes, checks }: SelectedSource, left?: SourceReport): SourceReport {
  return {
    id: source.id,
    name: source.name,
    country: source.country,
    url: source.url,
    terms: source.terms,
    kind: source.kind,
    publishes: [...publishes],
    checks: [...checks],
    lastPoll: left?.lastPoll ?? null,
    lastGoodPoll: left?.lastGoodPoll ?? null,
    lastError: left?.lastError ?? null,
    nextPoll: null,
    printed: left?.printed ?? [],
    held: left?.held ?? [],
  };
}

export function printedRow({ code, date, printed, nominal }: Bulletin): PrintedRow {
  return { code, date, printed, nominal };
}

export function heldRow({ fixing, rule, message, confirmedBy, since, reads, firstDate }: Held): HeldRow {
  const { code, date, printed, nominal, perDollar } = fixing;
  const row = { code, date, printed, nominal, read: perDollar, rule, message, confirmedBy: [...confirmedBy] };
  return { ...row, since: since.toISOString(), reads, firstDate };
}

/** The held figure that a row tells of. */
export function heldOf(row: HeldRow, source: string): Held {
  const {
    code,
    date,
    printed,
    nominal,
    read,
    rule,
    message,
    confirmedBy,
    since,
    reads,
    firstDate = date,
  } = row;
  return {
    fixing: { code, date, printed, nominal, perDollar: read, source, fetchedAt: since },
    rule: rule as RuleName,
    message,
    confirmedBy: confirmedBy as Confirmation[],
    since: new Date(since),
    reads,
    firstDate,
  };
}
