// rates: the types of the service's JSON, from its schemas. The widget and the client import them from here: only
// types, so that no schema reaches a page.
import type * as schema from './schema.ts';

/** Official fixing, market price, figure of a seed file, or invented movement. */
export type SourceKind = schema.Of<typeof schema.SourceKind>;

/**
 * `stale`: a publication is missing and its next window has closed too. `pegged`: fixed by decree. `held`: a new
 * figure waits for confirmation and the last good one is shown.
 */
export type Status = schema.Of<typeof schema.Status>;

/** A source as each rate names it. */
export interface SourceRef extends schema.Of<typeof schema.SourceRef> {}

/** A rate against the previous fixing of the same source. Percentages have two decimals and no plus sign. */
export interface Change extends schema.Of<typeof schema.Change> {}

/** The two figures of a cross rate: a third currency's units for one dollar, and for one unit of `base`. */
export interface Cross extends schema.Of<typeof schema.Cross> {}

/** The price of ONE unit of `base` in US dollars. All figures are plain decimal text. */
export interface Rate extends schema.Of<typeof schema.Rate> {}

/**
 * A position in the sequence of changes. `seq` counts committed changes; under another `epoch` the count starts
 * again.
 */
export interface Position extends schema.Of<typeof schema.Position> {}

/** All rates at a position; `asOf` is when that position was committed. */
export interface Snapshot extends schema.Of<typeof schema.Snapshot> {}

/** One committed change: each changed rate with all its fields. */
export interface Update extends schema.Of<typeof schema.Update> {}

/** One past fixing of `/rates/{code}/history`, oldest first. */
export interface HistoryRow extends schema.Of<typeof schema.HistoryRow> {}

type Messages = typeof schema.ServerMessages;

/** The messages of `/ws` and `/stream`. Listeners ignore unknown types and fields. */
export type ServerMessage = { [Type in keyof Messages]: schema.Of<Messages[Type]> }[keyof Messages];

/** A publisher, with the codes that it publishes and checks here. */
export interface Publisher extends schema.Of<typeof schema.Publisher> {}

/** One row of `/sources`: a publisher and how the last polls of it went. */
export interface SourceReport extends schema.Of<typeof schema.SourceReport> {}

/** A figure as a document prints it: `"87,4500"` for `"1"` dollar. */
export interface PrintedRow extends schema.Of<typeof schema.PrintedRow> {}

/** A figure that is not shown, with the rule that holds it and what would confirm it. */
export interface HeldRow extends schema.Of<typeof schema.HeldRow> {}
