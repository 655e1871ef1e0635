// soak: the traffic of a busy day: streams, requests, and invalid requests.
import { get } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import { listenSse, listenWs, type RecordedStream } from '../support/listeners/recorded-streams.ts';

/** A request on its own connection: a kept connection would count as memory of the service. */
function ask(origin: string, path: string, headers: Record<string, string> = {}): Promise<number> {
  return new Promise((resolve) => {
    const request = get(origin + path, { agent: false, headers }, (response) => {
      response.resume();
      response.on('end', () => resolve(response.statusCode ?? 0));
    });
    request.on('error', () => resolve(0));
  });
}

const PATHS = [
  ...['/', '/docs', '/embed', '/rates', '/rates.txt?decimals=5', '/rates.csv', '/rates/KGS', '/sources'],
  ...['/rates/KZT/history', '/convert?from=KGS&to=UZS', '/widget.js', '/openapi.json', '/readyz', '/nowhere'],
];
const UPGRADES = ['websocket', 'h2c'];
const SELECTIONS = ['', '?codes=KGS', '?codes=KZT,UZS', '?codes=XXX', '?epoch=gone12345678&seq=7'];
const WORDS = [
  '{"type":"subscribe","codes":["KGS","XXX"],"id":1}',
  '{"type":"unsubscribe","codes":["TMT"]}',
  '{"type":"ping","id":"p"}',
  '{',
];

/** Streams that stay open, half of each kind. */
export const settle = (origin: string, count: number): Promise<RecordedStream[]> =>
  Promise.all(
    Array.from({ length: count }, (_, index) =>
      index % 2 === 0 ? listenWs(`${origin}/ws`) : listenSse(`${origin}/stream`),
    ),
  );

/**
 * A crowd of streams that send messages and leave, requests of every path, and invalid requests, all new each time.
 */
export async function rush(origin: string, count: number, turn: number): Promise<void> {
  const come = (index: number) => {
    const query = SELECTIONS[index % SELECTIONS.length] ?? '';
    return index % 2 === 0 ? listenWs(`${origin}/ws${query}`) : listenSse(`${origin}/stream${query}`);
  };
  const crowd = await Promise.all(Array.from({ length: count }, (_, index) => come(index)));
  for (const stream of crowd) for (const word of WORDS) stream.send(word);
  for (let index = 0; index < count; index += 1) {
    const path = PATHS[index % PATHS.length] ?? '/';
    await ask(origin, path);
    // Addresses that were never requested before: a cache must not keep each of them.
    await ask(origin, `/rates?codes=KGS&turn=${turn}-${index}`, { 'if-none-match': `"${turn}-${index}"` });
    await ask(origin, `/strange/${turn}/${index}`, {
      'x-forwarded-for': `10.${turn % 256}.${index % 256}.1`,
    });
    await ask(origin, path, { connection: 'Upgrade', upgrade: UPGRADES[index % UPGRADES.length] ?? '' });
  }
  await wait(2_000);
  for (const stream of crowd) stream.close();
}
