// sources: the contract that every publisher's file fulfils.
import { TickerError } from '../errors.ts';
import type { Calendar } from '../rates/calendar.ts';
import { type IsoDate, isIsoDate } from '../rates/date.ts';
import type { Separator } from '../rates/decimal.ts';
import { type Bulletin, type Code, perDollar } from '../rates/fixing.ts';
import type { SourceKind, Status } from '../rates/wire.ts';
import type { Ask } from './reading/client.ts';

/** What a read of a publisher has to work with. */
export interface SourceRequest {
  /** A bounded GET against this publisher; the deadline is shared by all requests of one poll. */
  ask: Ask;
  now: Date;
  /** The codes that are wanted of a source that covers every code. */
  codes: readonly Code[];
  /** The operator's key for this publisher, where it wants one. Never printed. */
  key: string | null;
}

/** A read that looks for the newest bulletin. */
export interface SearchRequest extends SourceRequest {
  /** A publisher that answers one day at a time is not asked for days before this one. */
  since: IsoDate;
}

/** One hand-kept rate as a seed file has it: figures as strings with a point. */
export interface SeedFigure {
  code: Code;
  nominal: string;
  value: string;
  date: IsoDate;
  previous?: { value: string; date: IsoDate };
}

/** A publisher of rates: where it stands, when it publishes, and how its documents are read. */
export interface Source {
  id: string;
  name: string;
  /** ISO 3166 alpha-2 of the publisher's country; empty for none. */
  country: string;
  kind: SourceKind;
  /** The publisher's page for people. */
  url: string;
  /** One sentence on how its figures may be used. */
  terms: string;
  /** Scheme, host and port that documents are asked from; `<ID>_ORIGIN` replaces it. Empty: asks nobody. */
  origin: string;
  /** Codes that it has a figure for. `every`: the codes of whichever banks are chosen. */
  covers: readonly Code[] | 'every';
  /** Its codes are served only where `SOURCES` names it. */
  optIn?: true;
  /** Its newest fixings at hand when this version was made: what is shown until a real rate is there. */
  seed?: SeedFigure;
  /** Its figures are believed as they are: an invented one has nothing to prove. */
  guarded?: false;
  /** It keeps no past: what is invented every second is no history. */
  keepsHistory?: false;
  /** It confirms nothing that another source prints. */
  confirms?: false;
  /** The status of its rates, whatever the calendar says. */
  status?: Status;
  calendar: Calendar;
  /** node-cron expressions, in the calendar's zone, at which it is polled. */
  windows: readonly string[];
  /**
   * The largest step, in percent, that is believed of its own currency without confirmation. From years of fixings:
   * the quiet ones never reach it, the shocks all pass it.
   */
  band: string;
  /** A market source whose file stays the same all day: a new figure can be read twice, as a bank's is. */
  steady?: true;
  /** Prints the same figure again under each new date, working days included, whether or not it was set anew. */
  redates?: true;
  /** Set by decree: the figure that is shown whatever the publisher prints, and since when. */
  peg?: { code: Code; perDollar: string; since: IsoDate };

  /**
   * The newest bulletin of each covered code that can be had. The date in the body counts.
   * Throws `source-unreachable` or `source-unreadable`; an answer without a figure is an error, not an empty list.
   */
  newest(search: SearchRequest): Promise<Bulletin[]>;

  /**
   * Bulletins of `code` dated before `before` and not before `floor`, newest first, carries included. Days without
   * a bulletin are passed over. A lazy walk: the caller stops as soon as it knows enough.
   * Throws like `newest`. Absent where a publisher has no archive.
   */
  earlier?(request: SourceRequest, code: Code, before: IsoDate, floor: IsoDate): AsyncIterable<Bulletin>;
}

/** The figure of one code as an adapter found it in a document. */
export interface Printed {
  code: Code;
  date: IsoDate | null;
  printed: string | undefined;
  nominal: string | undefined;
  separator: Separator;
}

/**
 * A bulletin from what a document prints, or `source-unreadable` with the text that was found: no date, no row,
 * a zero, a sign, another separator. Nothing is repaired.
 */
export function bulletinOf({ code, date, printed, nominal, separator }: Printed): Bulletin {
  if (printed === undefined || nominal === undefined) throw unreadable(`no US dollar row for ${code}`);
  if (date === null || !isIsoDate(date)) throw unreadable('the document carries no date');
  const figure = perDollar(printed, nominal, separator);
  if (figure === null) throw unreadable(`not a figure: ${quoted(printed)} for ${quoted(nominal)} dollars`);
  return { code, date, printed, nominal, perDollar: figure };
}

/** A document's row for one currency, as it is printed. */
export interface Row {
  code: string | undefined;
  printed: string | undefined;
  nominal: string | undefined;
}

/**
 * The dollar's bulletin from a document's rows, with what one unit of each other currency costs beside it, as far as
 * those can be read. Throws like `bulletinOf`.
 */
export function dollarOf(rows: readonly Row[], head: Pick<Printed, 'code' | 'date' | 'separator'>): Bulletin {
  const dollars = rows.filter((row) => row.code === DOLLAR);
  // Which of two is meant nobody can say, and another currency's number has stood in a wrong row before.
  if (dollars.length > 1) throw unreadable(`${dollars.length} US dollar rows for ${head.code}`);
  const [dollar] = dollars;
  const others = new Map<Code, string>();
  for (const { code = '', printed = '', nominal = '' } of rows) {
    const perUnit = perDollar(printed, nominal, head.separator);
    if (code !== '' && code !== DOLLAR && perUnit !== null) others.set(code, perUnit);
  }
  return { ...bulletinOf({ ...head, printed: dollar?.printed, nominal: dollar?.nominal }), others };
}

const DOLLAR = 'USD';

/** An error for a document that answered but cannot be believed. */
export function unreadable(message: string, cause?: unknown): TickerError {
  return new TickerError('source-unreadable', message, { cause });
}

// A hostile page may put ten thousand digits where a figure was due; forty characters tell it apart.
function quoted(text: string): string {
  return JSON.stringify(text.length > 40 ? `${text.slice(0, 40)}…` : text);
}
