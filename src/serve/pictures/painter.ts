// serve: a thread that paints SVG as PNG, one picture at a time.
import { Worker } from 'node:worker_threads';

/** What the thread is told, and what it answers. */
export interface Order {
  svg: string;
  /** Pixels of PNG for each of SVG. */
  scale: number;
}
export type Painted = { png: Uint8Array } | { fault: string };

export interface Painter {
  /** The PNG, or `null` when too many wait. Rejects when it cannot be painted. */
  paint(order: Order): Promise<Uint8Array<ArrayBuffer>> | null;
}

interface Waiting extends Order {
  resolve(png: Uint8Array<ArrayBuffer>): void;
  reject(fault: Error): void;
}

/** As built, from src too: Node 20 runs no TypeScript in a thread. */
const SCRIPT = new URL('../../../dist/serve/pictures/painter.worker.js', import.meta.url);
/** At 50 ms each, and as long a rest after each, the last one waits for three seconds. */
const MAX_WAITING = 30;
/** The thread holds 20 MB and more: nobody asks for pictures any more. */
const IDLE_MS = 60_000;
/** A hundred times what the largest picture takes. */
const DEADLINE_MS = 10_000;

/**
 * Starts its thread with the first picture. After each it rests for as long as that took: invented queries, each of
 * which is a picture nobody has, take half of one core at most.
 */
export function createPainter(now: () => number = () => performance.now()): Painter {
  const waiting: Waiting[] = [];
  let isBusy = false;
  let worker: Worker | null = null;
  let answer: (painted: Painted) => void = () => {};
  let idle: NodeJS.Timeout | undefined;

  function stop(): void {
    const ended = worker;
    worker = null;
    void ended?.terminate();
  }

  function start(): Worker {
    const made = new Worker(SCRIPT);
    const isOurs = () => worker === made;
    made.on('message', (painted: Painted) => isOurs() && answer(painted));
    made.on('error', (error) => isOurs() && answer({ fault: String(error) }));
    made.on('exit', () => {
      if (!isOurs()) return;
      worker = null;
      answer({ fault: 'the thread has ended' });
    });
    // Neither a picture nor the wait for one keeps a process alive that wants to end.
    made.unref();
    return made;
  }

  function order(asked: Order): Promise<Painted> {
    worker ??= start();
    worker.postMessage(asked);
    return new Promise((resolve) => {
      const late = setTimeout(
        () => answer({ fault: `not painted within ${DEADLINE_MS} ms` }),
        DEADLINE_MS,
      ).unref();
      answer = (painted) => {
        clearTimeout(late);
        answer = () => {};
        if ('fault' in painted) stop();
        resolve(painted);
      };
    });
  }

  async function work(): Promise<void> {
    const next = waiting.shift();
    isBusy = next !== undefined;
    clearTimeout(idle);
    if (next === undefined) {
      idle = setTimeout(stop, IDLE_MS).unref();
      return;
    }
    const startedMs = now();
    const { svg, scale } = next;
    const painted = await order({ svg, scale });
    if ('png' in painted) next.resolve(new Uint8Array(painted.png));
    else next.reject(new Error(`a picture was not painted: ${painted.fault}`));
    setTimeout(() => void work(), now() - startedMs).unref();
  }

  return {
    paint(asked) {
      if (waiting.length >= MAX_WAITING) return null;
      return new Promise((resolve, reject) => {
        waiting.push({ ...asked, resolve, reject });
        if (!isBusy) void work();
      });
    },
  };
}
