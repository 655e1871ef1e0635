// attack: invalid frames, floods of pings, messages that are too long, text that is not UTF-8.

import type { FaultRow } from '../support/fault/table.ts';
import { percentile } from '../support/percentile.ts';
import { startChild } from '../support/service/child.ts';
import { clientFrame, openRaw } from './raw.ts';

const text = (bytes: Buffer | string) => clientFrame(0x81, Buffer.from(bytes));

/** The sent bytes, and the expected close code. */
export const GARBAGE: [name: string, code: number, bytes: Buffer][] = [
  ['a reserved bit', 1002, clientFrame(0xc1, Buffer.from('{}'))],
  ['an unknown opcode', 1002, clientFrame(0x83, Buffer.from('{}'))],
  ['a frame without a mask', 1002, Buffer.from([0x81, 2, 0x7b, 0x7d])],
  ['a ping in pieces', 1002, clientFrame(0x09, Buffer.from('x'))],
  ['a ping of 126 bytes', 1002, clientFrame(0x89, Buffer.alloc(126))],
  ['the middle of a message that never began', 1002, clientFrame(0x80, Buffer.from('{}'))],
  ['a close code that does not exist', 1002, clientFrame(0x88, Buffer.from([0, 5]))],
  ['a length of 2^62', 1009, Buffer.from([0x81, 0xff, 0x40, 0, 0, 0, 0, 0, 0, 0])],
  ['a message of 1,025 bytes', 1009, text('x'.repeat(1_025))],
  ['a message of 1 MB', 1009, text(Buffer.alloc(1 << 20, 'x'))],
  [
    'a message of 1 MB in pieces',
    1009,
    Buffer.concat(
      Array.from({ length: 1_024 }, (_, i) => clientFrame(i === 0 ? 1 : 0, Buffer.alloc(1_000, 'x'))),
    ),
  ],
  ['bytes that are no UTF-8', 1007, text(Buffer.from([0xff, 0xfe, 0xfd]))],
  ['half a character', 1007, text(Buffer.from('сом').subarray(0, 3))],
  ['a binary message', 1003, clientFrame(0x82, Buffer.from([1, 2, 3]))],
  [
    'ten thousand pings',
    1008,
    Buffer.concat(Array.from({ length: 10_000 }, () => clientFrame(0x89, Buffer.alloc(0)))),
  ],
  [
    'a thousand subscribes',
    1008,
    Buffer.concat(Array.from({ length: 1_000 }, () => text('{"type":"subscribe","codes":["KGS"]}'))),
  ],
  ['ten words of nonsense', 1008, Buffer.concat(Array.from({ length: 10 }, () => text('nonsense')))],
];

/** Opens `count` connections and returns how each kind ended. */
export async function throwGarbage(count: number, limitMs = 1_000): Promise<FaultRow> {
  const service = await startChild({ MAX_CLIENTS_PER_ADDRESS: '20000' });
  const bystander = await openRaw(service.port);
  const wrong: string[] = [];
  const took: number[] = [];
  // A hundred at once, so that they do not wait for each other in this process.
  for (let begun = 0; begun < count; begun += 100) {
    await Promise.all(
      Array.from({ length: Math.min(100, count - begun) }, async (_, index) => {
        const [name, due, bytes] = GARBAGE[(begun + index) % GARBAGE.length] ?? ['', 0, Buffer.alloc(0)];
        const peer = await openRaw(service.port);
        peer.send(bytes);
        const { code, afterMs } = await peer.ended;
        took.push(afterMs);
        if (code !== due) wrong.push(`${name}: ${code} instead of ${due}`);
      }),
    );
  }
  const isAlive = service.process.exitCode === null && !bystander.socket.destroyed;
  const exitCode = await service.end();
  const slowest = Math.max(...took);
  const codes = wrong.length === 0 ? 'every close code right' : [...new Set(wrong)].slice(0, 3).join('; ');
  return {
    id: 'C6',
    fault: `${count} connections of garbage of ${GARBAGE.length} kinds`,
    measured: `${codes}; closed within ${slowest.toFixed(0)} ms (p99 ${percentile(took, 0.99).toFixed(0)}); exit ${exitCode}`,
    due: '0 exits, the right close code, closed within 1 s',
    passed: wrong.length === 0 && isAlive && exitCode === 0 && slowest <= limitMs,
  };
}

export const run = async (): Promise<FaultRow[]> => [await throwGarbage(1_000)];
