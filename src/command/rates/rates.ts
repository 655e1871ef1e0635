// command: `silk-ticker rates`: the rates of any server as a table, once or until it is stopped.
import { TickerError } from '../../errors.ts';
import type { Rate, Snapshot } from '../../rates/wire.ts';
import { askServer, detailOf, snapshotOf } from '../server.ts';
import { jsonText, type Output, paintFor, widthOf } from '../terminal.ts';
import { tableOf } from './table.ts';
import { type Watch, watchRates } from './watch.ts';

export interface RatesCommand extends Watch {
  isWatched: boolean;
}

/**
 * Prints the rates; with `isWatched` until the signal of `untilSignal` is aborted. `untilSignal` is called only when
 * the table is about to be watched: before that Ctrl-C ends the process at once. Throws `client-refused` when the server
 * cannot be reached or does not serve a code.
 */
export async function showRates(
  command: RatesCommand,
  out: Output,
  untilSignal: () => AbortSignal,
): Promise<void> {
  const { src, codes, isWatched, isJson } = command;
  const answer = await askServer(src, codes.length === 0 ? '/rates' : `/rates?codes=${codes.join()}`);
  const snapshot = snapshotOf(answer);
  if (snapshot === undefined) {
    const why = answer.status === 200 ? 'the answer does not come from silk-ticker' : detailOf(answer);
    throw new TickerError('client-refused', `${src}: ${why}`);
  }
  if (isWatched) return watchRates(command, inOrder(snapshot, codes), out, untilSignal());
  if (isJson) out.write(`${jsonText(snapshot, 2)}\n`);
  else print(inOrder(snapshot, codes), out);
}

function print({ rates }: Snapshot, out: Output): void {
  const lines = tableOf(rates, { width: widthOf(out), paint: paintFor(out) });
  out.write(lines.map((line) => `${line}\n`).join(''));
}

/** The rates in the order of the requested codes. */
function inOrder(snapshot: Snapshot, codes: readonly string[]): Snapshot {
  const place = ({ base }: Rate) => codes.indexOf(base);
  return { ...snapshot, rates: [...snapshot.rates].sort((one, other) => place(one) - place(other)) };
}
