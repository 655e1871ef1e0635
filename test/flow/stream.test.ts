import { get } from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { rateFor } from '../support/figures.ts';
import { brief } from '../support/listeners/brief.ts';
import { listenSse, listenWs } from '../support/listeners/recorded-streams.ts';
import { openStand, type Stand } from '../support/service/serving-parts.ts';
import { until } from '../support/until.ts';

let stand: Stand;
beforeEach(async () => {
  stand = await openStand();
});
afterEach(() => stand.stop());

const ALL = 'snapshot 1 KGS1,KZT1,TJS1,UZS1,TMT1';

describe.each([
  ['/ws', listenWs],
  ['/stream', listenSse],
] as const)('%s', (path, listen) => {
  it('sends the snapshot first, then each change', async () => {
    const ear = await listen(stand.origin + path);
    await until('the snapshot', () => ear.heard.length === 1);
    await stand.commit(rateFor('KGS', '2.5'));
    await until('the change', () => ear.heard.length === 2);
    expect(brief(ear.heard)).toEqual([ALL, 'update 2 KGS2.5']);
    ear.close();
  });

  it('sends only the selected codes, and names unknown ones', async () => {
    const ear = await listen(`${stand.origin}${path}?codes=uzs,XXX,KGS`);
    await until('the snapshot and the error', () => ear.heard.length === 2);
    expect(brief(ear.heard)).toEqual(['snapshot 1 KGS1,UZS1', 'error']);
    expect(ear.heard[1]).toMatchObject({ code: 'unknown-code', message: expect.stringContaining('XXX') });
    ear.close();
  });

  it('replays the changes after a position, and sends a snapshot for an unknown one', async () => {
    const { epoch } = stand.feed.snapshot() ?? {};
    await stand.commit(rateFor('KGS', '2.5'));
    await stand.commit(rateFor('KZT', '3.5'));
    const back = await listen(`${stand.origin}${path}?epoch=${epoch}&seq=1`);
    await until('the replay', () => back.heard.length === 2);
    expect(brief(back.heard)).toEqual(['update 2 KGS2.5', 'update 3 KZT3.5']);
    for (const position of ['epoch=otherepoch&seq=1', `epoch=${epoch}&seq=9`, 'epoch=%00&seq=-1', 'seq=1']) {
      const lost = await listen(`${stand.origin}${path}?${position}`);
      await until('the snapshot', () => lost.heard.length === 1);
      expect(lost.heard[0]?.type).toBe('snapshot');
      lost.close();
    }
    back.close();
  });

  it('sends a goodbye with a delay, and closes at once with few listeners', async () => {
    const ear = await listen(stand.origin + path);
    await until('the snapshot', () => ear.heard.length === 1);
    const started = performance.now();
    await stand.stream.close();
    expect(performance.now() - started).toBeLessThan(2_000);
    await until('the end', () => ear.ended !== 0);
    expect(ear.heard.at(-1)).toEqual({
      type: 'goodbye',
      reason: 'restart',
      retryAfterMs: expect.any(Number),
    });
    expect(ear.ended).toBe(path === '/ws' ? 1001 : 200);
    expect((await listen(stand.origin + path)).ended).toBe(503);
  });
});

