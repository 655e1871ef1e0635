// sources: the chosen publishers, and what each of them does here: publish a code, or check another's.
import type { Code } from '../rates/fixing.ts';
import { bandOf, isGuarded, ownCodes, sourceOf } from './registry.ts';
import type { Source } from './source.ts';

/** A chosen source: the codes that it publishes, and the codes for which it only confirms. */
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
  /** The largest step in percent that is believed of a code unconfirmed. */
  bandOf(code: Code): string;
}

export interface SourceSelection {
  /** Those that are polled: the seed is not. */
  selectedSources: SelectedSource[];
  /** Id of the publishing source by code, in the order in which the codes are shown. */
  publisherOf: ReadonlyMap<Code, string>;
  /** Whether a stored rate may be shown: an invented one only where its source was chosen to publish the code. */
  admits(rate: { base: Code; source: { id: string } }): boolean;
}

/** The first chosen source that covers a code publishes it, later ones check it. Ids must be known. */
export function selectSources(
  ids: readonly string[],
  origins: ReadonlyMap<string, string>,
  keys: ReadonlyMap<string, string>,
): SourceSelection {
  const publisherOf = new Map<Code, string>();
  const selectedSources: SelectedSource[] = [];
  const every = ownCodes(ids);
  const checkedBy = (code: Code) =>
    selectedSources
      .filter((selected) => selected.checks.includes(code))
      .map((selected) => selected.source.id);
  for (const id of ids) {
    // The seed is no source that is asked: it covers every code.
    const source = sourceOf(id);
    const covers = source === undefined || source.covers === 'every' ? every : source.covers;
    const publishes = covers.filter((code) => !publisherOf.has(code));
    for (const code of publishes) publisherOf.set(code, id);
    if (source === undefined) continue;
    const checks = source.confirms === false ? [] : covers.filter((code) => !publishes.includes(code));
    const origin = origins.get(id) ?? source.origin;
    selectedSources.push({ source, origin, key: keys.get(id) ?? null, publishes, checks, checkedBy, bandOf });
  }
  return {
    selectedSources,
    publisherOf,
    admits: ({ base, source }) => isGuarded(source.id) || publisherOf.get(base) === source.id,
  };
}
