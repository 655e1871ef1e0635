// store: the embedded store: the memory of one process, saved in two files.
import { TickerError } from '../../errors.ts';
import type { Log } from '../../log.ts';
import type { Snapshot, Update } from '../../rates/wire.ts';
import { createTurn } from '../../turn.ts';
import { changedRates } from '../changes.ts';
import { createFixings } from '../fixings.ts';
import { createLocalState, ratesWith } from '../local-state.ts';
import type { PollRecord } from '../poll-record.ts';
import { type Edit, newEpoch, type Store } from '../store.ts';
import { createKeeping } from './keeping.ts';
import type { StateFiles } from './state-files.ts';

export interface EmbeddedStoreDeps {
  /** `null` = memory only. */
  files: StateFiles | null;
  log: Log;
  now?: () => Date;
}

/** Opens the embedded store with the state of its files. Throws `store-unavailable` when they cannot be read. */
export async function createEmbeddedStore({
  files,
  log,
  now = () => new Date(),
}: EmbeddedStoreDeps): Promise<Store> {
  const found = await files?.load();
  for (const path of found?.putAside ?? []) log.error({ path }, 'kept state was unreadable and is put aside');

  const first: Snapshot = found?.snapshot ?? {
    epoch: newEpoch(),
    seq: 0,
    asOf: now().toISOString(),
    quote: 'USD',
    rates: [],
  };
  const fixings = createFixings(found?.fixings);
  const view = createLocalState(fixings);
  view.begin(first, []);
  const records = new Map<string, PollRecord>();
  const turn = createTurn();
  const keeping = createKeeping({ files, fixings, log, foundEpoch: found?.snapshot?.epoch ?? null });
  let closed = false;

  async function take(edit: Edit): Promise<Update | null> {
    if (closed) throw new TickerError('lease-lost', 'the store is closed');
    const shown = view.snapshot() ?? first;
    const commit = edit({ snapshot: shown, history: fixings.list });
    const changed = commit === null ? [] : changedRates(commit, shown);
    const fresh = commit?.fixings.filter((fixing) => fixings.put(fixing)) ?? [];
    if (fresh.length > 0) keeping.noteHistory();
    if (changed.length === 0) {
      // Each edit tries the disk again: the clock runs one every minute.
      if (fresh.length > 0 || !keeping.isDurable()) await keeping.keep(shown);
      return null;
    }
    const rates = ratesWith(shown.rates, changed);
    const next = { ...shown, seq: shown.seq + 1, asOf: now().toISOString(), rates };
    const isKept = await keeping.keep(next);
    // New rates are published although they cannot be saved. After a restart the old file would then lead to the same
    // positions for other rates. A new epoch, which is not on the disk, prevents this.
    const isLost = !isKept && next.epoch === keeping.epoch();
    const { seq, asOf } = next;
    const epoch = isLost ? newEpoch() : next.epoch;
    const update: Update = { epoch, seq, asOf, rates: isLost ? rates : changed };
    view.show(update);
    return update;
  }

  const change = (edit: Edit) => turn.take(() => take(edit));
  const record = async (record: PollRecord) => void records.set(record.source, record);
  const store: Store = {
    view,
    snapshot: () => view.whenShown(),
    change,
    commit: (commit) => change(() => commit),
    history: async (query) => fixings.list(query),
    record,
    records: async () => [...records.values()],
    campaign(onTerm) {
      const over = new AbortController();
      onTerm({ store: storeUntil(over.signal, store), over: over.signal });
      return async () => over.abort();
    },
    health: () => ({ isUp: keeping.isDurable(), leader: 'this process', changesBehind: 0, behindMs: 0 }),
    async close() {
      await turn.take(async () => {
        if (!keeping.isDurable()) await keeping.keep(view.snapshot() ?? first);
        closed = true;
      });
      await files?.close();
    },
  };
  return store;
}

/** The store for a leader: after the end of the term it refuses changes. */
function storeUntil(over: AbortSignal, store: Store): Store {
  const checkTerm = () => {
    if (over.aborted) throw new TickerError('lease-lost', 'the term is over');
  };
  const change: Store['change'] = (edit) =>
    store.change((current) => {
      checkTerm();
      return edit(current);
    });
  return {
    ...store,
    change,
    commit: (commit) => change(() => commit),
    async record(record) {
      checkTerm();
      await store.record(record);
    },
  };
}
