// sources: the selected publishers, and the role of each: publish a code, or check the code of another source.
import type { Code } from '../rates/fixing.ts';
import type { Publisher } from '../rates/wire.ts';
import { SEED_REF, SEED_TERMS } from './made-up/seed.ts';
import { bandOf, isGuarded, ownCodes, sourceOf } from './registry.ts';
import { refOf, type Source } from './source.ts';

/** A selected source, with the codes that it publishes and the codes that it only checks. */
export interface SelectedSource {
  source: Source;
  /** The publisher's origin, or the configured replacement. */
  origin: string;
  /** The operator's key for it, or `null`. */
  key: string | null;
  publishes: readonly Code[];
  checks: readonly Code[];
  /** Ids of the sources that check a code of this one. */
  checkedBy(code: Code): string[];
  /** The largest step of a code, in percent, that is accepted without confirmation. */
  bandOf(code: Code): string;
}

/** The selected sources, and what each publishes. */
export interface SourceSelection {
  /** The sources that are polled; the seed is not. */
  selectedSources: SelectedSource[];
  /** The selected sources as reports name them, in their order, with the seed. */
  publishers: Publisher[];
  /** Id of the publishing source by code, in the order of display. */
  publisherOf: ReadonlyMap<Code, string>;
  /** Whether a stored rate may be shown: an invented one only where its source is selected to publish the code. */
  admits(rate: { base: Code; source: { id: string } }): boolean;
}

/**
 * Selects sources by their ids, which must be known. The first one that covers a code publishes it; later ones check
 * it.
 */
export function selectSources(
  ids: readonly string[],
  origins: ReadonlyMap<string, string>,
  keys: ReadonlyMap<string, string>,
): SourceSelection {
  const publisherOf = new Map<Code, string>();
  const selectedSources: SelectedSource[] = [];
  const publishers: Publisher[] = [];
  const every = ownCodes(ids);
  const checkedBy = (code: Code) =>
    selectedSources
      .filter((selected) => selected.checks.includes(code))
      .map((selected) => selected.source.id);
  for (const id of ids) {
    // The seed is not a polled source; it covers every code.
    const source = sourceOf(id);
    const covers = source === undefined || source.covers === 'every' ? every : source.covers;
    const publishes = covers.filter((code) => !publisherOf.has(code));
    for (const code of publishes) publisherOf.set(code, id);
    if (source === undefined) {
      publishers.push({ ...SEED_REF, country: '', terms: SEED_TERMS, publishes, checks: [] });
      continue;
    }
    const checks = source.confirms === false ? [] : covers.filter((code) => !publishes.includes(code));
    publishers.push({ ...refOf(source), country: source.country, terms: source.terms, publishes, checks });
    const origin = origins.get(id) ?? source.origin;
    selectedSources.push({ source, origin, key: keys.get(id) ?? null, publishes, checks, checkedBy, bandOf });
  }
  return {
    selectedSources,
    publishers,
    publisherOf,
    admits: ({ base, source }) => isGuarded(source.id) || publisherOf.get(base) === source.id,
  };
}
