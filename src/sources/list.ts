// sources: the list. A new publisher is a line here.
import type { Code } from '../rates/fixing.ts';
import { cbr } from './cbr.ts';
import { createDemo } from './demo.ts';
import { nbkr } from './kgs-nbkr.ts';
import { nbk } from './kzt-nbk.ts';
import { SEED_REF, shippedSeed } from './seed.ts';
import type { Source } from './source.ts';
import { nbt } from './tjs-nbt.ts';
import { cbt } from './tmt-cbt.ts';
import { cbu } from './uzs-cbu.ts';

const SOURCES: readonly Source[] = [nbkr, nbk, nbt, cbu, cbt, cbr, createDemo()];

/** Every id that `SOURCES` may name. */
export const SOURCE_IDS: readonly string[] = [...SOURCES.map((source) => source.id), SEED_REF.id];

/** What a source is to this service: codes that it publishes, and codes for which it only confirms. */
export interface Seat {
  source: Source;
  /** The publisher's own, or the one set in its place. */
  origin: string;
  publishes: readonly Code[];
  checks: readonly Code[];
}

/** Who sits where. */
export interface Seating {
  /** Those that are polled: the seed is not. */
  seats: Seat[];
  /** Id of the publishing source by code, in the order in which the codes are shown. */
  publisherOf: ReadonlyMap<Code, string>;
}

/** Seats the chosen sources: the first that covers a code publishes it, later ones check it. Ids must be known. */
export function seatSources(ids: readonly string[], origins: ReadonlyMap<string, string>): Seating {
  const publisherOf = new Map<Code, string>();
  const seats: Seat[] = [];
  for (const id of ids) {
    const source = SOURCES.find((it) => it.id === id);
    const covers = source?.covers ?? shippedSeed().map((entry) => entry.bulletin.code);
    const publishes = covers.filter((code) => !publisherOf.has(code));
    for (const code of publishes) publisherOf.set(code, id);
    if (source === undefined) continue;
    const checks = covers.filter((code) => !publishes.includes(code));
    seats.push({ source, origin: origins.get(id) ?? source.origin, publishes, checks });
  }
  return { seats, publisherOf };
}
