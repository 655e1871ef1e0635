import { get } from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { rateFor } from '../support/figures.ts';
import { brief } from '../support/listeners/brief.ts';
import { listenSse, listenWs } from '../support/listeners/recorded-streams.ts';
import { type ServingParts, startParts } from '../support/service/serving-parts.ts';
import { until } from '../support/until.ts';

let parts: ServingParts;
beforeEach(async () => {
  parts = await startParts();
});
afterEach(() => parts.stop());

const ALL = 'snapshot 1 KGS1,KZT1,TJS1,UZS1,TMT1';

describe.each([
  ['/ws', listenWs],
  ['/stream', listenSse],
] as const)('%s', (path, listen) => {
  it('sends the snapshot first, then each change', async () => {
    const stream = await listen(parts.origin + path);
    await until('the snapshot', () => stream.messages.length === 1);
    await parts.commit(rateFor('KGS', '2.5'));
    await until('the change', () => stream.messages.length === 2);
    expect(brief(stream.messages)).toEqual([ALL, 'update 2 KGS2.5']);
    stream.close();
  });

  it('sends only the selected codes, and names unknown ones', async () => {
    const stream = await listen(`${parts.origin}${path}?codes=uzs,XXX,KGS`);
    await until('the snapshot and the error', () => stream.messages.length === 2);
    expect(brief(stream.messages)).toEqual(['snapshot 1 KGS1,UZS1', 'error']);
    expect(stream.messages[1]).toMatchObject({
      code: 'unknown-code',
      message: expect.stringContaining('XXX'),
    });
    stream.close();
  });

  it('replays the changes after a position, and sends a snapshot for an unknown one', async () => {
    const { epoch } = parts.feed.snapshot() ?? {};
    await parts.commit(rateFor('KGS', '2.5'));
    await parts.commit(rateFor('KZT', '3.5'));
    const back = await listen(`${parts.origin}${path}?epoch=${epoch}&seq=1`);
    await until('the replay', () => back.messages.length === 2);
    expect(brief(back.messages)).toEqual(['update 2 KGS2.5', 'update 3 KZT3.5']);
    for (const position of ['epoch=otherepoch&seq=1', `epoch=${epoch}&seq=9`, 'epoch=%00&seq=-1', 'seq=1']) {
      const lost = await listen(`${parts.origin}${path}?${position}`);
      await until('the snapshot', () => lost.messages.length === 1);
      expect(lost.messages[0]?.type).toBe('snapshot');
      lost.close();
    }
    back.close();
  });

  it('sends a goodbye with a delay, and closes at once with few listeners', async () => {
    const stream = await listen(parts.origin + path);
    await until('the snapshot', () => stream.messages.length === 1);
    const started = performance.now();
    await parts.stream.close();
    expect(performance.now() - started).toBeLessThan(2_000);
    await until('the end', () => stream.ended !== 0);
    expect(stream.messages.at(-1)).toEqual({
      type: 'goodbye',
      reason: 'restart',
      retryAfterMs: expect.any(Number),
    });
    expect(stream.ended).toBe(path === '/ws' ? 1001 : 200);
    expect((await listen(parts.origin + path)).ended).toBe(503);
  });
});

