// poll: the report of a publisher at `/sources`, and the record of it for the next leader.
import type { HeldFigure } from '../guard/confirmation.ts';
import type { Confirmation, RuleName } from '../guard/rules.ts';
import type { HeldRecord } from '../rates/check.ts';
import type { Bulletin } from '../rates/fixing.ts';
import type { HeldRow, PrintedRow, SourceReport } from '../rates/wire.ts';
import type { SelectedSource } from '../sources/selection.ts';

/** A report that continues the last one, if there is one. The fixed fields of the source are taken from the code. */
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

export function heldRow({
  fixing,
  rule,
  message,
  confirmedBy,
  since,
  reads,
  firstDate,
}: HeldFigure): HeldRow {
  const { code, date, printed, nominal, perDollar } = fixing;
  const row = { code, date, printed, nominal, read: perDollar, rule, message, confirmedBy: [...confirmedBy] };
  return { ...row, since: since.toISOString(), reads, firstDate };
}

/** A held figure as it is stored. */
export function recordOfHeld({ confirmedBy, since, ...rest }: HeldFigure): HeldRecord {
  return { ...rest, confirmedBy: [...confirmedBy], since: since.toISOString() };
}

/** A held figure as read back by the next leader. */
export function heldOfRecord({ rule, confirmedBy, since, ...rest }: HeldRecord): HeldFigure {
  return {
    ...rest,
    rule: rule as RuleName,
    confirmedBy: confirmedBy as Confirmation[],
    since: new Date(since),
  };
}
