import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { WebSocket } from 'ws';
import { type Connection, type ConnectOptions, connect, type ServerMessage } from '../../widget/client.ts';
import { endOfEvent, endOfFrame, openCutter } from '../cutter.ts';
import { brief } from '../ears.ts';
import { rateFor } from '../figures.ts';
import { CODES, openStand, type Stand, until } from '../stand.ts';

let stand: Stand;
let connections: Connection[] = [];
const servers: Server[] = [];
beforeEach(async () => {
  stand = await openStand();
});
afterEach(async () => {
  for (const connection of connections) connection.close();
  connections = [];
  vi.useRealTimers();
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
  await stand.stop();
});

/** A client that keeps everything it is told, and what it would show. */
function follow(options: Partial<ConnectOptions> = {}) {
  const told: Parameters<NonNullable<ConnectOptions['onUpdate']>>[0][] = [];
  const states: string[] = [];
  const shown = new Map<string, string>();
  const texts: string[] = [];
  const connection = connect({
    src: stand.origin,
    random: () => 0,
    onSnapshot(message) {
      shown.clear();
      for (const rate of message.rates) shown.set(rate.base, rate.inverse);
      texts.push(...brief([message]));
    },
    onUpdate(message) {
      for (const rate of message.rates) shown.set(rate.base, rate.inverse);
      told.push(message);
      texts.push(...brief([message]));
    },
    onState: (state) => states.push(state),
    ...options,
  });
  connections.push(connection);
  return { connection, told, states, shown, texts };
}

