// bench: controls a server under test by lines on stdin; it answers on stdout.
import { createInterface } from 'node:readline';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Rate } from '../../../src/rates/wire.ts';
import { rateFor } from '../../support/figures.ts';

/** The message that all servers send, and its object. */
export interface Change {
  type: 'update';
  epoch: string;
  seq: number;
  asOf: string;
  rates: Rate[];
}

/** A rate that differs for each `seq`, complete: a store refuses any other. */
export const rateAt = (seq: number, code = 'KGS') => rateFor(code, `87.${String(seq).padStart(7, '0')}`);

/** A change of one rate, about 380 bytes as JSON. */
export function changeOf(seq: number): Change {
  const rates = [rateAt(seq)];
  return { type: 'update', epoch: 'abcdef012345', seq, asOf: new Date().toISOString(), rates };
}

export interface Commands {
  /** Sends one change to all listeners; resolves when it is written. */
  change(seq: number): Promise<void> | void;
  /** Sends all changes within one turn. */
  burst?(seqs: number[]): Promise<void> | void;
}

/** Prints its port, then follows the commands. */
export function obey(port: number, { change, burst }: Commands): void {
  let seq = 1;
  console.log(`port ${port}`);
  createInterface({ input: process.stdin }).on('line', async (line) => {
    const [command = '', text = '1'] = line.split(' ');
    if (command === 'memory') {
      for (let turn = 0; turn < 3; turn += 1) {
        globalThis.gc?.();
        await nextTurn();
      }
      return console.log(`memory ${process.memoryUsage.rss()}`);
    }
    const seqs = Array.from({ length: Number(text) }, () => ++seq);
    const before = process.cpuUsage();
    console.log(`started ${process.hrtime.bigint()}`);
    if (command === 'burst') await burst?.(seqs);
    else {
      for (const each of seqs) {
        await change(each);
        await nextTurn();
      }
    }
    const { user } = process.cpuUsage(before);
    return console.log(`cpu ${user}`);
  });
  process.stdin.on('end', () => process.exit(0));
}
