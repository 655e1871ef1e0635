// rates: the shape of all JSON that leaves or comes back. The types, the check of what is read back and the schemas of
// OpenAPI and AsyncAPI come from here. The only importer of zod among the rates.
import { z } from 'zod';
import { isIsoDate } from './date.ts';

/** The type of a schema. */
export type Of<S extends z.ZodType> = z.infer<S>;

// 20 digits before the point and 40 after it hold every figure here with room to spare; a longer text is damage.
const figure = z.string().regex(/^\d{1,20}(\.\d{1,40})?$/);
const signedFigure = z.string().regex(/^-?\d{1,20}(\.\d{1,40})?$/);
const percent = z.string().regex(/^-?\d{1,20}\.\d{2}$/);
/** A figure of a conversion: as many digits as were asked for. */
const anyFigure = z.string().regex(/^\d+(\.\d+)?$/);
const code = z.string().regex(/^[A-Z]{3}$/);
const day = z.string().refine(isIsoDate).meta({ format: 'date' });
const instant = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/)
  .refine((text) => !Number.isNaN(Date.parse(text)))
  .meta({ format: 'date-time' });
const sourceId = z.string().regex(/^[a-z0-9-]{1,32}$/);
/** A line for people; a document of ten thousand characters is none. */
const line = z.string().max(500);
const url = line
  .refine((text) => text === '' || (/^https?:\/\//.test(text) && URL.canParse(text)))
  .describe('http or https, empty for none');
const count = z.int().min(0);
/** There are a handful of codes; a list of a thousand is not ours. */
const shortList = <S extends z.ZodType>(of: S) => z.array(of).max(100);
/** The id of a question, which its answer repeats. */
const questionId = z
  .union([z.string(), z.number()])
  .exactOptional()
  .describe('The id of the question, if it had one');

export const SourceKind = z
  .enum(['official', 'market', 'seed', 'demo'])
  .describe('Official fixing, market price, shipped or hand-kept figure, or invented movement');

export const Status = z
  .enum(['live', 'stale', 'pegged', 'held', 'seed', 'demo'])
  .describe(
    'stale: a promised publication did not come and its next window has closed too; pegged: fixed by decree; ' +
      'held: a new figure waits for confirmation and the last good one is shown',
  );

export const SourceRef = z.object({ id: sourceId, name: line, kind: SourceKind, url });

export const Change = z
  .object({
    percent: percent.describe('Two decimals, no plus sign'),
    inversePercent: percent.describe('The same step seen from the dollar, computed for its own direction'),
    absolute: signedFigure,
    direction: z.enum(['up', 'down', 'flat']),
    previous: figure,
    previousDate: day,
  })
  .describe('Against the previous fixing of the same source');

export const Cross = z
  .object({
    dollar: figure.describe('What one dollar costs in a third currency'),
    unit: figure.describe('What one unit of the base costs in it'),
  })
  .describe('The figures that a cross rate is the quotient of');

export const Rate = z
  .object({
    pair: z.string().meta({ examples: ['KZT/USD'] }),
    base: code,
    quote: z.literal('USD'),
    rate: figure.describe('Price of one unit in dollars, 12 significant digits'),
    display: figure.describe('5 significant digits, zeros kept'),
    inverse: figure.describe('One dollar in local units, as printed'),
    cross: Cross.exactOptional().describe('Of a cross rate alone, whose inverse is rounded to 12 digits'),
    change: Change.nullable().describe(
      'null: no previous fixing is known, which is not the same as an unchanged "0.00"',
    ),
    date: day.describe('Day of the fixing; may lie ahead'),
    source: SourceRef,
    status: Status,
    fetchedAt: instant.describe('When this value was first read'),
  })
  .describe('The price of ONE unit of the currency in US dollars. All figures are plain decimal text');

/** What a bank set for a day, as it is kept. */
export const Fixing = z.object({
  code,
  date: day,
  printed: line,
  nominal: z.string().regex(/^10{0,6}$/),
  /** Empty, like `printed`, for a fixing that was withdrawn. */
  perDollar: z.union([figure, z.literal('')]),
  source: sourceId,
  fetchedAt: instant,
});

export const Position = z.object({
  epoch: z
    .string()
    .regex(/^[a-z0-9]{8,16}$/)
    .describe('Under another epoch seq starts over'),
  seq: count.describe('Grows by one for every committed change'),
});

/** A position with the time at which it was committed. */
export const Moved = Position.extend({ asOf: instant.describe('When this position was committed') });
const rates = z.array(Rate);

export const Snapshot = Moved.extend({ quote: z.literal('USD'), rates }).describe('All rates at a position');

/** One committed change: the rates that it touched, whole. */
export const Update = Moved.extend({ rates });

export const HistoryRow = z.object({
  date: day,
  rate: figure.describe('Price of one unit in dollars, 12 significant digits'),
  inverse: figure.describe('One dollar in local units, as printed'),
  printed: line.describe('The exact text that was read: "87,4500"'),
  nominal: figure.describe('Dollars that the printed figure buys'),
  source: sourceId,
  fetchedAt: instant,
});

export const History = z.object({ code, rates: z.array(HistoryRow).describe('Oldest first') });

export const Conversion = z.object({
  from: code,
  to: code,
  amount: anyFigure,
  result: anyFigure.describe('Exact before the one rounding'),
  fixings: z
    .array(z.object({ code, inverse: figure, date: day, source: sourceId, status: Status }))
    .describe('What was used'),
});

export const PrintedRow = z
  .object({ code, date: day, printed: line.describe('The exact text that was read'), nominal: line })
  .describe('A figure as a document prints it');

export const HeldRow = PrintedRow.extend({
  read: figure.describe('Local units for one dollar'),
  rule: line.describe('The rule that holds it: outside-band, power-of-ten, …'),
  message: line,
  confirmedBy: shortList(line).describe(
    'What would make it real: cross-check, next-bulletin, still-printed; empty = a new version of the service alone',
  ),
  since: instant.describe('When it was first read'),
  reads: count.describe('How often it was read since'),
  firstDate: day
    .exactOptional()
    .describe(
      'First day for which the publisher has printed this level; a report of an earlier version has none',
    ),
}).describe('A figure that is not shown, with the rule that holds it and what would make it real');

export const SourceReport = SourceRef.extend({
  country: line,
  terms: line.describe('Under which terms the figures may be shown, in the publisher’s own sense'),
  publishes: shortList(code).describe('Codes that this source publishes here'),
  checks: shortList(code).describe('Codes for which it only confirms what another source publishes'),
  lastPoll: instant.nullable(),
  lastGoodPoll: instant.nullable(),
  lastError: z.object({ kind: line, message: z.string(), at: instant }).nullable(),
  nextPoll: instant.nullable(),
  printed: shortList(PrintedRow).describe('What the last good poll read, as it stood there'),
  held: shortList(HeldRow).describe('What waits for confirmation, and why'),
}).describe('A publisher and how the last polls of it went');

/** A figure that waits for confirmation, as the next leader goes on with it. It never leaves the service. */
export const HeldRecord = z.object({
  fixing: Fixing,
  rule: line,
  message: line,
  confirmedBy: shortList(line),
  since: instant,
  reads: count,
  firstDate: day,
});

/** What is kept of the polls of a source: its report for operators, and what the next leader needs. */
export const PollRecord = z.object({ report: SourceReport, held: shortList(HeldRecord) });

export const Sources = z.object({ sources: z.array(SourceReport) });

export const Problem = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    detail: z.string().describe('For the person who called'),
  })
  .describe('RFC 9457');

