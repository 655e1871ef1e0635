// publish: the reports of the selected sources, in their order.
import type { SourceReport } from '../rates/wire.ts';
import type { Store } from '../store/store.ts';

/** A shared store may contain reports of more sources than are selected here. */
export function createReports(
  store: Pick<Store, 'records'>,
  sources: readonly string[],
): () => Promise<SourceReport[]> {
  return async () => {
    const all = await store.records();
    return sources.flatMap((id) => all.find(({ report }) => report.id === id)?.report ?? []);
  };
}
