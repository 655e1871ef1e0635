// fault: a bank whose answer does not end. The poll must end, and close its socket.

import { allPages, originsAt } from '../../support/banks/all-banks.ts';
import { type Fault, openBank, type Publisher } from '../../support/banks/bank.ts';
import type { FaultRow } from '../../support/fault/table.ts';
import { startWatched } from '../../support/service/watched.ts';
import { until } from '../../support/until.ts';

const LONGEST_MS = 10_500;
/** Closing takes a packet in each direction; the second is for a busy machine. */
const SOCKETS_MS = 1_000;

const CASES: readonly { id: string; publisher: Publisher; fault: string; kind: Fault }[] = [
  { id: 'S2a', publisher: 'nbk', fault: 'it hangs before its answer', kind: { kind: 'hang' } },
  { id: 'S2b', publisher: 'nbkr', fault: 'it hangs within its answer', kind: { kind: 'half' } },
  { id: 'S2c', publisher: 'nbt', fault: 'it drips a byte of the body a second', kind: { kind: 'drip' } },
  {
    id: 'S2d',
    publisher: 'cbu',
    fault: 'it sends a byte of the header a second',
    kind: { kind: 'drip', head: true },
  },
];

/** The rows of hanging banks, all at one service at once. */
export async function run(): Promise<FaultRow[]> {
  const well = await openBank(allPages());
  const banks = await Promise.all(CASES.map(() => openBank(allPages())));
  const origins = CASES.map(({ publisher }, index) => [
    `${publisher.toUpperCase()}_ORIGIN`,
    banks[index]?.origin ?? '',
  ]);
  const watched = await startWatched({ ...originsAt(well), ...Object.fromEntries(origins) });
  try {
    for (const { publisher } of CASES)
      await until(
        `${publisher} is polled without an error`,
        async () => (await watched.polls(publisher, 'changed')) > 0,
      );
    return await Promise.all(
      CASES.map(async ({ id, publisher, fault, kind }, index): Promise<FaultRow> => {
        const bank = banks[index] ?? well;
        bank.setFault(kind);
        const before = bank.requests().length;
        const { result, tookMs } = await watched.poll(publisher);
        const closedMs = await until('sockets closed', () => bank.sockets() === 0, SOCKETS_MS).catch(
          () => null,
        );
        return {
          id,
          fault,
          measured: `poll ${result} after ${tookMs} ms, ${bank.sockets()} sockets left at the bank`,
          due: `failed within ${LONGEST_MS} ms, 0`,
          // Before nine seconds it was not ended by the deadline.
          passed:
            result === 'failed' &&
            tookMs > 9_000 &&
            tookMs <= LONGEST_MS &&
            closedMs !== null &&
            bank.requests().length > before,
        };
      }),
    );
  } finally {
    await watched.child.end('SIGKILL');
    for (const bank of [well, ...banks]) await bank.close();
  }
}
