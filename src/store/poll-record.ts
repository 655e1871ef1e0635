// store: what is stored of the polls of a source: for `/sources`, and for the next leader.
import * as schema from '../rates/schema.ts';
import type { HeldRow, SourceReport } from '../rates/wire.ts';

const Stored = schema.PollResults.extend({
  source: schema.SourceRef.shape.id,
  held: schema.HeldFigure.array().max(100),
});

/** The results of a source's last polls. */
export interface PollResults extends schema.Of<typeof schema.PollResults> {}

/** The results of a source's last polls, and its held figures, which the next leader judges again. */
export interface PollRecord extends schema.Of<typeof Stored> {}

/** Earlier versions stored the report of `/sources`, first alone, then with the held figures beside it. */
const Reported = Stored.pick({ held: true }).extend({ report: schema.SourceReport });

/** Checks a record that is read back, also one of an earlier version; `null` for anything else. */
export function checkPollRecord(value: unknown): PollRecord | null {
  const { data } = Stored.safeParse(value);
  if (data !== undefined) return data;
  const earlier = Reported.safeParse(value).data;
  if (earlier !== undefined) return recordOf(earlier.report, earlier.held);
  const report = schema.SourceReport.safeParse(value).data;
  return report === undefined
    ? null
    : recordOf(
        report,
        report.held.map((row) => figureOf(row, report.id)),
      );
}

function recordOf(report: SourceReport, held: PollRecord['held']): PollRecord {
  return { ...schema.PollResults.parse(report), source: report.id, held };
}

function figureOf(row: HeldRow, source: string): PollRecord['held'][number] {
  const { code, date, printed, nominal, read, since, firstDate = date, ...rest } = row;
  const fixing = { code, date, printed, nominal, perDollar: read, source, fetchedAt: since };
  return { ...rest, fixing, since, firstDate };
}
