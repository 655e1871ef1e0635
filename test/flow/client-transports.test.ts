import { describe, expect, it, vi } from 'vitest';
import { WebSocket } from 'ws';
import { connect, type ServerMessage } from '../../widget/client/client.ts';
import { rateFor } from '../support/figures.ts';
import { brief } from '../support/listeners/brief.ts';
import { answering, connections, follow, parts, reopen } from '../support/listeners/clients.ts';
import { until } from '../support/until.ts';

describe('the client', () => {
  it('uses SSE when a proxy does not allow WebSocket', async () => {
    const asked: string[] = [];
    const src = await answering((request, response) => {
      asked.push(request.url ?? '');
      if (request.url?.startsWith('/stream')) parts.stream.serve(request, response);
      else response.writeHead(404).end();
    });
    const client = follow({ src, WebSocket });
    await until('the snapshot', () => client.texts.length === 1);
    expect(client.states).toEqual(['live']);
    expect(asked.at(-1)).toBe('/stream');
  });

  it('opens no more sockets where only SSE is possible, because a page’s policy would report each one', async () => {
    const asked: string[] = [];
    const src = await answering((request, response) => {
      asked.push(request.url?.split('?', 1)[0] ?? '');
      if (!request.url?.startsWith('/stream')) response.writeHead(404).end();
      else if (asked.length > 4) parts.stream.serve(request, response);
      else response.writeHead(200).end(':\n\n');
    });
    const client = follow({ src, WebSocket });
    await until('the snapshot', () => client.texts.length === 1);
    expect(asked.filter((path) => path === '/ws')).toHaveLength(1);
    expect(asked.filter((path) => path === '/stream').length).toBeGreaterThan(1);
  });

  it('changes to SSE at once when a socket has an error event and no close event, as a blocked one in Chromium', async () => {
    const src = await answering((request, response) => {
      if (request.url?.startsWith('/stream')) parts.stream.serve(request, response);
      else response.writeHead(404).end();
    });
    class Blocked {
      addEventListener(type: string, listener: (event: { type: string }) => void): void {
        if (type === 'error') setTimeout(listener, 0, { type });
      }
      close(): void {}
    }
    const client = follow({ src, WebSocket: Blocked });
    await until('the snapshot', () => client.texts.length === 1, 5_000);
  });

  it('starts again from a snapshot for a loop that reads nothing', async () => {
    const states: string[] = [];
    const onState = (state: string) => states.push(state);
    const client = connect({ src: parts.origin, WebSocket, codes: ['KGS'], onState });
    connections.push(client);
    const loop = client[Symbol.asyncIterator]();
    await loop.next();
    for (let n = 1; n <= 1_001; n += 1) await parts.commit(rateFor('KGS', `${n}.5`));
    await until('the new snapshot', () => states.join() === 'live,offline,live');
    const { value } = await loop.next();
    expect(brief([value as ServerMessage])).toEqual(['snapshot 1002 KGS1001.5']);
  });

  it('polls with an ETag for five minutes after a refusal, and only then connects again', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
    const asked: string[] = [];
    const src = await answering((request, response) => {
      const path = request.url ?? '';
      asked.push(path);
      if (path !== '/rates') return response.writeHead(403).end();
      const isKnown = request.headers['if-none-match'] === '"one"';
      if (isKnown) asked.push('304');
      response.writeHead(isKnown ? 304 : 200, { etag: '"one"' });
      return response.end(isKnown ? undefined : JSON.stringify(parts.feed.snapshot()));
    });
    const client = follow({ src, codes: ['KGS'] });
    await until('the rates', () => client.texts.length === 1);
    expect(client.texts).toEqual(['snapshot 1 KGS1']);
    expect(client.connection.state).toBe('polling');
    const streams = () => asked.filter((path) => path.startsWith('/stream')).length;
    // `random` is 0: a poll every 15 seconds.
    for (let poll = 1; poll < 20; poll += 1) {
      await vi.advanceTimersByTimeAsync(15_000);
      await until(`poll ${poll}`, () => asked.filter((path) => path === '304').length === poll);
    }
    client.connection.rest();
    client.connection.wake();
    await until('the poll after the pause', () => asked.filter((path) => path === '304').length === 20);
    expect(streams()).toBe(1);
    await vi.advanceTimersByTimeAsync(15_000);
    await until('the next try', () => streams() === 2);
  });

  it('waits for the delay of a goodbye', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
    let streams = 0;
    const src = await answering((request, response) => {
      if (!request.url?.startsWith('/stream')) return response.writeHead(503).end();
      streams += 1;
      return response.end('data: {"type":"goodbye","reason":"restart","retryAfterMs":7000}\n\n');
    });
    const client = follow({ src });
    await until('the goodbye', () => client.states.includes('offline'));
    await vi.advanceTimersByTimeAsync(6_900);
    expect(streams).toBe(1);
    await vi.advanceTimersByTimeAsync(200);
    await until('its reconnect', () => streams === 2);
  });

  it('waits for the delay of a full service, and polls meanwhile', async () => {
    await parts.stop();
    await reopen({ maxClients: 1 });
    const first = follow({ WebSocket });
    await until('the first', () => first.connection.state === 'live');
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
    const second = follow({ WebSocket });
    await until('polling', () => second.connection.state === 'polling');
    await until('the rates by polling', () => second.shown.get('KGS') === '1');
    first.connection.close();
    await until('the place', () => parts.hub.size === 0);
    await vi.advanceTimersByTimeAsync(9_900);
    expect(second.connection.state).toBe('polling');
    await vi.advanceTimersByTimeAsync(200);
    await until('its stream', () => second.connection.state === 'live');
    await parts.commit(rateFor('KGS', '2.5'));
    await until('the change', () => second.shown.get('KGS') === '2.5');
  });

  it('reconnects after 45 seconds without a message', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
    let streams = 0;
    const src = await answering((request, response) => {
      if (!request.url?.startsWith('/stream')) return response.writeHead(503).end();
      streams += 1;
      return response.writeHead(200).write(':\n\n');
    });
    follow({ src });
    await until('the stream', () => streams === 1);
    await vi.advanceTimersByTimeAsync(44_000);
    expect(streams).toBe(1);
    await vi.advanceTimersByTimeAsync(2_000);
    await until('the next', () => streams === 2);
  });

  it('spreads its reconnect over fifteen seconds, then thirty', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
    let tries = 0;
    const random = () => 0.999;
    const fetch = async () => {
      tries += 1;
      throw new TypeError('no network');
    };
    follow({ src: 'http://127.0.0.1:9', fetch, random });
    // A try is the stream, then /rates; the polls between are not tries.
    await vi.advanceTimersByTimeAsync(14_000);
    expect(tries).toBe(2);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(tries).toBe(4);
    await vi.advanceTimersByTimeAsync(29_000);
    expect(tries).toBe(4);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(tries).toBe(6);
  });

  it('ignores a polled answer that is older than its state', async () => {
    const old = JSON.stringify(parts.feed.snapshot());
    await parts.commit(rateFor('KGS', '2.5'));
    const { epoch = '', seq = 0 } = parts.feed.snapshot() ?? {};
    let polls = 0;
    const src = await answering((request, response) => {
      if (request.url !== '/rates') return response.writeHead(503).end();
      polls += 1;
      return response.end(old);
    });
    const client = follow({ src, from: { epoch, seq } });
    await until('a poll', () => polls > 0 && client.connection.state === 'polling');
    expect(client.texts).toEqual([]);
  });
});
