// rehearsal: the disk of the single service becomes full, then has space again; then that service is killed.
import { execFile } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import type { Snapshot } from '../../../src/rates/wire.ts';
import type { ServiceChild } from '../../support/service/child.ts';
import { metric } from '../../support/service/metric.ts';
import type { Scene } from '../scene.ts';
import type { Stage } from '../stage.ts';
import { SHOWN_MS } from './banks.ts';

const run = promisify(execFile);

/**
 * Smaller than any state: each write of it fails in the middle, as on a full disk. The log is a pipe and is not
 * affected.
 */
const FULL_BYTES = 64;
const FULL_MS = 10_000;

/** A limit of the process, because a full disk needs root. Only the soft limit, so that it can be raised again. */
const limitFiles = (child: ServiceChild, soft: string) =>
  run('prlimit', [`--fsize=${soft}:unlimited`, '--pid', String(child.process.pid)]);

const kgsOf = async ({ origin }: ServiceChild) =>
  ((await (await fetch(`${origin}/rates/KGS`)).json()) as { inverse: string }).inverse;

export async function diskFull({ stage, mark, says, recovers }: Scene): Promise<void> {
  const alone = stage.alone();
  const { epoch } = (await (await fetch(`${alone.origin}/rates`)).json()) as Snapshot;
  await mark('The disk of the service that runs alone is full, and a bank prints.');
  await limitFiles(alone, String(FULL_BYTES));
  const lost = stage.printNext();
  await recovers('the change shown from memory', SHOWN_MS, async () => (await kgsOf(alone)) === lost);
  await says('disk', 'the full disk', {
    'the log': () => alone.lines.some((it) => it.level === 'error' && `${it.msg}`.includes('cannot be kept')),
    'the metrics': async () => (await metric(alone, 'ticker_store_up')) === 0,
    'a new epoch': async () =>
      ((await (await fetch(`${alone.origin}/rates`)).json()) as Snapshot).epoch !== epoch,
  });
  await sleep(FULL_MS);
  await mark('The disk has room again.');
  await limitFiles(alone, 'unlimited');
  const kept = stage.printNext();
  await recovers('the change after the full disk shown', SHOWN_MS, async () => (await kgsOf(alone)) === kept);
  await recovers(
    'the state kept again',
    SHOWN_MS,
    async () => (await metric(alone, 'ticker_store_up')) === 1,
  );
  await sleep(2_000);
}

/** After the readers have stopped: the saved state is there after a SIGKILL, before any bank is polled. */
export async function killedAlone(stage: Stage, { recovers }: Pick<Scene, 'recovers'>): Promise<void> {
  const before = (await (await fetch(`${stage.alone().origin}/rates`)).json()) as Snapshot;
  stage.bank.setFault({ kind: 'refuse' });
  await stage.restartAlone();
  await recovers('the service that runs alone as it was, after SIGKILL', SHOWN_MS, async () => {
    const after = (await (await fetch(`${stage.alone().origin}/rates`)).json()) as Snapshot;
    return after.epoch === before.epoch && JSON.stringify(after.rates) === JSON.stringify(before.rates);
  });
}
