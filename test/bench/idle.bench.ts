// bench: the memory of an idle stream, and the saving of each omitted feature.
import { compile, OURS, OURS_SSE, SOCKET_IO, startPair, USUAL, type Way } from './crowd.ts';
import { printTable, type Row } from './table.ts';

const LISTENERS = Number(process.env.LISTENERS ?? 10_000);
const ROUNDS = 3;

const wsWith = (name: string, ...args: string[]): Way => ({ ...USUAL, name, server: 'idle', args });
const WAYS: Way[] = [
  wsWith('ws: closures a client, request kept, tracking, own pongs', 'closures', 'request', 'tracking'),
  wsWith('  without the request', 'closures', 'tracking'),
  wsWith('  and with shared handlers', 'tracking'),
  wsWith('  and without tracking and own pongs'),
  OURS,
  OURS_SSE,
  SOCKET_IO,
  wsWith('bare sockets of Node', 'tcp'),
];

export async function run(): Promise<void> {
  const binary = compile();
  const rows: Row[] = WAYS.map(({ name }) => ({ way: name, values: [] }));
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const [index, way] of WAYS.entries()) {
      // A first crowd creates everything that is created once: code, pools, the size of the heap.
      const few = await startPair(way, 100, binary);
      const base = await few.memory();
      await few.end();
      const many = await startPair(way, LISTENERS, binary);
      rows[index]?.values.push(((await many.memory()) - base) / LISTENERS / 1_024);
      await many.end();
    }
  }
  printTable(`Memory of one idle stream, ${LISTENERS} of them, after a collection`, 'KiB', rows);
}
