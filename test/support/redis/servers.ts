// test: real redis-server processes on free ports of this machine: a single one, with sentinels, and a cluster.
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { until } from '../until.ts';

export interface RedisServer {
  port: number;
  /** Starts it again on its port, with its data on the disk. */
  start(): Promise<void>;
  /** Sends a signal. SIGTERM saves nothing here; SIGKILL is a crash; SIGSTOP and SIGCONT return at once. */
  signal(signal: NodeJS.Signals): Promise<void>;
  /** Runs a command and returns the output of redis-cli. */
  cli(...args: string[]): Promise<string>;
  /** Ends it and removes its folder. */
  remove(): Promise<void>;
}

const run = promisify(execFile);

/** A free port, below the range from which the system takes ports. */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = 20_000 + Math.floor(Math.random() * 10_000);
    const server = createServer();
    const isFree = await new Promise<boolean>((resolve) => {
      server.once('error', () => resolve(false));
      server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
    });
    if (isFree) return port;
  }
}

/** One server with additional settings, such as `['--appendonly', 'yes']`. By default it saves nothing. */
export async function startRedis(settings: readonly string[] = []): Promise<RedisServer> {
  return startServer(await freePort(), (port, dir) => [
    ...['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--dir', dir],
    ...settings,
  ]);
}

async function startServer(
  port: number,
  argumentsFor: (port: number, dir: string) => string[],
): Promise<RedisServer> {
  const dir = await mkdtemp(join(tmpdir(), 'ticker-redis-'));
  let child: ChildProcess;
  const hasEnded = () => child.exitCode !== null || child.signalCode !== null;
  const cli = async (...args: string[]) => {
    const { stdout } = await run('redis-cli', ['-h', '127.0.0.1', '-p', String(port), ...args]);
    return stdout.trim();
  };

  async function start(): Promise<void> {
    child = spawn('redis-server', argumentsFor(port, dir), { stdio: 'ignore' });
    await until(`redis-server on ${port}`, async () => {
      if (hasEnded()) throw new Error(`redis-server on ${port} ended with ${child.exitCode}`);
      return (await cli('ping').catch(() => '')) === 'PONG';
    });
  }

  async function signal(signal: NodeJS.Signals): Promise<void> {
    if (hasEnded()) return;
    const ended = once(child, 'exit');
    child.kill(signal);
    if (signal !== 'SIGSTOP' && signal !== 'SIGCONT') await ended;
  }

  await start();
  return {
    port,
    start,
    signal,
    cli,
    async remove() {
      await signal('SIGKILL');
      await rm(dir, { recursive: true, force: true });
    },
  };
}

export interface Sentinels {
  url: string;
  master: RedisServer;
  replica: RedisServer;
  sentinels: RedisServer[];
  remove(): Promise<void>;
}

/** A master with a replica and some sentinels, which fail over after a second. */
export async function startSentinels(count = 3): Promise<Sentinels> {
  const master = await startRedis();
  const replica = await startRedis(['--replicaof', '127.0.0.1', String(master.port)]);
  await until('the replica', async () =>
    (await replica.cli('info', 'replication')).includes('link_status:up'),
  );
  const sentinels: RedisServer[] = [];
  for (let started = 0; started < count; started += 1) {
    const port = await freePort();
    const dir = await mkdtemp(join(tmpdir(), 'ticker-sentinel-'));
    const file = join(dir, 'sentinel.conf');
    const lines = [
      `port ${port}`,
      'bind 127.0.0.1',
      `sentinel monitor ticker 127.0.0.1 ${master.port} ${Math.floor(count / 2) + 1}`,
      'sentinel down-after-milliseconds ticker 1000',
      'sentinel failover-timeout ticker 5000',
    ];
    await writeFile(file, lines.join('\n'));
    sentinels.push(await startServer(port, () => [file, '--sentinel']));
  }
  await until('the sentinels', async () => {
    const views = await Promise.all(sentinels.map((it) => it.cli('info', 'sentinel')));
    return views.every((view) => view.includes(`slaves=1,sentinels=${count}`));
  });
  const hosts = sentinels.map((it) => `127.0.0.1:${it.port}`).join(',');
  return {
    url: `redis+sentinel://${hosts}/ticker`,
    master,
    replica,
    sentinels,
    async remove() {
      await Promise.all([...sentinels, master, replica].map((it) => it.remove()));
    },
  };
}

export interface RedisCluster {
  url: string;
  /** The current master of a key's slot. */
  masterOf(key: string): Promise<RedisServer>;
  nodes: RedisServer[];
  remove(): Promise<void>;
}

/** Three masters with a replica each, which fail over after a second. */
export async function startCluster(): Promise<RedisCluster> {
  const nodes: RedisServer[] = [];
  for (let count = 0; count < 6; count += 1) {
    const settings = ['--cluster-enabled', 'yes', '--cluster-node-timeout', '1000'];
    nodes.push(await startRedis([...settings, '--cluster-port', String(await freePort())]));
  }
  const hosts = nodes.map((it) => `127.0.0.1:${it.port}`);
  await run('redis-cli', ['--cluster', 'create', ...hosts, '--cluster-replicas', '1', '--cluster-yes']);
  await until('the cluster', async () => {
    const views = await Promise.all(nodes.map((it) => it.cli('cluster', 'info')));
    const replicas = await Promise.all(nodes.map((it) => it.cli('info', 'replication')));
    const linked = replicas.filter((view) => view.includes('master_link_status:up')).length;
    return linked === 3 && views.every((view) => view.includes('cluster_state:ok'));
  });
  return {
    url: `redis+cluster://${hosts.join(',')}`,
    nodes,
    async masterOf(key) {
      for (const node of nodes) {
        const answer = await node.cli('get', key).catch(() => 'MOVED');
        const isMaster = (await node.cli('info', 'replication').catch(() => '')).includes('role:master');
        if (isMaster && !answer.includes('MOVED')) return node;
      }
      throw new Error(`no master of ${key}`);
    },
    async remove() {
      await Promise.all(nodes.map((it) => it.remove()));
    },
  };
}
