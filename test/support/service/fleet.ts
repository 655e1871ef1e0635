// test: several replicas of the built service on one Redis, with one seed file or one bank that the test edits.
import type { Snapshot } from '../../../src/rates/wire.ts';
import { openSeedFile } from '../banks/seed-file.ts';
import { until } from '../until.ts';
import { type ServiceChild, startChild } from './child.ts';
import { metric } from './metric.ts';

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
