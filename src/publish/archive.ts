// publish: the past fixings of each shown code, from this replica's view.
import { FIRST_DAY, type IsoDate, LAST_DAY } from '../rates/date.ts';
import type { Code, Fixing } from '../rates/fixing.ts';
import { isPublished } from '../rates/source-kind.ts';
import type { SourceKind } from '../rates/wire.ts';
import type { LocalView } from '../store/store.ts';

/** The past fixings of the shown codes. All lists are `null` until the store was first read. */
export interface Archive {
  /** Fixings of a code between two days, both included, oldest first. */
  fixings(code: Code, from: IsoDate, to: IsoDate): Fixing[] | null;
  /** All fixings of a code that a publisher has printed, oldest first. */
  published(code: Code): Fixing[] | null;
}

/** The sources whose fixings the archive contains. */
export interface ArchiveDeps {
  /** Id of the publishing source of each code. */
  publisherOf: ReadonlyMap<Code, string>;
  /** Id of the seed, which is shown while a publisher has no fixing of its own. */
  seedId: string;
  /** The kind of a source, by its id. */
  kindOf(source: string): SourceKind;
}

/** Reads the archive from the view at each call. */
export function createArchive(view: LocalView, { publisherOf, seedId, kindOf }: ArchiveDeps): Archive {
  function fixings(code: Code, from: IsoDate, to: IsoDate): Fixing[] | null {
    if (view.snapshot() === null) return null;
    const publisher = publisherOf.get(code) ?? seedId;
    const hasOwn = view.history({ code, source: publisher, from: FIRST_DAY, to: LAST_DAY }).length > 0;
    return view.history({ code, source: hasOwn ? publisher : seedId, from, to });
  }

  return {
    fixings,
    published: (code) =>
      fixings(code, FIRST_DAY, LAST_DAY)?.filter(({ source }) => isPublished(kindOf(source))) ?? null,
  };
}
