// rates: the shape of all JSON that the service sends or reads back. The types, the checks of values that are read
// back, and the schemas of OpenAPI and AsyncAPI are derived from here.
import { z } from 'zod';
import { isIsoDate } from './date.ts';

/** The type of a schema. */
export type Of<S extends z.ZodType> = z.infer<S>;

// 20 digits before the point and 40 after it are more than any figure here needs; a longer text is damaged.
const figure = z.string().regex(/^\d{1,20}(\.\d{1,40})?$/);
const signedFigure = z.string().regex(/^-?\d{1,20}(\.\d{1,40})?$/);
const percent = z.string().regex(/^-?\d{1,20}\.\d{2}$/);
/** A figure of a conversion, with as many digits as were requested. */
const anyFigure = z.string().regex(/^\d+(\.\d+)?$/);
const code = z.string().regex(/^[A-Z]{3}$/);
const day = z.string().refine(isIsoDate).meta({ format: 'date' });
const instant = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/)
  .refine((text) => !Number.isNaN(Date.parse(text)))
  .meta({ format: 'date-time' });
const sourceId = z.string().regex(/^[a-z0-9-]{1,32}$/);
/** One line of text for people; the limit keeps out whole documents. */
const line = z.string().max(500);
const url = line
  .refine((text) => text === '' || (/^https?:\/\//.test(text) && URL.canParse(text)))
  .describe('http or https, empty for none');
const count = z.int().min(0);
/** The service has fewer than ten codes; a much longer list was not written by it. */
const shortList = <S extends z.ZodType>(of: S) => z.array(of).max(100);
/** The id of a client's message, which the answer repeats. */
const messageId = z
  .union([z.string(), z.number()])
  .exactOptional()
  .describe('The id of the message that is answered, if it had one');

export const SourceKind = z
  .enum(['official', 'market', 'seed', 'demo'])
  .describe('Official fixing, market price, figure of a seed file, or invented movement');

export const Status = z
  .enum(['live', 'stale', 'pegged', 'held', 'seed', 'demo'])
  .describe(
    'stale: a publication is missing and its next window has closed too; pegged: fixed by decree; ' +
      'held: a new figure waits for confirmation and the last good one is shown',
  );

export const SourceRef = z.object({ id: sourceId, name: line, kind: SourceKind, url });

export const Change = z
  .object({
    percent: percent.describe('Two decimals, no plus sign'),
    inversePercent: percent.describe('The same step as a change of the dollar, computed by itself'),
    absolute: signedFigure.describe('In dollars for one unit, 12 significant digits'),
    direction: z.enum(['up', 'down', 'flat']).describe('The sign of percent: flat where it is 0.00'),
    previous: figure.describe('The previous price, 12 significant digits'),
    previousDate: day.describe('Day of the previous fixing'),
  })
  .describe('Against the previous fixing of the same source');

export const Cross = z
  .object({
    dollar: figure.describe('What one dollar costs in a third currency'),
    unit: figure.describe('What one unit of the base costs in it'),
  })
  .describe('The two figures of a cross rate: it is their quotient');

export const Rate = z
  .object({
    pair: z.string().meta({ description: 'The base and the quote', examples: ['KZT/USD'] }),
    base: code.describe('Code of the currency (ISO 4217)'),
    quote: z.literal('USD'),
    rate: figure.describe('Price of one unit in dollars, 12 significant digits'),
    display: figure.describe('5 significant digits, zeros kept'),
    inverse: figure.describe('One dollar in local units, as printed'),
    cross: Cross.exactOptional().describe('Only for a cross rate: its inverse is rounded to 12 digits'),
    change: Change.nullable().describe(
      'null: no previous fixing is known, which is not the same as an unchanged "0.00"',
    ),
    date: day.describe('Day of the fixing; may lie ahead'),
    source: SourceRef,
    status: Status,
    fetchedAt: instant.describe('When this value was first read'),
  })
  .describe('The price of ONE unit of the currency in US dollars. All figures are plain decimal text');

/** A figure that a publisher printed for one date. */
export const Bulletin = z.object({
  code,
  /** The date in the document's body. It counts, whatever date was requested. */
  date: day,
  /** The figure exactly as read, `"87,4500"`; for a cross rate, the figures that it was computed from. */
  printed: line,
  /** The number of dollars that the printed figure is for, a power of ten as text. */
  nominal: z.string().regex(/^10{0,6}$/),
  /**
   * Local units for ONE dollar in plain notation with the printed digits, `"87.4500"`. Empty, like `printed`, in a fixing
   * that was withdrawn.
   */
  perDollar: z.union([figure, z.literal('')]),
});

/** A fixing as it is stored. */
export const Fixing = Bulletin.extend({
  /** The source's id, `nbkr`. */
  source: sourceId,
  /** When this value was first read, ISO 8601 in UTC. */
  fetchedAt: instant,
});

export const Position = z.object({
  epoch: z
    .string()
    .regex(/^[a-z0-9]{8,16}$/)
    .describe('Under another epoch seq starts again'),
  seq: count.describe('Grows by one for every committed change'),
});

/** A position with the time at which it was committed. */
export const Moved = Position.extend({ asOf: instant.describe('When this position was committed') });
const rates = z.array(Rate);

export const Snapshot = Moved.extend({ quote: z.literal('USD'), rates }).describe('All rates at a position');

/** One committed change: each changed rate with all its fields. */
export const Update = Moved.extend({ rates });

export const HistoryRow = z.object({
  date: day.describe('Day of the fixing'),
  rate: figure.describe('Price of one unit in dollars, 12 significant digits'),
  inverse: figure.describe('One dollar in local units, as printed'),
  printed: line.describe('The exact text that was read: "87,4500"'),
  nominal: figure.describe('The number of dollars that the printed figure is for'),
  source: sourceId.describe('The id of its publisher, as in /sources'),
  fetchedAt: instant.describe('When this value was first read'),
});

export const History = z.object({ code, rates: z.array(HistoryRow).describe('Oldest first') });

export const Conversion = z.object({
  from: code.describe('The currency of the amount'),
  to: code.describe('The currency of the result'),
  amount: anyFigure.describe('As requested'),
  result: anyFigure.describe('Rounded once, to the requested digits'),
  fixings: z
    .array(z.object({ code, inverse: figure, date: day, source: sourceId, status: Status }))
    .describe('The fixings that were used'),
});

export const PrintedRow = z
  .object({ code, date: day, printed: line.describe('The exact text that was read'), nominal: line })
  .describe('A figure as a document prints it');

export const HeldRow = PrintedRow.extend({
  read: figure.describe('Local units for one dollar'),
  rule: line.describe('The rule that holds it: outside-band, power-of-ten, …'),
  message: line,
  confirmedBy: shortList(line).describe(
    'What would confirm it: cross-check, next-bulletin, still-printed; empty = only a new version of the service',
  ),
  since: instant.describe('When it was first read'),
  reads: count.describe('How often it was read since then'),
  firstDate: day
    .exactOptional()
    .describe(
      'First day for which the publisher has printed this level; a report of an earlier version has none',
    ),
}).describe('A figure that is not shown, with the rule that holds it and what would confirm it');

/** A publisher, and what the configuration uses it for. */
export const Publisher = SourceRef.extend({
  country: line,
  terms: line.describe('The terms of the publisher for showing the figures'),
  publishes: shortList(code).describe('Codes that this source publishes here'),
  checks: shortList(code).describe('Codes that another source publishes and this one checks'),
});

/** The results of the last polls of a source. */
export const PollResults = z.object({
  lastPoll: instant.nullable(),
  lastGoodPoll: instant.nullable(),
  lastError: z.object({ kind: line, message: z.string(), at: instant }).nullable(),
  nextPoll: instant.nullable(),
  printed: shortList(PrintedRow).describe('What the last good poll read, as printed'),
});

export const SourceReport = Publisher.extend({
  ...PollResults.shape,
  held: shortList(HeldRow).describe('The figures that wait for confirmation, and why'),
}).describe('A publisher and the results of its last polls');

/** A figure that waits for confirmation, as it is stored for the next leader. */
export const HeldFigure = z.object({
  fixing: Fixing,
  rule: line,
  message: line,
  confirmedBy: shortList(line),
  /** When it was first read. */
  since: instant,
  /** How often it was read. */
  reads: count,
  /** The first day for which the bank has printed this level. */
  firstDate: day,
});

export const Sources = z.object({ sources: z.array(SourceReport) });

export const Problem = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    detail: z.string().describe('For the developer of the client'),
  })
  .describe('RFC 9457');

