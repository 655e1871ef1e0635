import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { freePort, type RedisServer, startRedis } from '../../support/redis/servers.ts';
import { type ServiceChild, startChild } from '../../support/service/child.ts';
import { leads } from '../../support/service/fleet.ts';
import { metric } from '../../support/service/metric.ts';
import { until } from '../../support/until.ts';

const TOKEN = 'a token for the tests';

const servers: RedisServer[] = [];
const replicas: ServiceChild[] = [];
async function startReplica(env: Record<string, string>): Promise<ServiceChild> {
  const replica = await startChild({ SOURCES: 'seed', ADMIN_TOKEN: TOKEN, ...env });
  replicas.push(replica);
  return replica;
}
async function startServer(settings: string[] = []): Promise<RedisServer> {
  const redis = await startRedis(settings);
  servers.push(redis);
  return redis;
}
afterEach(async () => {
  await Promise.all(replicas.splice(0).map((replica) => replica.end()));
  await Promise.all(servers.splice(0).map((redis) => redis.remove()));
});

const isReady = async ({ origin }: ServiceChild) => (await fetch(`${origin}/readyz`)).ok;

describe('a service with REDIS_URL', () => {
  it('polls only on the leader: the others answer 409 and have its id in their metrics', async () => {
    const redis = await startServer();
    const url = `redis://127.0.0.1:${redis.port}`;
    const env = { REDIS_URL: url, REDIS_PREFIX: 'mine', SOURCES: 'demo', POLL_CRON: '0 0 0 29 2 *' };
    const [one, other] = [await startReplica(env), await startReplica(env)];
    await until('a leader', async () => (await leads(one)) || (await leads(other)));
    const [leader, follower] = (await leads(one)) ? [one, other] : [other, one];
    const poll = ({ opsOrigin }: ServiceChild) =>
      fetch(`${opsOrigin}/admin/poll`, { method: 'POST', headers: { authorization: `Bearer ${TOKEN}` } });
    expect((await poll(leader)).status).toBe(200);
    const refused = await poll(follower);
    expect(refused.status).toBe(409);
    expect(refused.headers.get('content-type')).toBe('application/problem+json');
    await until(
      'the follower has the leader',
      async () => (await metric(follower, 'ticker_leader_info')) === 1,
    );
    for (const name of ['ticker_leads', 'ticker_behind_changes', 'ticker_behind_seconds'])
      expect(await metric(follower, name)).toBe(0);
    expect(await metric(follower, 'ticker_store_up')).toBe(1);
    const seq = () => Promise.all([leader, follower].map((it) => metric(it, 'ticker_seq')));
    await until('both at one position', async () => new Set(await seq()).size === 1);
    expect((await redis.cli('keys', '*')).split('\n').every((name) => name.startsWith('{mine}:'))).toBe(true);
  });

  it('logs in with a user and password, and never prints the password, correct or wrong', async () => {
    const redis = await startServer();
    await redis.cli('acl', 'setuser', 'ticker', 'on', '>herring:1', '~{ticker}:*', '+@all', '-@admin');
    await redis.cli('acl', 'setuser', 'default', 'off');
    const url = (password: string) => `redis://ticker:${password}@127.0.0.1:${redis.port}`;
    const right = await startReplica({ REDIS_URL: url('herring%3A1') });
    await until('ready', () => isReady(right));
    const wrong = await startReplica({ REDIS_URL: url('herring2') });
    await until('a refusal is logged', () => JSON.stringify(wrong.lines).includes('WRONGPASS'));
    expect(await isReady(wrong)).toBe(false);
    expect(JSON.stringify([right.lines, wrong.lines])).not.toMatch(/herring/);
  });

  it('needs only the permissions of the user in docs/OPERATIONS.md', async () => {
    const book = readFileSync(new URL('../../../docs/OPERATIONS.md', import.meta.url), 'utf8');
    const command = /`ACL SETUSER ([^`]*)`/.exec(book)?.[1]?.split(' ') ?? [];
    const redis = await startServer();
    await redis.cli('acl', 'setuser', ...command);
    await redis.cli('acl', 'setuser', 'default', 'off');
    const replica = await startReplica({ REDIS_URL: `redis://ticker:password@127.0.0.1:${redis.port}` });
    await until('a leader with rates', async () => (await leads(replica)) && (await isReady(replica)));
    expect(replica.lines.filter((line) => line.level !== 'info')).toEqual([]);
  });

  it('logs once what Redis forbids', async () => {
    const redis = await startServer();
    await redis.cli('acl', 'setuser', 'ticker', 'on', '>herring', '~{ticker}:*', '+@all', '-@dangerous');
    const replica = await startReplica({ REDIS_URL: `redis://ticker:herring@127.0.0.1:${redis.port}` });
    const told = () => replica.lines.filter(({ msg }) => msg === 'Redis refuses a script');
    await until('the reason', () => told().length > 0);
    expect(told()[0]).toMatchObject({
      level: 'warn',
      reason: expect.stringContaining("can't run this command"),
    });
    // Looks and attempts to acquire the lease continue, each a second apart.
    await until('more attempts', async () => {
      const stats = await redis.cli('info', 'commandstats');
      return Number(/cmdstat_eval:calls=(\d+)/.exec(stats)?.[1]) > 8;
    });
    expect(told()).toHaveLength(1);
    expect(await isReady(replica)).toBe(false);
  });

  it('uses TLS with rediss://', async () => {
    const dir = mkdtempSync(join(tmpdir(), 'ticker-tls-'));
    const [keyFile, certFile] = [join(dir, 'key.pem'), join(dir, 'cert.pem')];
    const subject = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost'];
    const files = ['-keyout', keyFile, '-out', certFile];
    execFileSync('openssl', ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', ...subject, ...files], {
      stdio: 'ignore',
    });
    const port = await freePort();
    const tls = ['--tls-port', String(port), '--tls-cert-file', certFile, '--tls-key-file', keyFile];
    await startServer([...tls, '--tls-ca-cert-file', certFile, '--tls-auth-clients', 'no']);
    const url = `rediss://localhost:${port}`;
    const trusting = await startReplica({ REDIS_URL: url, NODE_EXTRA_CA_CERTS: certFile });
    await until('ready', () => isReady(trusting));
    const doubting = await startReplica({ REDIS_URL: url });
    await until('a refusal is logged', () => JSON.stringify(doubting.lines).includes('self-signed'));
    expect(await isReady(doubting)).toBe(false);
    rmSync(dir, { recursive: true });
  });
});
