// rehearsal: what is written down during the night, and what the promises are judged by.
import type { Listener } from '../support/listeners/audience.ts';

/** A sound figure that a bank printed, in local units for a dollar as the wire has it (`90.0100`). Lies are not here. */
export interface Printed {
  code: string;
  figure: string;
}

/** Where a reader asked: nginx before the replicas, or the service that runs alone. */
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

/** Something that the service has to say, and each place in which it has to. */
export interface Said {
  about: 'held' | 'missing' | 'down' | 'store' | 'disk';
  what: string;
  /** By place, whether it stood there in time. */
  places: Record<string, boolean>;
}

/** How long it took until something was well again. */
export interface Recovery {
  /** The same words for the same wait: the slowest of them is told. */
  what: string;
  /** Infinity = never while it was waited for. */
  tookMs: number;
  dueMs: number;
}

export interface Audience {
  place: Place;
  way: 'ws' | 'sse';
  listeners: readonly Listener[];
}

export interface Night {
  printed: readonly Printed[];
  answers: readonly Answer[];
  audiences: readonly Audience[];
  said: readonly Said[];
  recoveries: readonly Recovery[];
  /** Exits of replicas that were asked to stop. */
  exits: readonly { code: number | null; tookMs: number }[];
  /** Why the play stopped before its end; `null` = it did not. */
  stopped: string | null;
}
