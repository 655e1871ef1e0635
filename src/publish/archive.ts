// publish: the past fixings of each shown code, from this replica's view.
import type { IsoDate } from '../rates/date.ts';
import type { Code, Fixing } from '../rates/fixing.ts';
import type { LocalView } from '../store/store.ts';

export interface Archive {
  /** Fixings of a code between two days, both included, oldest first; `null` until the store was first read. */
  fixings(code: Code, from: IsoDate, to: IsoDate): Fixing[] | null;
}

/** The source that is shown while a publisher has no fixing of its own. */
const SEED = 'seed';

/** `publisherOf` maps each code to its publishing source. */
export function createArchive(view: LocalView, publisherOf: ReadonlyMap<Code, string>): Archive {
  return {
    fixings(code, from, to) {
      if (view.snapshot() === null) return null;
      const publisher = publisherOf.get(code) ?? SEED;
      const hasOwn =
        view.history({ code, source: publisher, from: '0000-01-01', to: '9999-12-31' }).length > 0;
      return view.history({ code, source: hasOwn ? publisher : SEED, from, to });
    },
  };
}
