// serve: threads that paint SVG as PNG, one picture at a time.
import { Worker } from 'node:worker_threads';
import { builtFile } from '../../built.ts';

/** The task of a thread. Its answer is `Painted`. */
export interface Order {
  svg: string;
  /** Pixels of PNG for each of SVG. */
  scale: number;
}
export type Painted = { png: Uint8Array } | { fault: string };

export interface Painter {
  /** Whether the queue is full. */
  isFull(): boolean;
  /** Resolves to the PNG, or to `null` when it waited too long. Rejects when it cannot be painted. */
  paint(order: Order): Promise<Uint8Array<ArrayBuffer> | null>;
}

interface Waiting {
  order: Order;
  sinceMs: number;
  resolve(png: Uint8Array<ArrayBuffer> | null): void;
  reject(fault: Error): void;
}

/** The built script, also when this file runs from `src`: Node 20 runs no TypeScript in a thread. */
const SCRIPT = builtFile('painter.worker.js');
/** With 100 ms for each and a pause of the same length after it, the last one waits for three seconds. */
export const MAX_WAITING = 16;
/** On a busy machine painting takes longer. Programs that show previews of links have stopped waiting by then. */
const MAX_WAIT_MS = 5_000;
/** Thirty times the time of the largest picture. */
const DEADLINE_MS = 10_000;

/**
 * Paints one picture at a time. After each one it pauses for as long as the painting took. So invented queries, each of
 * which is a new picture, use half of one core at most.
 */
export function createPainter(now: () => number = () => performance.now()): Painter {
  const waiting: Waiting[] = [];
  let isBusy = false;

  async function work(): Promise<void> {
    const startedMs = now();
    let next = waiting.shift();
    while (next !== undefined && startedMs - next.sinceMs > MAX_WAIT_MS) {
      next.resolve(null);
      next = waiting.shift();
    }
    isBusy = next !== undefined;
    if (next === undefined) return;
    const painted = await paintInThread(next.order);
    if ('png' in painted) next.resolve(new Uint8Array(painted.png));
    else next.reject(new Error(`the picture was not painted: ${painted.fault}`));
    setTimeout(() => void work(), now() - startedMs).unref();
  }

  return {
    isFull: () => waiting.length >= MAX_WAITING,
    paint: (order) =>
      new Promise((resolve, reject) => {
        waiting.push({ order, sinceMs: now(), resolve, reject });
        if (!isBusy) void work();
      }),
  };
}

/**
 * Paints in a thread, because painting takes 20 to 300 ms and would delay all other answers. Each picture gets a new
 * thread, which takes 40 ms to start: a permanent one keeps the memory of all its pictures, 800 MB after forty of the
 * largest.
 */
function paintInThread(order: Order): Promise<Painted> {
  return new Promise((resolve) => {
    const worker = new Worker(SCRIPT, { workerData: order });
    // A painting thread does not delay the end of the process.
    worker.unref();
    const late = setTimeout(
      () => end({ fault: `not finished within ${DEADLINE_MS} ms` }),
      DEADLINE_MS,
    ).unref();
    const end = (painted: Painted) => {
      clearTimeout(late);
      void worker.terminate();
      resolve(painted);
    };
    worker.once('message', end);
    worker.once('error', (error) => end({ fault: String(error) }));
    worker.once('exit', () => end({ fault: 'the thread ended without a result' }));
  });
}