/** What shields.io asks of an endpoint: https://shields.io/badges/endpoint-badge. */
export const Badge = z
  .object({
    schemaVersion: z.literal(1),
    label: z.string(),
    message: z.string(),
    color: z.string(),
    cacheSeconds: count,
  })
  .describe('For https://img.shields.io/endpoint?url=…');

const said = <T extends string>(type: T) => ({ type: z.literal(type) });

/** What `/ws` and `/stream` say, by type. Listeners ignore types and fields that they do not know. */
export const ServerMessages = {
  snapshot: Moved.extend({ ...said('snapshot'), rates }).describe(
    'First, and whenever what was missed cannot be told: all rates',
  ),
  update: Update.extend(said('update')).describe('The rates that changed, whole'),
  heartbeat: Position.extend({ ...said('heartbeat'), time: instant }).describe(
    'After 15 s of silence: the position that was served so far',
  ),
  goodbye: z
    .object({ ...said('goodbye'), reason: z.string(), retryAfterMs: count })
    .describe('Before a planned close: come back after the delay, with jitter'),
  error: z
    .object({
      ...said('error'),
      code: z.enum(['malformed', 'unknown-type', 'unknown-code', 'too-many']),
      message: z.string().describe('For the person who wrote the client'),
      id: questionId,
    })
    .describe('A message was bad; the tenth closes the connection with 1008'),
  subscribed: z
    .object({ ...said('subscribed'), codes: z.array(code), id: questionId })
    .describe('The full selection after a change of it; its snapshot follows'),
  pong: z.object({ ...said('pong'), id: questionId }).describe('The answer to a ping'),
};

/** What a listener may say over `/ws`, by type. */
export const ClientMessages = {
  subscribe: z.object({ ...said('subscribe'), codes: z.array(code), id: questionId }).describe('Adds codes'),
  unsubscribe: z
    .object({ ...said('unsubscribe'), codes: z.array(code), id: questionId })
    .describe('Removes codes'),
  ping: z.object({ ...said('ping'), id: questionId }).describe('Asks for a pong'),
};
