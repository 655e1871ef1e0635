// test: a service that the test controls: the built widget, and /rates and /ws in their public form.
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { WebSocketServer } from 'ws';
import type { Change, Rate } from '../../src/rates/wire.ts';

const SCRIPT = new URL('../../dist/widget.js', import.meta.url);

export interface TestFeed {
  origin: string;
  /** Paths that were requested, upgrades included. */
  asked: string[];
  /** The number of open sockets. */
  readonly open: number;
  /** The delay of the answer of `/rates`. */
  lateMs: number;
  /** Sends an update with these rates. */
  push(...rates: Rate[]): void;
  close(): Promise<void>;
}

/** A rate of a currency. `inverse` is its units for one dollar. */
export function rate(base: string, inverse: string, more: Partial<Rate> = {}): Rate {
  const price = (1 / Number(inverse)).toFixed(16);
  return {
    pair: `${base}/USD`,
    base,
    quote: 'USD',
    rate: price,
    display: Number(price).toFixed(Math.max(0, 4 - Math.floor(Math.log10(Number(price))))),
    inverse,
    change: change('0.77', '-0.77'),
    date: '2026-04-02',
    source: { id: 'nbk', name: 'National Bank', kind: 'official', url: 'https://bank.example' },
    status: 'live',
    fetchedAt: new Date().toISOString(),
    ...more,
  };
}

export function change(percent: string, inversePercent: string): Change {
  const direction = percent === '0.00' ? 'flat' : percent.startsWith('-') ? 'down' : 'up';
  return {
    percent,
    inversePercent,
    absolute: '0',
    direction,
    previous: '0.0020886',
    previousDate: '2026-04-01',
  };
}

export const FIVE = [
  rate('KGS', '87.4500', { change: null }),
  rate('KZT', '475.09'),
  rate('TJS', '9.3371', { change: change('0.08', '-0.08') }),
  rate('UZS', '12149.84', { change: change('-0.06', '0.06') }),
  rate('TMT', '3.5', { change: change('0.00', '0.00'), status: 'pegged' }),
];

export async function startFeed(first: readonly Rate[] = FIVE, hasSockets = true): Promise<TestFeed> {
  const known = new Map(first.map((it) => [it.base, it]));
  const asked: string[] = [];
  let seq = 1;
  const at = () => ({ epoch: 'testepoch', seq, asOf: new Date().toISOString() });
  const all = () => ({ ...at(), quote: 'USD', rates: [...known.values()] });
  const server = createServer((request, response) => {
    const path = (request.url ?? '').split('?', 1)[0] ?? '';
    asked.push(path);
    response.setHeader('access-control-allow-origin', '*');
    response.setHeader('cross-origin-resource-policy', 'cross-origin');
    if (path === '/widget.js') {
      response.setHeader('content-type', 'text/javascript; charset=utf-8');
      response.end(readFileSync(SCRIPT));
    } else if (/^\/widget\/hands-\w+\.js$/.test(path)) {
      const part = new URL(`../../dist${path.replace('/widget', '/parts')}`, import.meta.url);
      response.setHeader('content-type', 'text/javascript; charset=utf-8');
      // An old version requests a part that no longer exists.
      if (existsSync(part)) response.end(readFileSync(part));
      else response.writeHead(404).end();
    } else if (/^\/widget\/[a-z]+\.json$/.test(path)) {
      response.end(readFileSync(new URL(`../../dist${path.replace('/widget', '/words')}`, import.meta.url)));
    } else if (path === '/rates') setTimeout(() => response.end(JSON.stringify(all())), feed.lateMs);
    else if (path.endsWith('/history')) {
      const days = ['0.002', '0.0021', '0.00205', '0.0022'];
      response.end(JSON.stringify({ rates: days.map((it) => ({ rate: it, inverse: '1' })) }));
    } else response.writeHead(404).end();
  }).listen(0, '127.0.0.1');
  const sockets = new WebSocketServer({ noServer: true });
  server.on('upgrade', (request, socket, head) => {
    asked.push('/ws');
    if (!hasSockets) {
      socket.destroy();
      return;
    }
    sockets.handleUpgrade(request, socket, head, (ws) =>
      ws.send(JSON.stringify({ type: 'snapshot', ...all() })),
    );
  });
  await once(server, 'listening');
  const feed: TestFeed = {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    lateMs: 0,
    get open() {
      return sockets.clients.size;
    },
    push(...rates) {
      seq += 1;
      for (const it of rates) known.set(it.base, it);
      const text = JSON.stringify({ type: 'update', ...at(), rates });
      for (const client of sockets.clients) client.send(text);
    },
    async close() {
      for (const client of sockets.clients) client.terminate();
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
  return feed;
}