/** The answer that shields.io expects of an endpoint: https://shields.io/badges/endpoint-badge. */
export const Badge = z
  .object({
    schemaVersion: z.literal(1),
    label: z.string(),
    message: z.string(),
    color: z.string(),
    cacheSeconds: count,
  })
  .describe('For https://img.shields.io/endpoint?url=…');

const typed = <T extends string>(type: T) => ({ type: z.literal(type) });

/** The server's messages on `/ws` and `/stream`, by type. Listeners ignore unknown types and fields. */
export const ServerMessages = {
  snapshot: Moved.extend({ ...typed('snapshot'), rates }).describe(
    'All rates: the first message, and again when the missed changes cannot be replayed',
  ),
  update: Update.extend(typed('update')).describe('Each changed rate with all its fields'),
  heartbeat: Position.extend({ ...typed('heartbeat'), time: instant }).describe(
    'After a time without another message: the position up to which changes were sent',
  ),
  goodbye: z
    .object({ ...typed('goodbye'), reason: z.string(), retryAfterMs: count })
    .describe('Before a planned close: come back after the delay, with jitter'),
  error: z
    .object({
      ...typed('error'),
      code: z.enum(['malformed', 'unknown-type', 'unknown-code', 'too-many']),
      message: z.string().describe('For the developer of the client'),
      id: messageId,
    })
    .describe('The answer to a bad message; too many of them close the connection'),
  subscribed: z
    .object({ ...typed('subscribed'), codes: z.array(code), id: messageId })
    .describe('The full selection after a change of it; its snapshot follows'),
  pong: z.object({ ...typed('pong'), id: messageId }).describe('The answer to a ping'),
};

/** The messages of a client on `/ws`, by type. */
export const ClientMessages = {
  subscribe: z.object({ ...typed('subscribe'), codes: z.array(code), id: messageId }).describe('Adds codes'),
  unsubscribe: z
    .object({ ...typed('unsubscribe'), codes: z.array(code), id: messageId })
    .describe('Removes codes'),
  ping: z.object({ ...typed('ping'), id: messageId }).describe('Asks for a pong'),
};
