// rehearsal: the observations of a night, by which the promises are judged.
import type { ReturningListener } from '../support/listeners/audience.ts';

/**
 * A correct figure that a bank printed, in local units for a dollar as on the wire (`90.0100`). Misprints are not
 * recorded.
 */
export interface Printed {
  code: string;
  figure: string;
}

/** The place of a request: nginx with the replicas, or the single service. */
export type Place = 'nginx' | 'alone';

/** One request of a reader. */
export interface Answer {
  place: Place;
  path: '/rates' | '/embed';
  /** Since the night began. */
  atMs: number;
  tookMs: number;
  /** HTTP status; 0 = no answer. */
  status: number;
  /** By code: local units for a dollar on `/rates`, the rate with five significant digits on the page. */
  figures: Record<string, string>;
  /** By code, on `/rates` alone. */
  statuses: Record<string, string>;
}

/** A report that the service has to make, and each place in which it is required. */
export interface Said {
  about: 'held' | 'missing' | 'down' | 'store' | 'disk';
  what: string;
  /** By place, whether it was there in time. */
  places: Record<string, boolean>;
}

/** The time until something recovered. */
export interface Recovery {
  /** The same text for the same wait: the slowest one is reported. */
  what: string;
  /** Infinity = not within the wait. */
  tookMs: number;
  dueMs: number;
}

export interface Audience {
  place: Place;
  way: 'ws' | 'sse';
  listeners: readonly ReturningListener[];
}

export interface Night {
  printed: readonly Printed[];
  answers: readonly Answer[];
  audiences: readonly Audience[];
  said: readonly Said[];
  recoveries: readonly Recovery[];
  /** Exits of replicas that got a SIGTERM. */
  exits: readonly { code: number | null; tookMs: number }[];
  /** Why the night stopped before its end; `null` = it did not. */
  stopped: string | null;
}
