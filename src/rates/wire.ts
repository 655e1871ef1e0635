// rates: what leaves the service as JSON. The widget and the client take their types from here.

/** Official fixing, market price, shipped or hand-kept figure, or invented movement. */
export type SourceKind = 'official' | 'market' | 'seed' | 'demo';

/**
 * `stale`: a promised publication did not come and its next window has closed too. `pegged`: fixed by decree.
 * `held`: a new figure waits for confirmation and the last good one is shown.
 */
export type Status = 'live' | 'stale' | 'pegged' | 'held' | 'seed' | 'demo';

export interface SourceRef {
  id: string;
  name: string;
  kind: SourceKind;
  url: string;
}

/** A rate against the previous fixing of the same source. Percentages have two decimals and no plus sign. */
export interface Change {
  percent: string;
  /** The same step seen from the dollar: computed from the inverse prices, not the percent with its sign turned. */
  inversePercent: string;
  absolute: string;
  direction: 'up' | 'down' | 'flat';
  previous: string;
  previousDate: string;
}

/** What a cross rate is the quotient of: a third currency's units for one dollar, and for one unit of `base`. */
export interface Cross {
  dollar: string;
  unit: string;
}

/** The price of ONE unit of `base` in US dollars. All figures are plain decimal text. */
export interface Rate {
  pair: string;
  base: string;
  quote: 'USD';
  /** 12 significant digits. */
  rate: string;
  /** 5 significant digits, zeros kept. */
  display: string;
  /** One dollar in local units, as printed. */
  inverse: string;
  /** Of a cross rate alone, whose `inverse` nobody printed and is rounded to 12 digits. */
  cross?: Cross;
  /** `null` when no previous fixing is known: not the same as an unchanged `"0.00"`. */
  change: Change | null;
  /** Day of the fixing; may lie ahead of today. */
  date: string;
  source: SourceRef;
  status: Status;
  /** When this value was first read, ISO 8601 in UTC. */
  fetchedAt: string;
}

/** Where a listener stands. `seq` counts committed changes; another `epoch` starts the count over. */
export interface Position {
  epoch: string;
  seq: number;
}

/** All rates at a position; `asOf` is when that position was committed. */
export interface Snapshot extends Position {
  asOf: string;
  quote: 'USD';
  rates: Rate[];
}

/** One committed change: the rates that it touched, whole. */
export interface Update extends Position {
  asOf: string;
  rates: Rate[];
}

/** One past fixing of `/rates/{code}/history`, oldest first. */
export interface HistoryRow {
  date: string;
  /** The price of one unit in dollars, 12 significant digits. */
  rate: string;
  /** One dollar in local units, as printed. */
  inverse: string;
  /** The exact text that was read, and the dollars that it buys. */
  printed: string;
  nominal: string;
  /** The source's id. */
  source: string;
  fetchedAt: string;
}

/** What `/ws` and `/stream` say. Listeners ignore types and fields that they do not know. */
export type ServerMessage =
  | ({ type: 'snapshot' } & Omit<Snapshot, 'quote'>)
  | ({ type: 'update' } & Update)
  | ({ type: 'heartbeat'; time: string } & Position)
  | { type: 'subscribed'; codes: string[]; id?: string | number }
  | { type: 'pong'; id?: string | number }
  | { type: 'error'; code: string; message: string; id?: string | number }
  | { type: 'goodbye'; reason: string; retryAfterMs: number };

/** One row of `/sources`: a publisher and how the last polls of it went. */
export interface SourceReport {
  id: string;
  name: string;
  country: string;
  url: string;
  /** Under which terms the figures may be shown, in the publisher's own sense. */
  terms: string;
  kind: SourceKind;
  /** Codes that this source publishes here. */
  publishes: string[];
  /** Codes for which it only confirms what another source publishes. */
  checks: string[];
  lastPoll: string | null;
  lastGoodPoll: string | null;
  lastError: { kind: string; message: string; at: string } | null;
  nextPoll: string | null;
  /** What the last good poll read, as it stood there. */
  printed: PrintedRow[];
  /** What waits for confirmation, and why. */
  held: HeldRow[];
}

/** A figure as a document prints it: `"87,4500"` for `"1"` dollar. */
export interface PrintedRow {
  code: string;
  date: string;
  printed: string;
  nominal: string;
}

/** A figure that is not shown, with the rule that holds it and what would make it real. */
export interface HeldRow extends PrintedRow {
  /** Local units for one dollar, plain notation. */
  read: string;
  rule: string;
  message: string;
  /** `cross-check`, `next-bulletin`, `still-printed`; empty = nothing but a new version of this service. */
  confirmedBy: string[];
  /** When it was first read, and how often since. */
  since: string;
  reads: number;
  /** The first day for which the publisher has printed this level; absent from a report of an earlier version. */
  firstDate?: string;
}
