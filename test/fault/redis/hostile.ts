// fault: another program writes into Redis. None of its values may be served, and nothing may stop.

import type { FaultRow } from '../../support/fault/table.ts';
import { type RedisServer, startRedis } from '../../support/redis/servers.ts';
import { type ServiceChild, startChild } from '../../support/service/child.ts';
import { startFleet } from '../../support/service/fleet.ts';
import { until } from '../../support/until.ts';

const KEY = (name: string) => `{ticker}:${name}`;
const RATE = { pair: 'KGS/USD', base: 'KGS', quote: 'USD', change: null, date: '2026-05-23', status: 'live' };
const FIGURES = { rate: '666', display: '666.00', inverse: '0.0015' };
const REF = { id: 'seed', name: '<img src=x onerror=alert(1)>', kind: 'seed', url: 'javascript:alert(1)' };
const FALSE_RATE = JSON.stringify({
  ...RATE,
  ...FIGURES,
  source: REF,
  fetchedAt: '2026-05-23T00:00:00.000Z',
});

/** The written values, as commands of redis-cli; `EPOCH` and `NEXT` are the epoch and the next position. */
const PLANTS: Record<string, string[]> = {
  'text for a rate': ['hset', KEY('rates'), 'KGS', '<script>alert(666)</script>'],
  'a false rate': ['hset', KEY('rates'), 'KGS', FALSE_RATE],
  'a rate of an unknown code': ['hset', KEY('rates'), 'XXX', FALSE_RATE],
  'numbers for figures': ['hset', KEY('rates'), 'KGS', FALSE_RATE.replace('"666"', '666')],
  'a prototype': ['hset', KEY('rates'), 'KGS', '{"__proto__":{"rate":"666"}}'],
  'a megabyte': ['hset', KEY('rates'), 'KGS', '6'.repeat(100_000)],
  'a string for the rates': ['set', KEY('rates'), '666'],
  'a list for the head': [
    'eval',
    `redis.call('del',KEYS[1]) redis.call('rpush',KEYS[1],'666')`,
    '1',
    KEY('head'),
  ],
  'a position that is no number': ['hset', KEY('head'), 'seq', '6e66'],
  'a position far ahead': ['hset', KEY('head'), 'seq', '666666'],
  'an epoch with a path': ['hset', KEY('head'), 'epoch', '../../666'],
  'another run id': ['hset', KEY('head'), 'run', '666'],
  'invalid counters': ['hset', KEY('head'), 'fixed', 'six', 'told', 'six'],
  'no head': ['del', KEY('head')],
  'nonsense in the log': ['xadd', KEY('log'), '*', 'update', '{"seq":'],
  'other fields in the log': ['xadd', KEY('log'), '*', 'updat', '666', 'x', 'y'],
  'a false change': [
    ...['xadd', KEY('log'), '*', 'update'],
    `{"epoch":"EPOCH","seq":NEXT,"asOf":"2026-05-23T00:00:00.000Z","rates":[${FALSE_RATE}]}`,
  ],
  'the last id there can be': ['xadd', KEY('log'), '18446744073709551615-1', 'update', '666'],
  'no log': ['del', KEY('log')],
  'false fixings': ['hset', KEY('fixings'), 'KGS seed 2026-05-23', FALSE_RATE],
  'an endless number': ['zadd', KEY('order'), 'inf', '666'],
  'a false report': ['hset', KEY('reports'), 'seed', JSON.stringify({ ...REF, printed: '666', held: [666] })],
  'a lease without an end': ['set', KEY('lease'), 'mallory 666'],
  'a lease for a year': ['set', KEY('lease'), 'mallory 666', 'ex', '31536000'],
  'a token that is none': ['set', KEY('token'), 'six'],
};

/** Correct times and epochs can contain 666 by chance and are removed; an invalid epoch is not. */
const RANDOM = /\d{4}-\d\d-\d\dT[\d:.]+Z|"epoch":"[a-z0-9]{8,16}"/g;

/** Whether any planted value is visible. */
async function servesHostile({ origin }: ServiceChild): Promise<boolean> {
  const answers = await Promise.all(['/rates', '/rates.txt', '/sources'].map((path) => fetch(origin + path)));
  const texts = await Promise.all(answers.map((answer) => answer.text()));
  return texts.some((text) => /666|six|mallory|script|onerror/.test(text.replaceAll(RANDOM, '')));
}

async function plant(redis: RedisServer, args: string[]): Promise<void> {
  const epoch = await redis.cli('hget', KEY('head'), 'epoch');
  const next = Number(await redis.cli('hget', KEY('head'), 'seq')) + 1;
  const filled = args.map((arg) => arg.replace('EPOCH', epoch).replace('NEXT', String(next)));
  await redis.cli(...filled);
}

export async function run(): Promise<FaultRow[]> {
  const redis = await startRedis();
  const env = { REDIS_URL: `redis://127.0.0.1:${redis.port}`, SOURCES: 'seed' };
  const fleet = await startFleet(2, env);
  await fleet.untilEqual();
  const plants = Object.entries(PLANTS);
  const wrong = { crashed: 0, served: 0, stuck: 0 };
  for (const [what, args] of plants) {
    await plant(redis, args);
    // A replica that starts now reads everything, and may not even get the seed file's figure.
    const late = await startChild({ ...env, SEED_FILE: '' });
    const seen = performance.now();
    const everybody = [...fleet.replicas, late];
    let served = false;
    while (performance.now() - seen < 1_500) {
      for (const replica of everybody) served ||= await servesHostile(replica).catch(() => false);
    }
    if (served) wrong.served += 1;
    wrong.crashed += everybody.filter(({ process }) => process.exitCode !== null).length;
    await late.end('SIGKILL');
    await fleet.publish();
    const recovered = await fleet.untilEqual().catch(() => null);
    if (recovered === null) wrong.stuck += 1;
    if (served || recovered === null)
      console.log(`hostile: ${what}: served ${served}, equal after ${recovered}`);
  }
  await until('a leader', async () => (await fleet.leader()) >= 0);
  await fleet.stop();
  await redis.remove();
  return [
    {
      id: 'R7',
      fault: `hostile values planted in Redis, ${plants.length} kinds`,
      measured: `${wrong.crashed} crashes, ${wrong.served} served, ${wrong.stuck} after which no change was published`,
      due: '0, 0, 0',
      passed: wrong.crashed + wrong.served + wrong.stuck === 0,
    },
  ];
}
