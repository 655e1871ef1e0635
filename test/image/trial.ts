// image: the checks of the running containers: their permissions, and service without a gap after a killed leader.
import { setTimeout as sleep } from 'node:timers/promises';
import type { Snapshot } from '../../src/rates/wire.ts';
import { until } from '../support/until.ts';
import type { Containers } from './containers.ts';
import type { Engine } from './engine.ts';

export interface Row {
  what: string;
  found: string;
  passed: boolean;
}

export interface Built {
  image: string;
  version: string;
  revision: string;
}

const REPLICAS = ['ticker-1', 'ticker-2'];
/** After a kill another replica leads within nine seconds; 100 requests a tenth of a second apart take longer. */
const REQUESTS = 100;
/** Nine seconds, and the time of a command inside a container. */
const FOLLOWED_S = 12;
const PAUSE_MS = 100;

/** Runs all checks, the kill of the leader last but one. */
export async function tryTopology(engine: Engine, containers: Containers, built: Built): Promise<Row[]> {
  const rows = [await labels(engine, built), await size(engine, built.image)];
  for (const { name } of containers.services)
    rows.push(await confinement(engine, containers.named(name), name));
  rows.push(await rates(containers.origin), await picture(containers.origin));
  rows.push(...(await leaderKilled(engine, containers)));
  return rows;
}

async function labels(engine: Engine, { image, version, revision }: Built): Promise<Row> {
  const told = await engine.call(
    'image',
    'inspect',
    '--format',
    '{{json .Config.Labels}} {{.Config.User}}',
    image,
  );
  const due = [`"org.opencontainers.image.version":"${version}"`, revision, 'licenses":"MIT"', '1000:1000'];
  const absent = due.filter((text) => !told.includes(text));
  return {
    what: 'labels and user',
    found: absent.length === 0 ? 'as due' : told,
    passed: absent.length === 0,
  };
}

async function size(engine: Engine, image: string): Promise<Row> {
  const bytes = async (name: string) =>
    Number(await engine.call('image', 'inspect', '--format', '{{.Size}}', name));
  const base = await engine.call(
    ...[
      'image',
      'inspect',
      '--format',
      '{{index .Config.Labels "org.opencontainers.image.base.name"}}',
      image,
    ],
  );
  const addedMb = ((await bytes(image)) - (await bytes(base))) / 1e6;
  // Measured: 25 MB, 4 MB of them the painter of pictures. A build with its tools adds ten times as much.
  return { what: 'size', found: `${addedMb.toFixed(1)} MB more than ${base}`, passed: addedMb < 40 };
}

/** Not root and not able to become root, without capabilities, and with a read-only file system. */
async function confinement(engine: Engine, container: string, name: string): Promise<Row> {
  const status = await engine.call('exec', container, 'cat', '/proc/1/status');
  const field = (key: string) => new RegExp(`^${key}:\\s+(\\S+)`, 'm').exec(status)?.[1] ?? '';
  const writes = await engine.succeeds(container, ['sh', '-c', 'touch /etc/written || touch /written']);
  const found = `uid ${field('Uid')}, capabilities ${field('CapEff')}, NoNewPrivs ${field('NoNewPrivs')}, writes ${writes}`;
  const passed =
    field('Uid') !== '0' && /^0+$/.test(field('CapEff')) && field('NoNewPrivs') === '1' && !writes;
  return { what: `${name} is confined`, found, passed };
}

async function rates(origin: string): Promise<Row> {
  // Healthy means alive; rates appear after the first leader has written them.
  await until('ready', async () => (await fetch(`${origin}/readyz`)).ok);
  const answer = await fetch(`${origin}/rates`);
  const { rates: shown } = (await answer.json()) as Snapshot;
  const found = `${answer.status}, ${shown.map((it) => it.base).join(' ')}`;
  return { what: 'rates through nginx', found, passed: found === '200, KGS KZT TJS UZS TMT' };
}

/** The painter of PNG is native code for one processor and one C library, so the image must have the right one. */
async function picture(origin: string): Promise<Row> {
  const answer = await fetch(`${origin}/rates.png?width=320&scale=1`);
  const signature = Buffer.from(await answer.arrayBuffer()).toString('latin1', 1, 4);
  const found = `${answer.status}, ${signature}`;
  return { what: 'a picture through nginx', found, passed: found === '200, PNG' };
}

async function leaderKilled(engine: Engine, { named, origin }: Containers): Promise<Row[]> {
  const leads = (name: string) => engine.succeeds(named(name), ['node', '-e', LEADS]);
  let leader: string | undefined;
  await until('a leader', async () => {
    for (const name of REPLICAS) if (await leads(name)) leader = name;
    return leader !== undefined;
  });
  const other = REPLICAS.find((name) => name !== leader) ?? '';
  const before = await snapshot(origin);
  await engine.call('kill', '--signal', 'KILL', named(leader ?? ''));
  const killedAt = performance.now();
  const [{ failed, slowestMs }, followedS] = await Promise.all([
    askOften(origin),
    until('another leader', () => leads(other)).then(() => (performance.now() - killedAt) / 1000),
  ]);
  await until('a rate of the new leader', async () => (await snapshot(origin)).seq > before.seq);
  const after = await snapshot(origin);
  await engine.call('stop', '--time', '20', named(other));
  const exit = await engine.call('inspect', '--format', '{{.State.ExitCode}}', named(other));
  return [
    {
      what: `${leader} killed`,
      found: `${failed} of ${REQUESTS} requests failed, the slowest took ${slowestMs.toFixed(0)} ms`,
      passed: failed === 0,
    },
    {
      what: `${other} leads`,
      found: `by ${followedS.toFixed(1)} s at most, epoch ${before.epoch === after.epoch ? 'kept' : 'new'}`,
      passed: before.epoch === after.epoch && followedS < FOLLOWED_S,
    },
    { what: `${other} stopped`, found: `exit code ${exit}`, passed: exit === '0' },
  ];
}

async function askOften(origin: string): Promise<{ failed: number; slowestMs: number }> {
  let failed = 0;
  let slowestMs = 0;
  for (let count = 0; count < REQUESTS; count += 1) {
    const askedAt = performance.now();
    const ok = await fetch(`${origin}/rates`).then(
      async (answer) => answer.ok && (await answer.text()) !== '',
      () => false,
    );
    if (!ok) failed += 1;
    slowestMs = Math.max(slowestMs, performance.now() - askedAt);
    await sleep(PAUSE_MS);
  }
  return { failed, slowestMs };
}

async function snapshot(origin: string): Promise<Snapshot> {
  return (await (await fetch(`${origin}/rates`)).json()) as Snapshot;
}

/** Runs inside a replica, because its operators' port is not published. */
const LEADS = `fetch('http://127.0.0.1:9464/metrics').then((it) => it.text())
  .then((text) => process.exit(/^ticker_leads 1$/m.test(text) ? 0 : 1))`;
