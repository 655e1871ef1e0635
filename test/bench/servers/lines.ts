// bench: how a server under test is driven: by lines on stdin, with its answers on stdout.
import { createInterface } from 'node:readline';
import { setImmediate as nextTurn } from 'node:timers/promises';

/** The message that every way sends, and the object that it is made of. */
export interface Change {
  type: 'update';
  epoch: string;
  seq: number;
  asOf: string;
  rates: Record<string, string>[];
}

/** A change of about 160 bytes as JSON. */
export function changeOf(seq: number): Change {
  const rates = [{ base: 'KGS', rate: `0.01143${String(seq).padStart(7, '0')}` }];
  return { type: 'update', epoch: 'abcdef012345', seq, asOf: new Date().toISOString(), rates };
}

export interface Commands {
  /** One change to everybody; resolves when it is written. */
  change(seq: number): Promise<void> | void;
  /** All of them within one turn. */
  burst?(seqs: number[]): Promise<void> | void;
}

/** Says where it listens, then does what it is told. */
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
