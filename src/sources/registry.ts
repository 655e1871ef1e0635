// sources: the list. A new publisher is a line here.
import type { Code } from '../rates/fixing.ts';
import { cbr } from './banks/cbr.ts';
import { cbt } from './banks/cbt.ts';
import { cbu } from './banks/cbu.ts';
import { nbk } from './banks/nbk.ts';
import { nbkr } from './banks/nbkr.ts';
import { nbt } from './banks/nbt.ts';
import { createDemo } from './made-up/demo.ts';
import { SEED_REF, shippedSeed } from './made-up/seed.ts';
import { fawazahmed0 } from './markets/fawazahmed0.ts';
import { oxr } from './markets/oxr.ts';
import type { Source } from './source.ts';

// A currency's own bank stands before whoever else quotes it: its band is taken from there.
const SOURCES: readonly Source[] = [nbkr, nbk, nbt, cbu, cbt, cbr, oxr, fawazahmed0, createDemo()];

/** Every id that `SOURCES` may name. */
export const SOURCE_IDS: readonly string[] = [...SOURCES.map((source) => source.id), SEED_REF.id];

/** A source of any id, chosen or not: what one has left behind is judged by its own calendar still. */
export function sourceOf(id: string): Source | undefined {
  return SOURCES.find((source) => source.id === id);
}

/** The setting that holds the key of a source, by its id. */
export const SOURCE_KEYS: Readonly<Record<string, string>> = { [oxr.id]: 'OXR_APP_ID' };

/** What a source is to this service: codes that it publishes, and codes for which it only confirms. */
export interface SelectedSource {
  source: Source;
  /** The publisher's own, or the one set in its place. */
  origin: string;
  /** The operator's key for it, or `null`. */
  key: string | null;
  publishes: readonly Code[];
  checks: readonly Code[];
  /** Ids of the sources that check a code which this one publishes. */
  checkedBy(code: Code): string[];
  /** The largest step in percent that is believed of a code unconfirmed: its own bank's, whoever publishes it. */
  bandOf(code: Code): string;
}

/** Who sits where. */
export interface SourceSelection {
  /** Those that are polled: the seed is not. */
  selectedSources: SelectedSource[];
  /** Id of the publishing source by code, in the order in which the codes are shown. */
  publisherOf: ReadonlyMap<Code, string>;
}

/** Seats the chosen sources: the first that covers a code publishes it, later ones check it. Ids must be known. */
export function selectSources(
  ids: readonly string[],
  origins: ReadonlyMap<string, string>,
  keys: ReadonlyMap<string, string>,
): SourceSelection {
  const publisherOf = new Map<Code, string>();
  const selectedSources: SelectedSource[] = [];
  const checkedBy = (code: Code) =>
    selectedSources
      .filter((selected) => selected.checks.includes(code))
      .map((selected) => selected.source.id);
  for (const id of ids) {
    const source = sourceOf(id);
    const covers = source?.covers ?? shippedSeed().map((entry) => entry.bulletin.code);
    const publishes = covers.filter((code) => !publisherOf.has(code));
    for (const code of publishes) publisherOf.set(code, id);
    if (source === undefined) continue;
    // What is invented confirms nothing.
    const checks = source.kind === 'demo' ? [] : covers.filter((code) => !publishes.includes(code));
    const origin = origins.get(id) ?? source.origin;
    selectedSources.push({ source, origin, key: keys.get(id) ?? null, publishes, checks, checkedBy, bandOf });
  }
  return { selectedSources, publisherOf };
}

/** Own banks stand first in the list. */
function bandOf(code: Code): string {
  return SOURCES.find((source) => source.covers.includes(code))?.band ?? '0';
}
