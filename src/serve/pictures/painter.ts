// serve: threads that paint SVG as PNG, one picture at a time.
import { Worker } from 'node:worker_threads';

/** What a thread is told, and what it answers. */
export interface Order {
  svg: string;
  /** Pixels of PNG for each of SVG. */
  scale: number;
}
export type Painted = { png: Uint8Array } | { fault: string };

export interface Painter {
  /** Whether too many wait for another one. */
  isFull(): boolean;
  /** The PNG, or `null` when its turn came too late. Rejects when it cannot be painted. */
  paint(order: Order): Promise<Uint8Array<ArrayBuffer> | null>;
}

interface Waiting {
  order: Order;
  sinceMs: number;
  resolve(png: Uint8Array<ArrayBuffer> | null): void;
  reject(fault: Error): void;
}

/** As built, from src too: Node 20 runs no TypeScript in a thread. */
const SCRIPT = new URL('../../../dist/serve/pictures/painter.worker.js', import.meta.url);
/** At 100 ms each, and as long a rest after each, the last one waits for three seconds. */
const MAX_WAITING = 16;
/** On a busy machine they take longer. Who shows a preview of a link has given up by then. */
const MAX_WAIT_MS = 5_000;
/** Thirty times what the largest picture takes. */
const DEADLINE_MS = 10_000;

/**
 * After each picture it rests for as long as that took: invented queries, each of which is a picture nobody has, take
 * half of one core at most.
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
    else next.reject(new Error(`a picture was not painted: ${painted.fault}`));
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
 * In a thread, since it takes 20 to 300 ms in which nobody else would be answered; in a new one each time, which takes
 * 40 ms: one that stays keeps the pixels of all its pictures, 800 MB after forty of the largest.
 */
function paintInThread(order: Order): Promise<Painted> {
  return new Promise((resolve) => {
    const worker = new Worker(SCRIPT, { workerData: order });
    // It keeps no process alive that wants to end.
    worker.unref();
    const late = setTimeout(() => end({ fault: `not done within ${DEADLINE_MS} ms` }), DEADLINE_MS).unref();
    const end = (painted: Painted) => {
      clearTimeout(late);
      void worker.terminate();
      resolve(painted);
    };
    worker.once('message', end);
    worker.once('error', (error) => end({ fault: String(error) }));
    worker.once('exit', () => end({ fault: 'the thread has ended' }));
  });
}
