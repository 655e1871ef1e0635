// publish: the reports of the selected sources, in their order.
import type { HeldRow, Publisher, SourceReport } from '../rates/wire.ts';
import type { PollRecord, Store } from '../store/store.ts';

/**
 * Returns the function that reads the reports of the publishers, except of those that were never polled. A shared
 * store may contain records of more sources than are selected here.
 */
export function createReports(
  store: Pick<Store, 'records'>,
  publishers: readonly Publisher[],
): () => Promise<SourceReport[]> {
  return async () => {
    const records = await store.records();
    return publishers.flatMap((publisher) => {
      const record = records.find(({ source }) => source === publisher.id);
      return record === undefined ? [] : [reportOf(publisher, record)];
    });
  };
}

function reportOf(publisher: Publisher, { source: _id, held, ...results }: PollRecord): SourceReport {
  return { ...publisher, ...results, held: held.map(heldRow) };
}

function heldRow({ fixing, ...why }: PollRecord['held'][number]): HeldRow {
  const { code, date, printed, nominal, perDollar: read } = fixing;
  return { code, date, printed, nominal, read, ...why };
}
