import { describe, expect, it } from 'vitest';
import { readRedisUrl, redisProblemOf } from '../../../src/store/redis/address.ts';

describe('REDIS_URL', () => {
  it.each([
    ['redis://localhost', { kind: 'single', hosts: [{ host: 'localhost', port: 6379 }], tls: false, db: 0 }],
    ['redis://127.0.0.1:7000/2', { hosts: [{ host: '127.0.0.1', port: 7000 }], db: 2 }],
    [
      'rediss://cache.example:6380',
      { kind: 'single', hosts: [{ host: 'cache.example', port: 6380 }], tls: true },
    ],
    ['redis://[::1]:7000', { hosts: [{ host: '::1', port: 7000 }] }],
    [
      'redis+sentinel://a:1,b:2,c/main',
      {
        kind: 'sentinel',
        name: 'main',
        hosts: [
          { host: 'a', port: 1 },
          { host: 'b', port: 2 },
          { host: 'c', port: 26_379 },
        ],
      },
    ],
    ['redis+cluster://a:1,b:2', { kind: 'cluster', name: '', hosts: [{ port: 1 }, { port: 2 }] }],
  ])('reads %s', (url, due) => {
    expect(readRedisUrl(url)).toMatchObject(due);
    expect(redisProblemOf(url)).toBeNull();
  });

  it('reads a user with a password, a password alone, and percent-encoding in both', () => {
    expect(readRedisUrl('redis://ticker:p%40ss%3A@a')).toMatchObject({
      username: 'ticker',
      password: 'p@ss:',
    });
    expect(readRedisUrl('redis+cluster://:secret@a,b')).toMatchObject({
      username: undefined,
      password: 'secret',
    });
  });

  it.each([
    'localhost:6379',
    'http://localhost',
    'redis://',
    'redis://a:0',
    'redis://a:70000',
    'redis://a,b',
    'redis://a/name',
    'redis+sentinel://a:1',
    'redis+cluster://a:1/0',
    'redis://u:%E0%A4%A@a',
    'redis://a b',
    'rediss://swordfish@@a',
  ])('refuses %s and does not repeat it', (url) => {
    const problem = redisProblemOf(url);
    expect(problem).toMatch(/^expected|takes one host|has one database/);
    expect(problem).not.toContain('swordfish');
  });
});
