// publish: this replica's copy of the past fixings, so that no request waits for the store once it was read.

import { messageOf } from '../errors.ts';
import type { Log } from '../log.ts';
import type { IsoDate } from '../rates/date.ts';
import type { Code, Fixing } from '../rates/fixing.ts';
import type { Store } from '../store/store.ts';
import type { Feed } from './feed.ts';

export interface Archive {
  /** Fixings of a code between two days, both included, oldest first; `null` until the store was first read. */
  fixings(code: Code, from: IsoDate, to: IsoDate): Fixing[] | null;
  stop(): void;
}

export interface ArchiveDeps {
  store: Pick<Store, 'history'>;
  feed: Pick<Feed, 'listen'>;
  log: Log;
  /** Id of the source that publishes each code. */
  publisherOf: ReadonlyMap<Code, string>;
}

/** Backfilled days move no rate and ring no bell: a minute after they came, they are seen. */
const REFRESH_MS = 60_000;
/** A replica that follows hears of a change at once, and of the fixing behind it a twentieth of a second later. */
const AFTER_MS = 500;
/** Shown while a publisher has no fixing of its own yet. */
const SEED = 'seed';

/** Reads every code's past, and again when its rate changes. Ten years of one currency are half a megabyte. */
export function createArchive({ store, feed, log, publisherOf }: ArchiveDeps): Archive {
  const past = new Map<Code, Fixing[]>();
  const reading = new Set<Code>();
  // Codes that were asked for while they were being read: what is on its way may be older than what was asked for.
  const again = new Set<Code>();

  async function read(code: Code): Promise<void> {
    if (reading.has(code)) {
      again.add(code);
      return;
    }
    reading.add(code);
    try {
      const all = { code, from: '0000-01-01', to: '9999-12-31' };
      const own = await store.history({ ...all, source: publisherOf.get(code) ?? SEED });
      past.set(code, own.length > 0 ? own : await store.history({ ...all, source: SEED }));
    } catch (error) {
      // What was read before is still true, and the next look is a minute away.
      log.debug({ code, reason: messageOf(error) }, 'past fixings not read');
    } finally {
      reading.delete(code);
      if (again.delete(code)) void read(code);
    }
  }

  const readAll = () => {
    for (const code of publisherOf.keys()) void read(code);
  };
  readAll();
  const timer = setInterval(readAll, REFRESH_MS);
  const changed = new Set<Code>();
  let after: NodeJS.Timeout | undefined;
  const stopListening = feed.listen(({ rates }) => {
    for (const { base } of rates) {
      void read(base);
      changed.add(base);
    }
    after ??= setTimeout(() => {
      after = undefined;
      for (const code of changed) void read(code);
      changed.clear();
    }, AFTER_MS);
  });

  return {
    fixings: (code, from, to) => past.get(code)?.filter((it) => it.date >= from && it.date <= to) ?? null,
    stop() {
      clearInterval(timer);
      clearTimeout(after);
      stopListening();
    },
  };
}
