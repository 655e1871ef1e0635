// store: what stands in Redis, believed only as far as it can be checked. Whoever can write there is not our leader.
import { isIsoDate } from '../../rates/date.ts';
import { decimal } from '../../rates/decimal.ts';
import type { Fixing } from '../../rates/fixing.ts';
import type { Change, Cross, Rate, SourceRef, SourceReport, Update } from '../../rates/wire.ts';
import type { Entry } from './connection.ts';

/** What one look into Redis found, everything that cannot be believed left out. */
export interface Look {
  /** The server's own id: another one after every start. */
  runId: string;
  /** `id token` of the leader, empty for none. */
  holder: string;
  head: Head | null;
  /** Number of the last of `fixings`. */
  fixed: string;
  fixings: Fixing[];
  /** How many were there, believed or not. */
  fixingsSeen: number;
  /** How many fixings were ever numbered: another count means others than these. */
  counted: string;
  told: string;
  reports: SourceReport[];
  rates: Rate[];
  /** Newest last. */
  updates: Update[];
  cursor: string;
}

/** Where the sequence stands, and on which server its epoch was opened. */
export interface Head {
  epoch: string;
  seq: number;
  asOf: string;
  runId: string;
}

type Fields = Record<string, unknown>;

const EPOCH = /^[a-z0-9]{8,16}$/;
const CODE = /^[A-Z]{3}$/;
const ID = /^[a-z0-9-]{1,32}$/;
const FIGURE = /^\d{1,20}(?:\.\d{1,40})?$/;
const SIGNED = /^-?\d{1,20}(?:\.\d{1,40})?$/;
const TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/;
const KINDS = ['official', 'market', 'seed', 'demo'];
const STATUSES = ['live', 'stale', 'pegged', 'held', 'seed', 'demo'];
const DIRECTIONS = ['up', 'down', 'flat'];

const fits = (value: unknown, form: RegExp): value is string => typeof value === 'string' && form.test(value);
const isDate = (value: unknown): value is string => typeof value === 'string' && isIsoDate(value);
export const isTime = (value: unknown) => fits(value, TIME) && !Number.isNaN(Date.parse(value as string));
export const isEpoch = (value: unknown) => fits(value, EPOCH);
/** A line for people; a document of ten thousand characters is none. */
const isLine = (value: unknown) => typeof value === 'string' && value.length <= 500;
const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function parse(text: unknown): unknown {
  try {
    return typeof text === 'string' ? JSON.parse(text) : null;
  } catch {
    return null;
  }
}

/** Two prices that ought to be one, each rounded on its own way; a millionth is far below any real step. */
function agree(a: string, b: string, tolerance = '0.000001'): boolean {
  return decimal(a).minus(decimal(b)).abs().lte(decimal(b).abs().times(tolerance));
}

