// poll: which past days may be filled: those before the published fixing and before a held figure.
import { addDays, type IsoDate, LAST_DAY } from '../../rates/date.ts';
import type { Code, Fixing } from '../../rates/fixing.ts';
import type { SelectedSource } from '../../sources/selection.ts';
import type { Store } from '../../store/store.ts';

/** The last day up to `to` that may be filled, for all codes of the source or for one. */
export async function lastOpenDay(
  { source, publishes }: SelectedSource,
  store: Store,
  to: IsoDate,
  code?: Code,
): Promise<IsoDate> {
  const codes = code === undefined ? publishes : [code];
  const published = (await store.snapshot()).rates.filter(
    (it) => it.source.id === source.id && codes.includes(it.base),
  );
  return published.map(({ date }) => addDays(date, -1)).reduce((last, day) => (day < last ? day : last), to);
}

/** The fixings that may be stored now: the published and the held figures may have changed since these were read. */
export async function amongOpenDays(
  selected: SelectedSource,
  store: Store,
  fixings: readonly Fixing[],
): Promise<Fixing[]> {
  const [first] = fixings;
  if (first === undefined) return [];
  const last = await lastOpenDay(selected, store, LAST_DAY, first.code);
  const record = (await store.records()).find((it) => it.source === selected.source.id);
  const waits = (it: Fixing) =>
    record?.held.some(({ fixing, firstDate }) => fixing.code === it.code && it.date >= firstDate) === true;
  return fixings.filter((it) => it.date <= last && !waits(it));
}
