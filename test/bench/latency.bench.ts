// bench: one change to ten thousand listeners: the time until the first and the last have it, and of /rates
// meanwhile.
import {
  BARE,
  compile,
  EPOLL,
  OURS,
  OURS_SSE,
  type Pair,
  type Round,
  SOCKET_IO,
  startPair,
  USUAL,
} from './crowd.ts';
import { printTable } from './table.ts';

const LISTENERS = Number(process.env.LISTENERS ?? 10_000);
const ROUNDS = 21;

export async function run(): Promise<void> {
  const binary = compile();
  const pairs: Pair[] = [];
  for (const way of [USUAL, SOCKET_IO, BARE, OURS, OURS_SSE, EPOLL]) {
    pairs.push(await startPair(way, LISTENERS, binary));
  }
  const rounds = new Map<Pair, Round[]>(pairs.map((pair) => [pair, []]));
  // All ways in turn; the first two rounds warm up the compilers and do not count. The server in C has no /rates.
  for (let round = -2; round < ROUNDS; round += 1) {
    for (const pair of pairs) {
      const one = await pair.round('go', 1, pair.way !== EPOLL);
      if (round >= 0) rounds.get(pair)?.push(one);
    }
  }
  const rows = (value: (round: Round) => number, of: readonly Pair[] = pairs) =>
    of.map((pair) => ({ way: pair.way.name, values: (rounds.get(pair) ?? []).map(value) }));
  printTable(
    `One change: the last of ${LISTENERS} listeners has it`,
    'ms',
    rows((round) => round.lastMs),
  );
  printTable(
    'The first has it',
    'ms',
    rows((round) => round.firstMs),
  );
  const slowest = rows((round) => round.slowestMs, pairs.slice(0, -1));
  printTable('Slowest GET /rates meanwhile', 'ms', slowest);
  for (const pair of pairs) await pair.end();
}