function readRef(value: unknown): SourceRef | null {
  if (!isFields(value)) return null;
  const { id, name, kind, url } = value;
  const isAddress =
    url === '' || (isLine(url) && /^https?:\/\//.test(String(url)) && URL.canParse(String(url)));
  if (!fits(id, ID) || !isLine(name) || !KINDS.includes(String(kind)) || !isAddress) return null;
  return { id, name, kind, url } as SourceRef;
}

function readChange(value: unknown, rate: string): Change | null {
  if (!isFields(value)) return null;
  const { percent, inversePercent, absolute, direction, previous, previousDate } = value;
  const figures = [percent, inversePercent, absolute].every((it) => fits(it, SIGNED));
  if (!figures || !fits(previous, FIGURE) || !isDate(previousDate)) return null;
  if (!DIRECTIONS.includes(String(direction))) return null;
  const sum = decimal(previous).plus(decimal(String(absolute)));
  return agree(sum.toFixed(), rate)
    ? ({ percent, inversePercent, absolute, direction, previous, previousDate } as Change)
    : null;
}

/** A rate whose figures agree with each other, with its fields in our order; `null` for anything else. */
export function readRate(value: unknown): Rate | null {
  if (!isFields(value)) return null;
  const { pair, base, quote, rate, display, inverse, date, status, fetchedAt } = value;
  if (!fits(base, CODE) || pair !== `${base}/USD` || quote !== 'USD') return null;
  if (!fits(rate, FIGURE) || !fits(display, FIGURE) || !fits(inverse, FIGURE)) return null;
  if (!/[1-9]/.test(rate) || !/[1-9]/.test(inverse)) return null;
  if (!agree(decimal('1').div(decimal(inverse)).toFixed(), rate) || !agree(display, rate, '0.0001'))
    return null;
  const change = value.change === null ? null : readChange(value.change, rate);
  const source = readRef(value.source);
  if (source === null || (change === null && value.change !== null)) return null;
  if (!isDate(date) || !STATUSES.includes(String(status)) || !isTime(fetchedAt)) return null;
  const read = { pair, base, quote, rate, display, inverse, change, date, source, status, fetchedAt } as Rate;
  if (value.cross === undefined) return read;
  const cross = readCross(value.cross, inverse);
  return cross === null ? null : { ...read, cross };
}

/** The two figures of a cross rate, if they say what is shown. */
function readCross(value: unknown, inverse: string): Cross | null {
  if (!isFields(value)) return null;
  const { dollar, unit } = value;
  if (!fits(dollar, FIGURE) || !fits(unit, FIGURE) || !/[1-9]/.test(unit)) return null;
  return agree(decimal(dollar).div(decimal(unit)).toFixed(), inverse) ? { dollar, unit } : null;
}

export function readFixing(value: unknown): Fixing | null {
  if (!isFields(value)) return null;
  const { code, date, printed, nominal, perDollar, source, fetchedAt } = value;
  if (!fits(code, CODE) || !isDate(date) || !isLine(printed) || !fits(nominal, /^10{0,6}$/)) return null;
  const isFigure = fits(perDollar, FIGURE) && /[1-9]/.test(perDollar);
  // A withdrawn fixing has neither a print nor a figure.
  const isWithdrawn = printed === '' && perDollar === '';
  if ((!isFigure && !isWithdrawn) || !fits(source, ID) || !isTime(fetchedAt)) return null;
  return { code, date, printed, nominal, perDollar, source, fetchedAt } as Fixing;
}

export function readUpdate(text: unknown): Update | null {
  const value = parse(text);
  if (!isFields(value) || !Array.isArray(value.rates) || value.rates.length === 0) return null;
  const { epoch, seq, asOf } = value;
  const rates = value.rates.map(readRate).filter((rate) => rate !== null);
  if (rates.length !== value.rates.length || !fits(epoch, EPOCH) || !isTime(asOf)) return null;
  return isCount(seq) ? ({ epoch, seq, asOf, rates } as Update) : null;
}

export const isCount = (value: unknown) => Number.isSafeInteger(value) && (value as number) >= 0;

/** A report is shown to operators and read back by the next leader, which judges its figures again. */
export function readReport(text: unknown): SourceReport | null {
  const value = parse(text);
  const ref = readRef(value);
  if (ref === null || !isFields(value)) return null;
  const { country, terms, publishes, checks, lastPoll, lastGoodPoll, lastError, nextPoll, printed, held } =
    value;
  if (!isLine(country) || !isLine(terms) || !isListOf(publishes, isCode) || !isListOf(checks, isCode))
    return null;
  if (![lastPoll, lastGoodPoll, nextPoll].every((it) => it === null || isTime(it))) return null;
  if (lastError !== null && !isFailure(lastError)) return null;
  if (!isListOf(printed, isPrintedRow) || !isListOf(held, isHeldRow)) return null;
  const rest = {
    country,
    terms,
    publishes,
    checks,
    lastPoll,
    lastGoodPoll,
    lastError,
    nextPoll,
    printed,
    held,
  };
  return { ...ref, ...rest } as SourceReport;
}

const isCode = (value: unknown) => fits(value, CODE);
/** There are a handful of codes; a list of a thousand is not ours. */
const isListOf = (list: unknown, isOne: (value: unknown) => boolean) =>
  Array.isArray(list) && list.length <= 100 && list.every(isOne);

function isFailure(value: unknown): boolean {
  return isFields(value) && isLine(value.kind) && isTime(value.at) && typeof value.message === 'string';
}

function isPrintedRow(row: unknown): boolean {
  return (
    isFields(row) && fits(row.code, CODE) && isDate(row.date) && isLine(row.printed) && isLine(row.nominal)
  );
}

function isHeldRow(row: unknown): boolean {
  if (!isFields(row) || !isPrintedRow(row)) return false;
  const { read, rule, message, confirmedBy, since, reads, firstDate } = row;
  if (!fits(read, FIGURE) || !isLine(rule) || !isLine(message) || !isTime(since) || !isCount(reads))
    return false;
  return isListOf(confirmedBy, isLine) && (firstDate === undefined || isDate(firstDate));
}

/** Reads what the script `LOOK` answers. */
export function readLook(reply: unknown): Look {
  const [runId, holder, head, fixed, fixings, told, reports, rates, entries, counted] = reply as unknown[];
  const newestFirst = entries as Entry[];
  return {
    runId: String(runId),
    holder: String(holder),
    head: readHead(head as unknown[]),
    fixed: String(fixed),
    fixings: believed(fixings, (text) => readFixing(parse(text))),
    fixingsSeen: (fixings as unknown[]).length,
    counted: String(counted),
    told: String(told),
    reports: believed(reports, readReport),
    rates: believed(rates, (text) => readRate(parse(text))),
    updates: believed(newestFirst.map(updateTextOf).reverse(), readUpdate),
    cursor: newestFirst[0]?.[0] ?? '0-0',
  };
}

/** The text of the update that an entry of the stream holds. */
export function updateTextOf([, fields]: Entry): unknown {
  const name = fields.findIndex((field, index) => index % 2 === 0 && field === 'update');
  return name === -1 ? undefined : fields[name + 1];
}

function believed<T>(list: unknown, read: (value: unknown) => T | null): T[] {
  return (list as unknown[]).map(read).filter((it) => it !== null);
}

function readHead([epoch, seq, runId, asOf]: unknown[]): Head | null {
  if (!fits(epoch, EPOCH) || !fits(seq, /^\d{1,15}$/) || !isTime(asOf)) return null;
  return { epoch, seq: Number(seq), asOf: String(asOf), runId: String(runId) };
}
