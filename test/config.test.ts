import { describe, expect, it } from 'vitest';
import { OFF_WHEN_EMPTY, readConfig, SETTINGS } from '../src/config.ts';

const known = {
  sources: ['nbkr', 'nbk', 'nbt', 'cbu', 'cbt', 'cbr', 'oxr', 'seed', 'demo'],
  defaultSources: ['nbkr', 'nbk', 'nbt', 'cbu', 'cbt', 'cbr'],
  keys: { oxr: 'OXR_APP_ID' },
  isCron: (text: string) => text !== 'no',
  redisProblemOf: (url: string) => (url.startsWith('redis://') ? null : 'redis://host:port is due'),
  seedProblemOf: (path: string) => (path === 'no' ? 'cannot be read' : null),
  folderProblemOf: (dir: string) => (dir === 'no' ? 'cannot be written' : null),
};
const read = (env: Record<string, string> = {}) => readConfig(env, known);

describe('the list of settings', () => {
  it('contains each setting that is read, and no other', () => {
    const asked = new Set<string>();
    const noting = new Proxy({} as NodeJS.ProcessEnv, {
      get(_env, name) {
        asked.add(String(name));
        return undefined;
      },
    });
    readConfig(noting, known);
    const own = [...asked].filter((name) => !name.endsWith('_ORIGIN') && name !== 'OXR_APP_ID');
    expect(own.sort()).toEqual([...SETTINGS].sort());
  });

  it('contains the settings that an empty value switches off', () => {
    for (const name of OFF_WHEN_EMPTY) expect(read({ [name]: '' }), name).not.toEqual(read());
  });
});

describe('the configuration', () => {
  it('is complete without any setting', () => {
    expect(read()).toMatchObject({
      port: 3000,
      host: '0.0.0.0',
      publicUrl: null,
      dataDir: '.data',
      sources: ['nbkr', 'nbk', 'nbt', 'cbu', 'cbt', 'cbr'],
      redisUrl: null,
      redisPrefix: 'ticker',
      seedFile: null,
      pollCron: null,
      backfillDays: 90,
      allowedOrigins: null,
      maxClients: 20_000,
      maxClientsPerAddress: 1_000,
      rateLimit: 600,
      opsPort: 9464,
      opsPortChosen: false,
      opsHost: '127.0.0.1',
      adminToken: null,
      logLevel: 'info',
    });
  });

  it('takes an empty value for unset, or for off where the setting has that meaning', () => {
    expect(read({ PORT: '', SOURCES: '', OPS_PORT: '', DATA_DIR: '' })).toMatchObject({
      port: 3000,
      opsPort: null,
      dataDir: null,
    });
  });

  it('reads origins, proxies and addresses', () => {
    const config = read({
      NBKR_ORIGIN: 'http://127.0.0.1:4010/',
      PUBLIC_URL: 'https://news.example/rates/',
      ALLOWED_ORIGINS: 'https://news.example, null',
      TRUSTED_PROXIES: '10.0.0.0/8, ::1',
    });
    expect(config.origins.get('nbkr')).toBe('http://127.0.0.1:4010');
    expect(config.publicUrl).toBe('https://news.example/rates');
    expect([...(config.allowedOrigins ?? [])]).toEqual(['https://news.example', 'null']);
    expect(config.trustedProxies.check('10.1.2.3')).toBe(true);
    expect(config.trustedProxies.check('::1', 'ipv6')).toBe(true);
    expect(config.trustedProxies.check('11.1.2.3')).toBe(false);
  });

  it('requires the key of a selected source, and keeps it', () => {
    expect(() => read({ SOURCES: 'oxr' })).toThrow('OXR_APP_ID: must be set, because SOURCES names oxr');
    expect(read({ SOURCES: 'oxr', OXR_APP_ID: 'k3y' }).keys.get('oxr')).toBe('k3y');
  });

  it.each([
    'https://:swordfish@news.example',
    'https://hunter2@news.example',
    'https://@news.example',
    'https://news.example/?',
    'https://news.example/?a=1',
    'https://news.example/#',
    'https://news.example/#top',
  ])('refuses the address %s as PUBLIC_URL and as an origin', (address) => {
    for (const key of ['PUBLIC_URL', 'NBK_ORIGIN']) {
      expect(() => read({ [key]: address })).toThrow(`${key}: must be an http or https address without user`);
      expect(() => read({ [key]: address })).not.toThrow('swordfish');
    }
  });

  it('names every bad key in one error, and no secret', () => {
    const env = {
      PORT: '70000',
      HOST: 'http://127.0.0.1',
      SOURCES: 'nbkr,bank,nbkr',
      PUBLIC_URL: 'news.example',
      NBK_ORIGIN: 'http://127.0.0.1:4010/path',
      POLL_CRON: 'no',
      BACKFILL_DAYS: '-1',
      ALLOWED_ORIGINS: 'https://hunter2:swordfish@news.example',
      TRUSTED_PROXIES: '10.0.0.0/33',
      MAX_CLIENTS: '0',
      MAX_CLIENTS_PER_ADDRESS: 'many',
      RATE_LIMIT: '1e3',
      OPS_PORT: '0x10',
      ADMIN_TOKEN: 'hunter2',
      LOG_LEVEL: 'loud',
      OPS_HOST: 'a host',
      SEED_FILE: 'no',
      REDIS_URL: 'rediss:/:swordfish@127.0.0.1',
      REDIS_PREFIX: 'ticker}',
    };
    let message = '';
    try {
      read(env);
    } catch (error) {
      message = (error as Error).message;
    }
    for (const key of Object.keys(env)) expect(message).toContain(`\n  ${key}: `);
    expect(message).not.toMatch(/hunter2|swordfish/);
  });

  it('checks the folder of the embedded store, and not with a shared store', () => {
    expect(() => read({ DATA_DIR: 'no' })).toThrow('DATA_DIR: cannot be written');
    expect(read({ DATA_DIR: 'no', REDIS_URL: 'redis://127.0.0.1' }).dataDir).toBe('no');
  });
});
