// sources: the contract of a publisher's file.
import { TickerError } from '../errors.ts';
import type { Calendar } from '../rates/calendar.ts';
import { type IsoDate, isIsoDate } from '../rates/date.ts';
import type { Separator } from '../rates/decimal.ts';
import { type Bulletin, type Code, readPerDollar } from '../rates/fixing.ts';
import type { SourceKind, SourceRef, Status } from '../rates/wire.ts';
import type { Ask } from './reading/client.ts';

/** The parameters of a read from a publisher. */
export interface SourceRequest {
  /** A bounded GET against this publisher; the deadline is shared by all requests of one poll. */
  ask: Ask;
  now: Date;
  /** The requested codes, for a source that covers every code. */
  codes: readonly Code[];
  /** The operator's key for this publisher, where it requires one. Never logged. */
  key: string | null;
}

/** A read of the newest bulletin. */
export interface SearchRequest extends SourceRequest {
  /** The first day to look at, for a publisher that answers one day at a time. */
  since: IsoDate;
}

/** One rate in the form of a seed file: figures as strings with a point. */
export interface SeedFigure {
  code: Code;
  nominal: string;
  value: string;
  date: IsoDate;
  previous?: { value: string; date: IsoDate };
}

/** A publisher of rates: its addresses, its calendar, and how its documents are read. */
export interface Source {
  id: string;
  name: string;
  /** ISO 3166 alpha-2 of the publisher's country; empty for none. */
  country: string;
  kind: SourceKind;
  /** The publisher's web page. */
  url: string;
  /** One sentence about the terms of use of its figures. */
  terms: string;
  /** Scheme, host and port of the documents; `<ID>_ORIGIN` replaces it. Empty: it sends no requests. */
  origin: string;
  /** The codes of its figures. `every`: the codes of all selected banks. */
  covers: readonly Code[] | 'every';
  /** The setting with the operator's key, for a publisher that requires one. */
  keySetting?: string;
  /** Its codes are served only where `SOURCES` contains it. */
  optIn?: true;
  /** Its newest known fixings at the time of this version, shown until a real rate has been read. */
  seed?: SeedFigure;
  /** Its figures are published without a judgement, because they are invented. */
  guarded?: false;
  /** It has no history, because its figures are invented every second. */
  keepsHistory?: false;
  /** Its changes are not shown in the log, unless at the level `debug`: there is one every second. */
  logsChanges?: false;
  /** It cannot check the figures of another source. */
  confirms?: false;
  /** The status of its rates, independent of the calendar. */
  status?: Status;
  calendar: Calendar;
  /** The times of its polls: node-cron expressions in the calendar's zone. */
  windows: readonly string[];
  /** A new figure is published after one read, because it moves from one read to the next. */
  readsOnce?: true;
  /** It prints the same figure again under each new date, also on working days without a new fixing. */
  redates?: true;
  /** Fixed by decree: the figure that is shown, whatever the publisher prints, and its first day. */
  peg?: { code: Code; perDollar: string; since: IsoDate };

  /**
   * The newest available bulletin of each covered code. The date in the body counts. Throws `source-unreachable` or
   * `source-unreadable`; an answer without a figure is an error, not an empty list.
   */
  newest(search: SearchRequest): Promise<Bulletin[]>;

  /**
   * Bulletins of `code` dated before `before` and not before `floor`, newest first, with carries. Days without a
   * bulletin are skipped. A lazy walk: the caller may stop at any bulletin. Throws like `newest`. Absent where a
   * publisher has no archive.
   */
  earlier?(request: SourceRequest, code: Code, before: IsoDate, floor: IsoDate): AsyncIterable<Bulletin>;
}

/** A source as rates and reports name it. */
export function refOf({ id, name, kind, url }: Source): SourceRef {
  return { id, name, kind, url };
}

/** A central bank with a currency of its own. */
export interface Bank extends Source {
  covers: readonly Code[];
  /**
   * The largest step of its currency, in percent, that is accepted without confirmation. Chosen from past fixings:
   * ordinary steps never reach it, and all shocks exceed it. It holds for every source that publishes the currency.
   */
  band: string;
}

/** The figure of one code as found in a document. */
export interface Printed {
  code: Code;
  date: IsoDate | null;
  printed: string | undefined;
  nominal: string | undefined;
  separator: Separator;
}

/**
 * A bulletin from the texts of a document. Throws `source-unreadable` with the text that was found: no date, no row,
 * a zero, a sign, another separator. Nothing is repaired.
 */
export function bulletinOf({ code, date, printed, nominal, separator }: Printed): Bulletin {
  if (printed === undefined || nominal === undefined) throw unreadable(`no US dollar row for ${code}`);
  if (date === null || !isIsoDate(date)) throw unreadable('the document has no date');
  const figure = readPerDollar(printed, nominal, separator);
  if (figure === null) throw unreadable(`not a figure: ${quoted(printed)} for ${quoted(nominal)} dollars`);
  return { code, date, printed, nominal, perDollar: figure };
}

/** A document's row for one currency, as printed. */
export interface Row {
  code: string | undefined;
  printed: string | undefined;
  nominal: string | undefined;
}

/**
 * The dollar's bulletin from the rows of a document, with the price of one unit of each other currency that can be
 * read. Throws like `bulletinOf`.
 */
export function dollarOf(rows: readonly Row[], head: Pick<Printed, 'code' | 'date' | 'separator'>): Bulletin {
  const dollars = rows.filter((row) => row.code === DOLLAR);
  // With two rows it is unknown which one is right; a bank has already printed another currency's number in a wrong
  // row.
  if (dollars.length > 1) throw unreadable(`${dollars.length} US dollar rows for ${head.code}`);
  const [dollar] = dollars;
  const others = new Map<Code, string>();
  for (const { code = '', printed = '', nominal = '' } of rows) {
    const perUnit = readPerDollar(printed, nominal, head.separator);
    if (code !== '' && code !== DOLLAR && perUnit !== null) others.set(code, perUnit);
  }
  return { ...bulletinOf({ ...head, printed: dollar?.printed, nominal: dollar?.nominal }), others };
}

const DOLLAR = 'USD';

/** An error for an answer that cannot be read. */
export function unreadable(message: string, cause?: unknown): TickerError {
  return new TickerError('source-unreadable', message, { cause });
}

// A hostile page may contain ten thousand digits in place of a figure; forty characters are enough to recognise it.
function quoted(text: string): string {
  return JSON.stringify(text.length > 40 ? `${text.slice(0, 40)}…` : text);
}
