// bench: changes to ten thousand listeners, one write each, compared with the usual ways and the limit.
import { BARE, compile, EPOLL, OURS, OURS_SSE, type Pair, SOCKET_IO, startPair, USUAL } from './crowd.ts';
import { printTable, type Row } from './table.ts';

const LISTENERS = Number(process.env.LISTENERS ?? 10_000);
const ROUNDS = 7;
const CHANGES = 10;
const BURST = 100;

/** All ways in turn, so that a disturbance of the machine affects all of them. */
async function interleave(
  pairs: readonly Pair[],
  rounds: number,
  measure: (pair: Pair) => Promise<number>,
): Promise<Row[]> {
  const rows: Row[] = pairs.map(({ way }) => ({ way: way.name, values: [] }));
  // The first round warms up the compilers and does not count.
  for (let round = -1; round < rounds; round += 1) {
    for (const [index, pair] of pairs.entries()) {
      const value = await measure(pair);
      if (round >= 0) rows[index]?.values.push(value);
    }
  }
  return rows;
}

export async function run(): Promise<void> {
  const binary = compile();
  const pairs: Pair[] = [];
  for (const way of [USUAL, SOCKET_IO, BARE, OURS, OURS_SSE, EPOLL]) {
    pairs.push(await startPair(way, LISTENERS, binary));
  }
  const cpu = new Map<Pair, number[]>(pairs.map((pair) => [pair, []]));
  const perSecond = await interleave(pairs, ROUNDS, async (pair) => {
    const round = await pair.round('go', CHANGES);
    cpu.get(pair)?.push((round.cpuMs * 1_000) / (LISTENERS * CHANGES));
    return (LISTENERS * CHANGES) / round.lastMs;
  });
  printTable(
    `${CHANGES} changes to ${LISTENERS} listeners, one write each`,
    'thousand messages a second',
    perSecond,
  );
  const cpuRows = pairs.map((pair) => ({ way: pair.way.name, values: (cpu.get(pair) ?? []).slice(1) }));
  printTable('User time of the server for one message', 'µs', cpuRows.slice(0, -1));
  const bursts = await interleave(pairs.slice(0, 4), 3, async (pair) => {
    const round = await pair.round('burst', BURST);
    return (LISTENERS * BURST) / round.lastMs;
  });
  printTable(`${BURST} changes within one turn`, 'thousand messages a second', bursts);
  for (const pair of pairs) await pair.end();
  await compareSelections(binary);
}

/** The same listeners, once with one selection and once with 31: only the frames are encoded per selection. */
async function compareSelections(binary: (name: string) => string): Promise<void> {
  const codes = ['KGS', 'KZT', 'TJS', 'UZS', 'TMT'];
  const selections = Array.from({ length: 31 }, (_, index) =>
    codes.filter((_code, bit) => ((index + 1) >> bit) & 1).join(),
  );
  const ways = [
    { ...OURS, name: 'one selection', args: ['all'] },
    { ...OURS, name: '31 selections', args: ['all'], paths: selections.map((list) => `/ws?codes=${list}`) },
  ];
  const pairs: Pair[] = [];
  for (const way of ways) pairs.push(await startPair(way, LISTENERS, binary));
  const rows = await interleave(
    pairs,
    ROUNDS,
    async (pair) => (await pair.round('go', CHANGES)).lastMs / CHANGES,
  );
  printTable(`A change of all five currencies to ${LISTENERS} listeners`, 'ms', rows);
  for (const pair of pairs) await pair.end();
}
