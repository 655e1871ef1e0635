// test: the whole topology as processes of this machine: redis-server, replicas of the built service, nginx in front.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort, type RedisServer, startRedis } from '../redis/servers.ts';
import { until } from '../until.ts';
import { type ServiceChild, startChild } from './child.ts';

export interface Stack {
  /** The address of nginx, the entry. */
  origin: string;
  redis: RedisServer;
  /** The running replicas, by place. */
  replicas: ServiceChild[];
  /** Ends a replica like an orchestrator (SIGTERM) or a crash (SIGKILL), and starts it again on its port. */
  restart(place: number, signal: NodeJS.Signals): Promise<void>;
  stop(): Promise<void>;
}

const TEMPLATE = new URL('../../../deploy/nginx.conf', import.meta.url);

/**
 * Starts it on free ports and waits until every replica is ready. `listenPort` is nginx's port. `redisSettings`
 * decide whether Redis keeps its data over a restart.
 */
export async function startStack(
  count: number,
  env: Record<string, string> = {},
  listenPort?: number,
  redisSettings: readonly string[] = ['--appendonly', 'yes'],
): Promise<Stack> {
  const redis = await startRedis(redisSettings);
  const settings = { REDIS_URL: `redis://127.0.0.1:${redis.port}`, TRUSTED_PROXIES: '127.0.0.1', ...env };
  const ports = await Promise.all(Array.from({ length: count }, freePort));
  const startReplica = (port: number) => startChild({ ...settings, PORT: String(port) });
  const replicas = await Promise.all(ports.map(startReplica));
  const nginx = await startNginx(listenPort ?? (await freePort()), ports);
  const isReady = async (origin: string) => (await fetch(`${origin}/readyz`).catch(() => null))?.ok === true;
  for (const { origin } of [...replicas, nginx]) await until(`${origin} ready`, () => isReady(origin));
  return {
    origin: nginx.origin,
    redis,
    replicas,
    async restart(place, signal) {
      await replicas[place]?.end(signal);
      const replica = await startReplica(ports[place] ?? 0);
      replicas[place] = replica;
      await until(`${replica.origin} ready`, () => isReady(replica.origin));
    },
    async stop() {
      await nginx.stop();
      await Promise.all(replicas.map((replica) => replica.end()));
      await redis.remove();
    },
  };
}

async function startNginx(port: number, replicas: readonly number[]) {
  const dir = await mkdtemp(join(tmpdir(), 'ticker-nginx-'));
  const servers = replicas.map((it) => `server 127.0.0.1:${it} max_fails=0;`).join(' ');
  const template = await readFile(TEMPLATE, 'utf8');
  const values: Record<string, string> = { LISTEN: `127.0.0.1:${port}`, SERVERS: servers };
  const config = template.replace(/\$\{(LISTEN|SERVERS)\}/g, (_place, name: string) => values[name] ?? '');
  await writeFile(join(dir, 'nginx.conf'), config);
  const directives = `daemon off; pid ${join(dir, 'nginx.pid')};`;
  const child = spawn('nginx', ['-p', dir, '-c', join(dir, 'nginx.conf'), '-g', directives], {
    env: { PATH: `${process.env.PATH}:/usr/sbin` },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let errors = '';
  child.stderr.on('data', (chunk) => {
    errors = (errors + String(chunk)).slice(-10_000);
  });
  const origin = `http://127.0.0.1:${port}`;
  await until('nginx', async () => {
    if (child.exitCode !== null) throw new Error(`nginx ended: ${errors}`);
    return (await fetch(`${origin}/healthz`).catch(() => null)) !== null;
  });
  return {
    origin,
    async stop() {
      const ended = once(child, 'exit');
      child.kill('SIGTERM');
      await ended;
      await rm(dir, { recursive: true, force: true });
    },
  };
}