describe('/stream', () => {
  it('has its position as the id, and reads it from Last-Event-ID before the address', async () => {
    const { epoch } = stand.feed.snapshot() ?? {};
    const first = await listenSse(`${stand.origin}/stream`);
    await stand.commit(rateFor('KGS', '2.5'));
    await until('the change', () => first.heard.length === 2);
    expect(first.ids).toEqual([`${epoch}:1`, `${epoch}:2`]);
    await stand.commit(rateFor('KZT', '3.5'));
    const headers = { 'last-event-id': `${epoch}:2` };
    const second = await listenSse(`${stand.origin}/stream?epoch=${epoch}&seq=1`, headers);
    await until('the replay', () => second.heard.length === 1);
    expect(brief(second.heard)).toEqual(['update 3 KZT3.5']);
    first.close();
    second.close();
  });

  it('can be read from any page, and is not buffered by a proxy', async () => {
    const control = new AbortController();
    const { headers } = await fetch(`${stand.origin}/stream`, { signal: control.signal });
    expect(headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
    expect(headers.get('access-control-allow-origin')).toBe('*');
    expect([headers.get('x-accel-buffering'), headers.get('cache-control')]).toEqual([
      'no',
      'no-cache, no-transform',
    ]);
    control.abort();
  });

  it('frees its place when the client closes', async () => {
    const ear = await listenSse(`${stand.origin}/stream`);
    await until('its join', () => stand.hub.size === 1);
    ear.close();
    await until('its close', () => stand.hub.size === 0);
  });

  it('answers HEAD and other methods without a stream', async () => {
    expect((await fetch(`${stand.origin}/stream`, { method: 'POST' })).status).toBe(405);
    const { status, headers } = await fetch(`${stand.origin}/stream`, { method: 'HEAD' });
    expect([status, headers.get('content-type')]).toEqual([200, 'text/event-stream; charset=utf-8']);
    expect(stand.hub.size).toBe(0);
  });
});

describe('a message of a listener on /ws', () => {
  const talk = async (...messages: unknown[]) => {
    const ear = await listenWs(`${stand.origin}/ws?codes=KGS`);
    for (const message of messages) {
      ear.send(typeof message === 'string' ? message : JSON.stringify(message));
    }
    return ear;
  };

  it('adds and removes codes, each answered with the full selection and its snapshot', async () => {
    const ear = await talk(
      { type: 'subscribe', codes: ['UZS', 'kzt'], id: 'a' },
      { type: 'unsubscribe', codes: ['KGS'], id: 2 },
    );
    await until('both answers', () => ear.heard.length === 5);
    expect(brief(ear.heard)).toEqual([
      'snapshot 1 KGS1',
      'subscribed',
      'snapshot 1 KGS1,KZT1,UZS1',
      'subscribed',
      'snapshot 1 KZT1,UZS1',
    ]);
    expect(ear.heard[1]).toEqual({ type: 'subscribed', codes: ['KGS', 'KZT', 'UZS'], id: 'a' });
    expect(ear.heard[3]).toEqual({ type: 'subscribed', codes: ['KZT', 'UZS'], id: 2 });
    ear.close();
  });

  it('is answered with a pong and its id', async () => {
    const ear = await talk({ type: 'ping', id: 7 }, { type: 'ping' });
    await until('the pongs', () => ear.heard.length === 3);
    expect(ear.heard.slice(1)).toEqual([{ type: 'pong', id: 7 }, { type: 'pong' }]);
    ear.close();
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
    const ear = await talk(message, { type: 'ping', id: 'after' });
    await until('the answers', () => ear.heard.length === 3);
    expect(ear.heard[1]).toMatchObject({ type: 'error', code });
    if (typeof message !== 'string') expect(ear.heard[1]).toMatchObject({ id: 1 });
    expect(ear.heard[2]).toEqual({ type: 'pong', id: 'after' });
    ear.close();
  });

  it('selects the known codes among unknown ones', async () => {
    const ear = await talk({ type: 'subscribe', codes: ['XXX', 'KZT'], id: 1 });
    await until('the answers', () => ear.heard.length === 4);
    expect(brief(ear.heard).slice(1)).toEqual(['error', 'subscribed', 'snapshot 1 KGS1,KZT1']);
    ear.close();
  });

  it('closes the connection with 1008 if it is the tenth bad one', async () => {
    const ear = await talk(...Array.from({ length: 10 }, () => ({ type: 'buy' })));
    await until('the end', () => ear.ended !== 0);
    expect(ear.ended).toBe(1008);
    expect(ear.heard.filter(({ type }) => type === 'error')).toHaveLength(10);
  });

  it('closes with 1008 for a thousand subscribes: ten count, ten get an error', async () => {
    const ear = await talk(...Array.from({ length: 1_000 }, () => ({ type: 'subscribe', codes: ['KZT'] })));
    await until('the end', () => ear.ended !== 0);
    expect(ear.ended).toBe(1008);
    expect(ear.heard.filter(({ type }) => type === 'subscribed')).toHaveLength(10);
    expect(ear.heard.filter((it) => it.type === 'error' && it.code === 'too-many')).toHaveLength(10);
  });

  it.each([
    ['a binary message', 1003, (ear: { send(data: Buffer): void }) => ear.send(Buffer.from([1, 2, 3]))],
    ['a message of 1 MB', 1009, (ear: { send(data: string): void }) => ear.send('x'.repeat(1 << 20))],
  ])('closes for %s with %i, without an effect on others', async (_name, code, attack) => {
    const other = await listenWs(`${stand.origin}/ws`);
    const ear = await talk();
    attack(ear);
    await until('the end', () => ear.ended !== 0);
    expect(ear.ended).toBe(code);
    await stand.commit(rateFor('KGS', '2.5'));
    await until('the change', () => other.heard.length === 2);
    expect(other.ended).toBe(0);
    other.close();
  });
});

describe('an upgrade', () => {
  it('to h2c is answered like any request', async () => {
    const headers = { connection: 'Upgrade, HTTP2-Settings', upgrade: 'h2c', 'http2-settings': 'AAMAAABk' };
    const status = await new Promise((resolve) => {
      get(`${stand.origin}/rates`, { headers }, (response) => {
        response.resume();
        response.on('end', () => resolve(response.statusCode));
      });
    });
    expect(status).toBe(200);
  });

  it.each(['/', '/rates', '/stream', '//', '/ws/', '/%', '?'])(
    'to WebSocket at %s is refused with 404',
    async (path) => {
      expect((await listenWs(stand.origin + path)).ended).toBe(404);
    },
  );
});

describe('the admission of streams', () => {
  it('refuses foreign origins before the upgrade', async () => {
    await stand.stop();
    stand = await openStand({ allowedOrigins: new Set(['https://news.example']) });
    const origins = ['https://news.example', 'https://evil.example', 'null', stand.origin];
    const ended = await Promise.all(
      origins.map(async (origin) => {
        const ears = await Promise.all([
          listenWs(`${stand.origin}/ws`, { origin }),
          listenSse(`${stand.origin}/stream`, { origin }),
        ]);
        for (const ear of ears) ear.close();
        return ears.map((ear) => ear.ended);
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
    await stand.stop();
    stand = await openStand({ maxClients: 3, maxClientsPerAddress: 2 });
    const ws = await listenWs(`${stand.origin}/ws`);
    const sse = await listenSse(`${stand.origin}/stream`);
    const refused = await fetch(`${stand.origin}/stream`);
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '10']);
    expect(refused.headers.get('ratelimit')).toBe('"default";r=0;t=10');
    expect((await listenWs(`${stand.origin}/ws`)).ended).toBe(429);
    ws.close();
    sse.close();
    await until('both places', () => stand.hub.size === 0);
    const back = await listenWs(`${stand.origin}/ws`);
    expect(back.ended).toBe(0);
    back.close();
  });

  it('uses no place for an invalid handshake', async () => {
    await stand.stop();
    stand = await openStand({ maxClientsPerAddress: 1 });
    for (let count = 0; count < 3; count += 1) {
      const headers = { connection: 'Upgrade', upgrade: 'websocket' };
      const status = await new Promise((resolve) => {
        get(`${stand.origin}/ws`, { headers }, (response) => resolve(response.resume().statusCode));
      });
      expect(status).toBe(400);
    }
    const ear = await listenWs(`${stand.origin}/ws`);
    expect(ear.ended).toBe(0);
    ear.close();
  });
});
