// serve: the JSON Schemas of what leaves the service, said once for the API's descriptions.

/** A schema as the two descriptions embed it. */
export type Schema = Readonly<Record<string, unknown>>;

/** Plain decimal text; never a number, so that no reader loses a digit by accident. */
const decimalText: Schema = { type: 'string', pattern: '^-?\\d+(\\.\\d+)?$' };
const percentText: Schema = { type: 'string', pattern: '^-?\\d+\\.\\d{2}$' };
const day: Schema = { type: 'string', format: 'date' };
const instant: Schema = { type: 'string', format: 'date-time' };
const code: Schema = { type: 'string', pattern: '^[A-Z]{3}$' };

/** An object whose fields are all there; more may come, so nothing forbids them. */
function object(
  properties: Record<string, Schema>,
  description?: string,
  optional: Record<string, Schema> = {},
): Schema {
  const about = description === undefined ? {} : { description };
  const all = { ...properties, ...optional };
  return { type: 'object', ...about, required: Object.keys(properties), properties: all };
}

const list = (items: Schema): Schema => ({ type: 'array', items });
const orNull = (schema: Schema): Schema => ({ anyOf: [schema, { type: 'null' }] });
const about = (schema: Schema, description: string): Schema => ({ ...schema, description });
const ref = (name: string): Schema => ({ $ref: `#/components/schemas/${name}` });

const printed = {
  code,
  date: day,
  printed: about({ type: 'string' }, 'The exact text that was read: "87,4500"'),
  nominal: about(decimalText, 'Dollars that the printed figure buys'),
};

/** By name, for `components.schemas`. */
export const SCHEMAS: Readonly<Record<string, Schema>> = {
  Position: object({
    epoch: about({ type: 'string', pattern: '^[a-z0-9]{8,16}$' }, 'Under another epoch seq starts over'),
    seq: about({ type: 'integer', minimum: 0 }, 'Grows by one for every committed change'),
  }),
  SourceRef: object({
    id: { type: 'string' },
    name: { type: 'string' },
    kind: { enum: ['official', 'market', 'seed', 'demo'] },
    url: { type: 'string' },
  }),
  Change: object(
    {
      percent: percentText,
      inversePercent: about(
        percentText,
        'The same step seen from the dollar, computed for its own direction',
      ),
      absolute: decimalText,
      direction: { enum: ['up', 'down', 'flat'] },
      previous: decimalText,
      previousDate: day,
    },
    'Against the previous fixing of the same source',
  ),
  Rate: object(
    {
      pair: { type: 'string', examples: ['KZT/USD'] },
      base: code,
      quote: { const: 'USD' },
      rate: about(decimalText, 'Price of one unit in dollars, 12 significant digits'),
      display: about(decimalText, '5 significant digits, zeros kept'),
      inverse: about(decimalText, 'One dollar in local units, as printed'),
      change: about(
        orNull(ref('Change')),
        'null: no previous fixing is known, which is not the same as "0.00"',
      ),
      date: about(day, 'Day of the fixing; may lie ahead'),
      source: ref('SourceRef'),
      status: { enum: ['live', 'stale', 'pegged', 'held', 'seed', 'demo'] },
      fetchedAt: about(instant, 'When this value was first read'),
    },
    'The price of one unit of the currency in US dollars',
    { cross: about(ref('Cross'), 'Of a cross rate alone, whose inverse is rounded to 12 digits') },
  ),
  Cross: object(
    {
      dollar: about(decimalText, 'What one dollar costs in a third currency'),
      unit: about(decimalText, 'What one unit of the base costs in it'),
    },
    'The figures that a cross rate is the quotient of',
  ),
  Snapshot: {
    allOf: [ref('Position'), object({ asOf: instant, quote: { const: 'USD' }, rates: list(ref('Rate')) })],
  },
  HistoryRow: object({
    date: day,
    rate: decimalText,
    inverse: decimalText,
    printed: printed.printed,
    nominal: printed.nominal,
    source: { type: 'string' },
    fetchedAt: instant,
  }),
  History: object({ code, rates: about(list(ref('HistoryRow')), 'Oldest first') }),
  Conversion: object({
    from: code,
    to: code,
    amount: decimalText,
    result: about(decimalText, 'Exact before the one rounding'),
    fixings: about(
      list(
        object({
          code,
          inverse: decimalText,
          date: day,
          source: { type: 'string' },
          status: { type: 'string' },
        }),
      ),
      'What was used',
    ),
  }),
  Held: object({
    ...printed,
    read: about(decimalText, 'Local units for one dollar'),
    rule: about({ type: 'string' }, 'The rule that holds it: outside-band, power-of-ten, …'),
    message: { type: 'string' },
    confirmedBy: about(
      list({ type: 'string' }),
      'What would make it real; empty = a new version of the service alone',
    ),
    since: instant,
    reads: { type: 'integer', minimum: 1 },
    firstDate: about(day, 'First day for which the publisher has printed this level'),
  }),
  SourceReport: object({
    id: { type: 'string' },
    name: { type: 'string' },
    country: { type: 'string' },
    url: { type: 'string' },
    terms: { type: 'string' },
    kind: { enum: ['official', 'market', 'seed', 'demo'] },
    publishes: list(code),
    checks: about(list(code), 'Codes that it only confirms for another source'),
    lastPoll: orNull(instant),
    lastGoodPoll: orNull(instant),
    lastError: orNull(object({ kind: { type: 'string' }, message: { type: 'string' }, at: instant })),
    nextPoll: orNull(instant),
    printed: list(object(printed)),
    held: list(ref('Held')),
  }),
  Sources: object({ sources: list(ref('SourceReport')) }),
  Problem: object(
    {
      type: { type: 'string' },
      title: { type: 'string' },
      status: { type: 'integer' },
      detail: about({ type: 'string' }, 'For the person who called'),
    },
    'RFC 9457',
  ),
};
