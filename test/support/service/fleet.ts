// test: several replicas of the built service on one Redis, with one seed file or one bank that the test edits.
import { WebSocket } from 'ws';
import type { Snapshot } from '../../../src/rates/wire.ts';
import { openSeedFile } from '../banks/seed-file.ts';
import { until } from '../until.ts';
import { type ServiceChild, startChild } from './child.ts';

export interface Fleet {
  replicas: ServiceChild[];
  /** Prints the next figure, which the leader publishes. Returns the figure. */
  publish(): Promise<string>;
  /** Starts another replica in place of an ended one. */
  replace(place: number): Promise<void>;
  /** Waits for a leader, and returns its place. */
  leader(): Promise<number>;
  snapshotOf(place: number): Promise<Snapshot>;
  /** Waits until all running replicas show the newest figure at one position. Returns the time that it took. */
  untilEqual(): Promise<number>;
  stop(): Promise<void>;
}

/**
 * Starts replicas in parallel. `print` puts a figure where they read it; without it they read their own seed file.
 */
export async function startFleet(
  count: number,
  env: Record<string, string>,
  print?: (figure: string) => void,
): Promise<Fleet> {
  const seed = print === undefined ? await openSeedFile() : null;
  let step = 0;
  let newest = '';

  async function publish(): Promise<string> {
    step += 1;
    newest = `87.${String(step).padStart(4, '0')}`;
    print?.(newest);
    await seed?.print(newest);
    return newest;
  }
  await publish();
  const settings = { ...seed?.env, RATE_LIMIT: '0', ...env };
  const start = () => startChild(settings);
  const replicas = await Promise.all(Array.from({ length: count }, start));
  const living = () =>
    replicas.filter(({ process }) => process.exitCode === null && process.signalCode === null);

  async function snapshotAt({ origin }: ServiceChild): Promise<Snapshot> {
    return (await (await fetch(`${origin}/rates`)).json()) as Snapshot;
  }

  return {
    replicas,
    publish,
    async replace(place) {
      replicas[place] = await start();
    },
    async leader() {
      let place = -1;
      await until('a leader', async () => {
        const leading = await Promise.all(replicas.map((it) => leads(it)));
        place = leading.indexOf(true);
        return place !== -1;
      });
      return place;
    },
    snapshotOf: (place) => snapshotAt(replicas[place] as ServiceChild),
    async untilEqual() {
      const started = performance.now();
      await until(`all show ${newest}`, async () => {
        const shown = await Promise.all(living().map((it) => snapshotAt(it).catch(() => null)));
        const [first] = shown;
        return shown.every((it) => it?.rates?.[0]?.inverse === newest && isSame(it, first ?? null));
      });
      return performance.now() - started;
    },
    async stop() {
      for (const it of living()) it.process.kill('SIGCONT');
      await Promise.all(replicas.map((it) => it.end('SIGKILL')));
      await seed?.remove();
    },
  };
}

const isSame = (a: Snapshot | null, b: Snapshot | null) => a?.epoch === b?.epoch && a?.seq === b?.seq;

/** Whether a replica reports that it leads; an ended or stopped one does not. */
export async function leads({ opsOrigin, process }: ServiceChild): Promise<boolean> {
  return process.exitCode === null && (await metric({ opsOrigin }, 'ticker_leads')) === 1;
}

/** One value of a replica's metrics, summed over all labels; NaN when it does not answer within a second. */
export async function metric({ opsOrigin }: Pick<ServiceChild, 'opsOrigin'>, name: string): Promise<number> {
  try {
    const answer = await fetch(`${opsOrigin}/metrics`, { signal: AbortSignal.timeout(1_000) });
    const lines = (await answer.text()).split('\n').filter((line) => line.replace(/[{ ].*/, '') === name);
    return lines.reduce((sum, line) => sum + Number(line.split(' ').at(-1)), 0);
  } catch {
    return Number.NaN;
  }
}

export interface Watch {
  /** Requests without a 200 with rates, and the p99 of all, in milliseconds. */
  end(): Promise<{ requests: number; failed: number; p99Ms: number }>;
}

const ASK_MS = 20;

/** Requests the rates from each origin in turn, fifty times a second, until it is ended. */
export function watchRates(replicas: readonly Pick<ServiceChild, 'origin'>[]): Watch {
  const times: number[] = [];
  let failed = 0;
  let turn = 0;
  let ended = false;
  const asking = (async () => {
    while (!ended) {
      const origin = replicas[turn++ % replicas.length]?.origin ?? '';
      const started = performance.now();
      try {
        const answer = await fetch(`${origin}/rates`, { signal: AbortSignal.timeout(5_000) });
        const { rates } = (await answer.json()) as Snapshot;
        if (answer.status !== 200 || rates.length === 0) failed += 1;
      } catch {
        failed += 1;
      }
      times.push(performance.now() - started);
      await new Promise((resolve) => setTimeout(resolve, ASK_MS));
    }
  })();
  return {
    async end() {
      ended = true;
      await asking;
      const sorted = times.sort((a, b) => a - b);
      return {
        requests: times.length,
        failed,
        p99Ms: sorted[Math.floor(sorted.length * 0.99)] ?? Number.NaN,
      };
    },
  };
}

export interface Streams {
  /** The positions of each stream's messages, `epoch:seq`. */
  heard: string[][];
  /** Streams that the service closed. */
  dropped(): number;
  close(): void;
}

/** Opens streams, distributed over the replicas. */
export async function openStreams(replicas: readonly ServiceChild[], each: number): Promise<Streams> {
  const heard: string[][] = [];
  let dropped = 0;
  let closing = false;
  const sockets = replicas.flatMap(({ port }) =>
    Array.from({ length: each }, () => {
      const positions: string[] = [];
      heard.push(positions);
      const socket = new WebSocket(`ws://127.0.0.1:${port}/ws`);
      socket.on('message', (data) => {
        const message = JSON.parse(String(data)) as { type: string; epoch: string; seq: number };
        if (message.type === 'snapshot' || message.type === 'update')
          positions.push(`${message.epoch}:${message.seq}`);
      });
      socket.on('close', () => {
        if (!closing) dropped += 1;
      });
      socket.on('error', () => {});
      return socket;
    }),
  );
  await until('the streams', () => heard.every((positions) => positions.length > 0));
  return {
    heard,
    dropped: () => dropped,
    close() {
      closing = true;
      for (const socket of sockets) socket.terminate();
    },
  };
}
