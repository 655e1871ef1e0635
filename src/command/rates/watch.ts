// command: `silk-ticker rates --watch`: follows the rates with the package's own client.
import { connect, type SnapshotMessage, type UpdateMessage } from 'silk-ticker/client';
import type { Rate, Snapshot } from '../../rates/wire.ts';
import { canRedraw } from '../terminal.ts';
import { jsonView, lineView, type Shown, screenView, type WatchOutput } from './views.ts';

export interface Watch {
  /** Address of the service, without a slash at its end. */
  src: string;
  /** The codes to show, in this order; empty = all. */
  codes: readonly string[];
  isJson: boolean;
}

/** Follows the rates after `first` until `signal` is aborted. */
export async function watchRates(
  { src, codes, isJson }: Watch,
  first: Snapshot,
  out: WatchOutput,
  signal: AbortSignal,
): Promise<void> {
  const shown: Shown = {
    rates: first.rates,
    asOf: first.asOf,
    state: 'connecting',
    changed: new Set(),
  };
  const view = isJson ? jsonView(out) : canRedraw(out) ? screenView(src, shown, out) : lineView(shown, out);
  view.show({ type: 'snapshot', ...first });
  const take = (message: SnapshotMessage | UpdateMessage) => {
    const byCode = new Map(shown.rates.map((rate) => [rate.base, rate]));
    for (const rate of message.rates) byCode.set(rate.base, rate);
    shown.rates = message.type === 'snapshot' ? sorted(message.rates, shown.rates) : [...byCode.values()];
    shown.asOf = message.asOf;
    shown.changed = new Set(message.type === 'update' ? message.rates.map(({ base }) => base) : []);
    view.show(message);
  };
  const connection = connect({
    src,
    codes: codes.length === 0 ? undefined : codes,
    from: { epoch: first.epoch, seq: first.seq },
    onSnapshot: take,
    onUpdate: take,
    onState(state) {
      shown.state = state;
      if (!signal.aborted) view.show(undefined);
    },
  });
  await new Promise<void>((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener('abort', () => resolve());
  });
  connection.close();
  view.stop();
}

/** The rates of a snapshot in the order that is already shown. */
function sorted(rates: readonly Rate[], before: readonly Rate[]): Rate[] {
  const place = ({ base }: Rate) => before.findIndex((rate) => rate.base === base);
  return [...rates].sort((one, other) => place(one) - place(other));
}
