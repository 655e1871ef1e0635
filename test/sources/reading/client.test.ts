import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { messageOf, publicMessageOf } from '../../../src/errors.ts';
import { createAsk, type Memory, readRetryAfter } from '../../../src/sources/reading/client.ts';
import { type Bank, type Fault, openBank } from '../../support/banks/bank.ts';

let bank: Bank;
let memory: Memory;
beforeEach(async () => {
  memory = new Map();
  bank = await openBank((path) => {
    if (path === '/page') return { body: '90,1000', type: 'text/xml', etag: '"1"' };
    return path === '/accents' ? { body: Buffer.from([0xca, 0xf3]), type: 'text/xml' } : null;
  });
});
afterEach(() => bank.close());

const ask = (path = '/page', signal = AbortSignal.timeout(10_000)) =>
  createAsk(bank.origin, memory, () => signal)(path);

describe('a request to a publisher', () => {
  it('names the service and its address in User-Agent', async () => {
    await ask();
    expect(bank.requests()[0]?.headers['user-agent']).toMatch(/^silk-ticker\/1 \(\+https:\/\//);
  });

  it('returns the bytes, and decodes them strictly by the given charset', async () => {
    expect((await ask())?.text('utf-8')).toBe('90,1000');
    const document = await ask('/accents');
    expect(document?.text('windows-1251')).toBe('Ку');
    expect(() => document?.text('utf-8')).toThrow(expect.objectContaining({ kind: 'source-unreadable' }));
  });

  it('returns null for 404', async () => expect(await ask('/nothing')).toBeNull());

  it('repeats with If-None-Match, and returns the kept document for 304', async () => {
    await ask();
    expect((await ask())?.text('utf-8')).toBe('90,1000');
    expect(bank.requests()[1]?.headers['if-none-match']).toBe('"1"');
  });

  it('keeps only a few documents', async () => {
    bank.setPages((path) => ({ body: path, type: 'text/xml', etag: `"${path}"` }));
    for (let page = 0; page < 6; page += 1) await ask(`/${page}`);
    expect([...memory.keys()]).toEqual(['/2', '/3', '/4', '/5']);
  });

  it('pauses after a document, and not after a 404', async () => {
    const asking = createAsk(bank.origin, memory, () => AbortSignal.timeout(10_000));
    for (const path of ['/nothing', '/page', '/page']) await asking(path);
    const [, second = 0, third = 0] = bank.requests().map(({ atMs }) => atMs);
    // The clock is read at the other end of a connection: a few milliseconds may lie between.
    expect(third - second).toBeGreaterThanOrEqual(190);
  });
});

describe('a request fails', () => {
  it.each<[string, Fault, string]>([
    ['when the connection is closed', { kind: 'refuse' }, 'socket hang up'],
    // Node closes such a connection itself, and says so by no error.
    ['at a 101, which nobody asked for', { kind: 'switch' }, 'socket hang up'],
    ['at a 500', { kind: 'status', status: 500 }, 'answered 500'],
    ['at a 403', { kind: 'status', status: 403 }, 'answered 403'],
    ['at a 206', { kind: 'status', status: 206 }, 'answered 206'],
    [
      'at a redirect, which it does not follow',
      { kind: 'status', status: 302, headers: { location: '/page' } },
      'redirects (302) to another address',
    ],
  ])('%s', async (_when, fault, message) => {
    bank.setFault(fault);
    await expect(ask()).rejects.toMatchObject({
      kind: 'source-unreachable',
      message: expect.stringContaining(message),
    });
    expect(bank.requests()).toHaveLength(1);
  });

  it('when no server listens', async () => {
    const closed = await openBank(() => null);
    await closed.close();
    await expect(
      createAsk(closed.origin, memory, () => AbortSignal.timeout(10_000))('/'),
    ).rejects.toMatchObject({
      kind: 'source-unreachable',
      message: expect.stringContaining('ECONNREFUSED'),
    });
  });

  it('without the host in its message; the cause has it', async () => {
    const failed = createAsk('http://bank.invalid', memory, () => AbortSignal.timeout(10_000))('/');
    const error = await failed.catch((thrown: unknown) => thrown);
    expect(publicMessageOf(error)).toMatch(/^not reached: E[A-Z_]+$/);
    expect(messageOf(error)).toContain('bank.invalid');
  });

  it.each<[Fault['kind']]>([['hang'], ['drip']])(
    'at its deadline, also within the body: %s',
    async (kind) => {
      bank.setFault({ kind } as Fault);
      await expect(ask('/page', AbortSignal.timeout(300))).rejects.toMatchObject({
        kind: 'source-unreachable',
        message: 'no whole answer within 10 s',
      });
      await expect.poll(() => bank.sockets()).toBe(0);
    },
  );

  it.each<[Fault['kind']]>([['bomb'], ['flood']])('at half a megabyte of a %s', async (kind) => {
    bank.setFault({ kind } as Fault);
    await expect(ask()).rejects.toMatchObject({
      kind: 'source-unreadable',
      message: expect.stringMatching(/^body over/),
    });
    await expect.poll(() => bank.sockets()).toBe(0);
  });

  it('and returns the Retry-After', async () => {
    bank.setFault({ kind: 'status', status: 429, headers: { 'retry-after': '120' } });
    await expect(ask()).rejects.toMatchObject({ message: 'answered 429', retryAfterMs: 120_000 });
  });
});

describe('Retry-After', () => {
  const now = Date.parse('2030-01-08T00:00:00Z');
  it.each<[string | undefined, number | undefined]>([
    ['0', undefined],
    ['30', 30_000],
    ['Tue, 08 Jan 2030 00:01:00 GMT', 60_000],
    ['Tue, 08 Jan 2030 00:00:00 GMT', undefined],
    ['999999999', 3_600_000],
    ['-5', undefined],
    ['soon', undefined],
    ['', undefined],
    [undefined, undefined],
  ])('%j is %j ms', (header, wait) => expect(readRetryAfter(header, now)).toBe(wait));
});