/** A server that answers in its own way, in place of a service behind a bad network. */
async function answering(listener: RequestListener): Promise<string> {
  const server = createServer(listener).listen(0, '127.0.0.1');
  servers.push(server);
  await new Promise((resolve) => server.once('listening', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const WAYS = [
  ['WebSocket', { WebSocket }, endOfFrame],
  ['SSE', {}, endOfEvent],
] as const;

describe.each(WAYS)('the client over %s', (_name, way, endOf) => {
  it('tells the snapshot and each change, chosen by codes', async () => {
    const client = follow({ ...way, codes: ['KGS', 'XXX'] });
    await until(() => client.texts.length === 1, 'the snapshot');
    await stand.commit(rateFor('KZT', '2.5'));
    await stand.commit(rateFor('KGS', '2.5'));
    await until(() => client.texts.length === 2, 'the change');
    expect(client.texts).toEqual(['snapshot 1 KGS1', 'update 3 KGS2.5']);
    expect(client.connection.state).toBe('live');
  });

  it('begins after a position that was fetched before', async () => {
    const { epoch = '', seq = 0 } = stand.feed.snapshot() ?? {};
    await stand.commit(rateFor('KGS', '2.5'));
    const client = follow({ ...way, from: { epoch, seq } });
    await until(() => client.texts.length === 1, 'the change');
    expect(client.texts).toEqual(['update 2 KGS2.5']);
  });

  it('is an async iterator that loses nothing before the loop begins, and hangs up after it', async () => {
    const connection = connect({ ...way, src: `${stand.origin}/`, random: () => 0 });
    await until(() => connection.state === 'live', 'the stream');
    await stand.commit(rateFor('KGS', '2.5'));
    const heard: string[] = [];
    for await (const message of connection) {
      heard.push(...brief([message]));
      if (heard.length === 2) break;
    }
    expect(heard).toEqual(['snapshot 1 KGS1,KZT1,TJS1,UZS1,TMT1', 'update 2 KGS2.5']);
    await until(() => stand.hub.size === 0, 'its going');
    expect(connection.state).toBe('offline');
  });

  it('rests, wakes and resumes where it stood', async () => {
    const client = follow(way);
    await until(() => client.texts.length === 1, 'the snapshot');
    client.connection.rest();
    await until(() => stand.hub.size === 0, 'its going');
    await stand.commit(rateFor('KGS', '2.5'));
    await stand.commit(rateFor('KGS', '3.5'));
    expect(client.connection.state).toBe('offline');
    client.connection.wake();
    await until(() => client.texts.length === 3, 'the replay');
    expect(client.texts.slice(1)).toEqual(['update 2 KGS2.5', 'update 3 KGS3.5']);
  });

  it('ends as if it was never cut, when it is cut after every single message', async () => {
    const cutter = await openCutter(stand.port, endOf);
    const whole = follow(way);
    const cut = follow({ ...way, src: cutter.origin });
    await until(() => whole.texts.length === 1 && cut.texts.length === 1, 'both snapshots');
    for (let change = 0; change < 120; change += 1) {
      const [first = '', second = ''] = [CODES[change % 4], CODES[(change * 7 + 1) % 4]];
      await stand.commit(
        rateFor(first, `${change}.25`),
        ...(first === second ? [] : [rateFor(second, `9${change}`)]),
      );
      // Bursts and single changes: the cut falls between, within and after them.
      if (change % 5 === 0) await until(() => cut.told.at(-1)?.seq === change + 2, 'the change');
    }
    await until(() => cut.told.at(-1)?.seq === 121 && whole.told.at(-1)?.seq === 121, 'the last change');
    expect(cut.texts).toEqual(whole.texts);
    expect(cut.told).toHaveLength(120);
    expect([...cut.shown]).toEqual([...whole.shown]);
    expect(cutter.cuts).toBeGreaterThan(120);
    cut.connection.close();
    await cutter.close();
  });

  it('comes back after the service has gone, with the rates of the new one', async () => {
    const client = follow(way);
    await until(() => client.texts.length === 1, 'the snapshot');
    const { port } = stand;
    await stand.stop();
    stand = await openStand({}, port);
    await stand.commit(rateFor('KGS', '7.5'));
    await until(() => client.shown.get('KGS') === '7.5', 'the new rates');
    expect(client.states.slice(-2)).toEqual(['connecting', 'live']);
  });

  it('survives a callback that throws, and does not hide its fault', async () => {
    const faults: unknown[] = [];
    const onFault = (error: unknown) => faults.push(error);
    const before = process.listeners('uncaughtException');
    process.removeAllListeners('uncaughtException');
    process.on('uncaughtException', onFault);
    const client = follow({
      ...way,
      onSnapshot() {
        throw new Error('a fault of the page');
      },
    });
    await until(() => faults.length === 1, 'the fault');
    process.off('uncaughtException', onFault);
    for (const listener of before) process.on('uncaughtException', listener);
    await stand.commit(rateFor('KGS', '2.5'));
    await until(() => client.texts.length === 1, 'the change');
    expect(client.texts).toEqual(['update 2 KGS2.5']);
  });
});

describe('the client', () => {
  it('takes SSE when something on the way does not let WebSocket through', async () => {
    const asked: string[] = [];
    const src = await answering((request, response) => {
      asked.push(request.url ?? '');
      if (request.url?.startsWith('/stream')) stand.stream.serve(request, response);
      else response.writeHead(404).end();
    });
    const client = follow({ src, WebSocket });
    await until(() => client.texts.length === 1, 'the snapshot');
    expect(client.states).toEqual(['live']);
    expect(asked.at(-1)).toBe('/stream');
  });

  it('asks for no socket any more where only SSE got through: a page’s policy would be told of each', async () => {
    const asked: string[] = [];
    const src = await answering((request, response) => {
      asked.push(request.url?.split('?', 1)[0] ?? '');
      if (!request.url?.startsWith('/stream')) response.writeHead(404).end();
      else if (asked.length > 4) stand.stream.serve(request, response);
      else response.writeHead(200).end(':\n\n');
    });
    const client = follow({ src, WebSocket });
    await until(() => client.texts.length === 1, 'the snapshot');
    expect(asked.filter((path) => path === '/ws')).toHaveLength(1);
    expect(asked.filter((path) => path === '/stream').length).toBeGreaterThan(1);
  });

  it('turns to SSE at once when a socket says error and never close, as a blocked one does in Chromium', async () => {
    const src = await answering((request, response) => {
      if (request.url?.startsWith('/stream')) stand.stream.serve(request, response);
      else response.writeHead(404).end();
    });
    class Blocked {
      addEventListener(type: string, listener: (event: { type: string }) => void): void {
        if (type === 'error') setTimeout(listener, 0, { type });
      }
      close(): void {}
    }
    const client = follow({ src, WebSocket: Blocked });
    await until(() => client.texts.length === 1, 'the snapshot', 5_000);
  });

  it('starts over from a snapshot for a loop that takes nothing', async () => {
    const states: string[] = [];
    const onState = (state: string) => states.push(state);
    const client = connect({ src: stand.origin, WebSocket, codes: ['KGS'], onState });
    connections.push(client);
    const loop = client[Symbol.asyncIterator]();
    await loop.next();
    for (let n = 1; n <= 1_001; n += 1) await stand.commit(rateFor('KGS', `${n}.5`));
    await until(() => states.join() === 'live,offline,live', 'the new beginning');
    const { value } = await loop.next();
    expect(brief([value as ServerMessage])).toEqual(['snapshot 1002 KGS1001.5']);
  });

  it('polls with an ETag for five minutes when it is refused, and only then asks again', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] });
    const asked: string[] = [];
    const src = await answering((request, response) => {
      const path = request.url ?? '';
      asked.push(path);
      if (path !== '/rates') return response.writeHead(403).end();
      const isKnown = request.headers['if-none-match'] === '"one"';
      if (isKnown) asked.push('304');
      response.writeHead(isKnown ? 304 : 200, { etag: '"one"' });
      return response.end(isKnown ? undefined : JSON.stringify(stand.feed.snapshot()));
    });
    const client = follow({ src, codes: ['KGS'] });
    await until(() => client.texts.length === 1, 'the rates');
    expect(client.texts).toEqual(['snapshot 1 KGS1']);
    expect(client.connection.state).toBe('polling');
    const streams = () => asked.filter((path) => path.startsWith('/stream')).length;
    // `random` is 0: a poll every 15 seconds.
    for (let poll = 1; poll < 20; poll += 1) {
      await vi.advanceTimersByTimeAsync(15_000);
      await until(() => asked.filter((path) => path === '304').length === poll, `poll ${poll}`);
    }
    client.connection.rest();
    client.connection.wake();
    await until(() => asked.filter((path) => path === '304').length === 20, 'the poll after waking');
    expect(streams()).toBe(1);
    await vi.advanceTimersByTimeAsync(15_000);
    await until(() => streams() === 2, 'the next try');
  });

  it('stays away as long as a goodbye says', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] });
    let streams = 0;
    const src = await answering((request, response) => {
      if (!request.url?.startsWith('/stream')) return response.writeHead(503).end();
      streams += 1;
      return response.end('data: {"type":"goodbye","reason":"restart","retryAfterMs":7000}\n\n');
    });
    const client = follow({ src });
    await until(() => client.states.includes('offline'), 'the goodbye');
    await vi.advanceTimersByTimeAsync(6_900);
    expect(streams).toBe(1);
    await vi.advanceTimersByTimeAsync(200);
    await until(() => streams === 2, 'its return');
  });

  it('stays away as long as a full service says, and polls meanwhile', async () => {
    await stand.stop();
    stand = await openStand({ maxClients: 1 });
    const first = follow({ WebSocket });
    await until(() => first.connection.state === 'live', 'the first');
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] });
    const second = follow({ WebSocket });
    await until(() => second.connection.state === 'polling', 'polling');
    expect(second.shown.get('KGS')).toBe('1');
    first.connection.close();
    await until(() => stand.hub.size === 0, 'the place');
    await vi.advanceTimersByTimeAsync(9_900);
    expect(second.connection.state).toBe('polling');
    await vi.advanceTimersByTimeAsync(200);
    await until(() => second.connection.state === 'live', 'its stream');
    await stand.commit(rateFor('KGS', '2.5'));
    await until(() => second.shown.get('KGS') === '2.5', 'the change');
  });

  it('takes 45 seconds of silence for death', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] });
    let streams = 0;
    const src = await answering((request, response) => {
      if (!request.url?.startsWith('/stream')) return response.writeHead(503).end();
      streams += 1;
      return response.writeHead(200).write(':\n\n');
    });
    follow({ src });
    await until(() => streams === 1, 'the stream');
    await vi.advanceTimersByTimeAsync(44_000);
    expect(streams).toBe(1);
    await vi.advanceTimersByTimeAsync(2_000);
    await until(() => streams === 2, 'the next');
  });

  it('spreads its return over fifteen seconds, then thirty', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] });
    let tries = 0;
    const random = () => 0.999;
    const fetch = async () => {
      tries += 1;
      throw new TypeError('no network');
    };
    follow({ src: 'http://127.0.0.1:9', fetch, random });
    // A try is the stream, then /rates; the polls between do not count as tries.
    await vi.advanceTimersByTimeAsync(14_000);
    expect(tries).toBe(2);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(tries).toBe(4);
    await vi.advanceTimersByTimeAsync(29_000);
    expect(tries).toBe(4);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(tries).toBe(6);
  });

  it('never goes back: a polled answer that is older than what it shows is not told', async () => {
    const old = JSON.stringify(stand.feed.snapshot());
    await stand.commit(rateFor('KGS', '2.5'));
    const { epoch = '', seq = 0 } = stand.feed.snapshot() ?? {};
    let polls = 0;
    const src = await answering((request, response) => {
      if (request.url !== '/rates') return response.writeHead(503).end();
      polls += 1;
      return response.end(old);
    });
    const client = follow({ src, from: { epoch, seq } });
    await until(() => polls > 0 && client.connection.state === 'polling', 'a poll');
    expect(client.texts).toEqual([]);
  });
});