describe('/stream', () => {
  it('has its position as the id, and reads it from Last-Event-ID before the address', async () => {
    const { epoch } = parts.feed.snapshot() ?? {};
    const first = await listenSse(`${parts.origin}/stream`);
    await parts.commit(rateFor('KGS', '2.5'));
    await until('the change', () => first.messages.length === 2);
    expect(first.ids).toEqual([`${epoch}:1`, `${epoch}:2`]);
    await parts.commit(rateFor('KZT', '3.5'));
    const headers = { 'last-event-id': `${epoch}:2` };
    const second = await listenSse(`${parts.origin}/stream?epoch=${epoch}&seq=1`, headers);
    await until('the replay', () => second.messages.length === 1);
    expect(brief(second.messages)).toEqual(['update 3 KZT3.5']);
    first.close();
    second.close();
  });

  it('can be read from any page, and is not buffered by a proxy', async () => {
    const control = new AbortController();
    const { headers } = await fetch(`${parts.origin}/stream`, { signal: control.signal });
    expect(headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
    expect(headers.get('access-control-allow-origin')).toBe('*');
    expect([headers.get('x-accel-buffering'), headers.get('cache-control')]).toEqual([
      'no',
      'no-cache, no-transform',
    ]);
    control.abort();
  });

  it('frees its place when the client closes', async () => {
    const stream = await listenSse(`${parts.origin}/stream`);
    await until('its join', () => parts.hub.size === 1);
    stream.close();
    await until('its close', () => parts.hub.size === 0);
  });

  it('answers HEAD and other methods without a stream', async () => {
    expect((await fetch(`${parts.origin}/stream`, { method: 'POST' })).status).toBe(405);
    const { status, headers } = await fetch(`${parts.origin}/stream`, { method: 'HEAD' });
    expect([status, headers.get('content-type')]).toEqual([200, 'text/event-stream; charset=utf-8']);
    expect(parts.hub.size).toBe(0);
  });
});

describe('a message of a listener on /ws', () => {
  const talk = async (...messages: unknown[]) => {
    const stream = await listenWs(`${parts.origin}/ws?codes=KGS`);
    for (const message of messages) {
      stream.send(typeof message === 'string' ? message : JSON.stringify(message));
    }
    return stream;
  };

  it('adds and removes codes, each answered with the full selection and its snapshot', async () => {
    const stream = await talk(
      { type: 'subscribe', codes: ['UZS', 'kzt'], id: 'a' },
      { type: 'unsubscribe', codes: ['KGS'], id: 2 },
    );
    await until('both answers', () => stream.messages.length === 5);
    expect(brief(stream.messages)).toEqual([
      'snapshot 1 KGS1',
      'subscribed',
      'snapshot 1 KGS1,KZT1,UZS1',
      'subscribed',
      'snapshot 1 KZT1,UZS1',
    ]);
    expect(stream.messages[1]).toEqual({ type: 'subscribed', codes: ['KGS', 'KZT', 'UZS'], id: 'a' });
    expect(stream.messages[3]).toEqual({ type: 'subscribed', codes: ['KZT', 'UZS'], id: 2 });
    stream.close();
  });

  it('is answered with a pong and its id', async () => {
    const stream = await talk({ type: 'ping', id: 7 }, { type: 'ping' });
    await until('the pongs', () => stream.messages.length === 3);
    expect(stream.messages.slice(1)).toEqual([{ type: 'pong', id: 7 }, { type: 'pong' }]);
    stream.close();
  });

  it.each([
    ['malformed JSON', '{"type":', 'malformed'],
    ['no object', '[]', 'malformed'],
    ['null', 'null', 'malformed'],
    ['no codes', { type: 'subscribe', id: 1 }, 'malformed'],
    ['codes that are no texts', { type: 'subscribe', codes: [1], id: 1 }, 'malformed'],
    ['an unknown type', { type: 'buy', id: 1 }, 'unknown-type'],
    ['an unknown code', { type: 'subscribe', codes: ['XXX'], id: 1 }, 'unknown-code'],
  ])('gets an error for %s, and the connection stays', async (_name, message, code) => {
    const stream = await talk(message, { type: 'ping', id: 'after' });
    await until('the answers', () => stream.messages.length === 3);
    expect(stream.messages[1]).toMatchObject({ type: 'error', code });
    if (typeof message !== 'string') expect(stream.messages[1]).toMatchObject({ id: 1 });
    expect(stream.messages[2]).toEqual({ type: 'pong', id: 'after' });
    stream.close();
  });

  it('selects the known codes among unknown ones', async () => {
    const stream = await talk({ type: 'subscribe', codes: ['XXX', 'KZT'], id: 1 });
    await until('the answers', () => stream.messages.length === 4);
    expect(brief(stream.messages).slice(1)).toEqual(['error', 'subscribed', 'snapshot 1 KGS1,KZT1']);
    stream.close();
  });

  it('closes the connection with 1008 if it is the tenth bad one', async () => {
    const stream = await talk(...Array.from({ length: 10 }, () => ({ type: 'buy' })));
    await until('the end', () => stream.ended !== 0);
    expect(stream.ended).toBe(1008);
    expect(stream.messages.filter(({ type }) => type === 'error')).toHaveLength(10);
  });

  it('closes with 1008 for a thousand subscribes: ten count, ten get an error', async () => {
    const stream = await talk(
      ...Array.from({ length: 1_000 }, () => ({ type: 'subscribe', codes: ['KZT'] })),
    );
    await until('the end', () => stream.ended !== 0);
    expect(stream.ended).toBe(1008);
    expect(stream.messages.filter(({ type }) => type === 'subscribed')).toHaveLength(10);
    expect(stream.messages.filter((it) => it.type === 'error' && it.code === 'too-many')).toHaveLength(10);
  });

  it.each([
    ['a binary message', 1003, (stream: { send(data: Buffer): void }) => stream.send(Buffer.from([1, 2, 3]))],
    ['a message of 1 MB', 1009, (stream: { send(data: string): void }) => stream.send('x'.repeat(1 << 20))],
  ])('closes for %s with %i, without an effect on others', async (_name, code, attack) => {
    const other = await listenWs(`${parts.origin}/ws`);
    const stream = await talk();
    attack(stream);
    await until('the end', () => stream.ended !== 0);
    expect(stream.ended).toBe(code);
    await parts.commit(rateFor('KGS', '2.5'));
    await until('the change', () => other.messages.length === 2);
    expect(other.ended).toBe(0);
    other.close();
  });
});

describe('an upgrade', () => {
  it('to h2c is answered like any request', async () => {
    const headers = { connection: 'Upgrade, HTTP2-Settings', upgrade: 'h2c', 'http2-settings': 'AAMAAABk' };
    const status = await new Promise((resolve) => {
      get(`${parts.origin}/rates`, { headers }, (response) => {
        response.resume();
        response.on('end', () => resolve(response.statusCode));
      });
    });
    expect(status).toBe(200);
  });

  it.each(['/', '/rates', '/stream', '//', '/ws/', '/%', '?'])(
    'to WebSocket at %s is refused with 404',
    async (path) => {
      expect((await listenWs(parts.origin + path)).ended).toBe(404);
    },
  );
});

describe('the admission of streams', () => {
  it('refuses foreign origins before the upgrade', async () => {
    await parts.stop();
    parts = await startParts({ allowedOrigins: new Set(['https://news.example']) });
    const origins = ['https://news.example', 'https://evil.example', 'null', parts.origin];
    const ended = await Promise.all(
      origins.map(async (origin) => {
        const streams = await Promise.all([
          listenWs(`${parts.origin}/ws`, { origin }),
          listenSse(`${parts.origin}/stream`, { origin }),
        ]);
        for (const stream of streams) stream.close();
        return streams.map((stream) => stream.ended);
      }),
    );
    expect(ended).toEqual([
      [0, 0],
      [403, 403],
      [403, 403],
      [0, 0],
    ]);
  });

  it('limits streams of one address and in all, and frees places again', async () => {
    await parts.stop();
    parts = await startParts({ maxClients: 3, maxClientsPerAddress: 2 });
    const ws = await listenWs(`${parts.origin}/ws`);
    const sse = await listenSse(`${parts.origin}/stream`);
    const refused = await fetch(`${parts.origin}/stream`);
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '10']);
    expect(refused.headers.get('ratelimit')).toBe('"default";r=0;t=10');
    expect((await listenWs(`${parts.origin}/ws`)).ended).toBe(429);
    ws.close();
    sse.close();
    await until('both places', () => parts.hub.size === 0);
    const back = await listenWs(`${parts.origin}/ws`);
    expect(back.ended).toBe(0);
    back.close();
  });

  it('uses no place for an invalid handshake', async () => {
    await parts.stop();
    parts = await startParts({ maxClientsPerAddress: 1 });
    for (let count = 0; count < 3; count += 1) {
      const headers = { connection: 'Upgrade', upgrade: 'websocket' };
      const status = await new Promise((resolve) => {
        get(`${parts.origin}/ws`, { headers }, (response) => resolve(response.resume().statusCode));
      });
      expect(status).toBe(400);
    }
    const stream = await listenWs(`${parts.origin}/ws`);
    expect(stream.ended).toBe(0);
    stream.close();
  });
});
