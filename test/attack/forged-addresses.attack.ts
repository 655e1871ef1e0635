// attack: clients with forged addresses and foreign origins.
import { get } from 'node:http';
import type { FaultRow } from '../support/fault/table.ts';
import { startChild } from '../support/service/child.ts';
import { openRaw } from './raw.ts';

/** The headers of two clients, and whether they must count as one address. */
type Case = [trusting: boolean, first: string | null, second: string | null, isSame: boolean];

const CASES: Case[] = [
  // Without trusted proxies the address of the peer counts, with any header.
  [false, null, null, true],
  [false, null, '198.51.100.1', true],
  [false, '198.51.100.1', '198.51.100.2', true],
  [false, '10.0.0.1', '192.168.0.1', true],
  [false, '2001:db8::1', '2001:db8:1::1', true],
  [false, 'unknown', ', ,', true],
  // The peer is a trusted proxy: the last entry that is not a trusted proxy counts.
  [true, '198.51.100.1', '198.51.100.1', true],
  [true, '198.51.100.1', '198.51.100.2', false],
  [true, '6.6.6.6, 198.51.100.1', '7.7.7.7, 198.51.100.1', true],
  [true, '198.51.100.1, 198.51.100.2', '198.51.100.1, 198.51.100.3', false],
  [true, '198.51.100.1, 10.0.0.9', '198.51.100.1', true],
  [true, '198.51.100.1, 10.0.0.9, 10.0.0.8', '198.51.100.2, 10.0.0.9', false],
  [true, '127.0.0.1', null, true],
  [true, 'unknown', null, true],
  [true, '198.51.100.1, unknown', null, true],
  [true, '', null, true],
  [true, '::ffff:198.51.100.1', '198.51.100.1', true],
  [true, '2001:db8::1', '2001:db8::2', true],
  [true, '2001:db8::1', '2001:db8:0:1::1', false],
  [true, ' 198.51.100.1 ', '198.51.100.1', true],
];

const FORGERIES = 1_000;
const LIMIT = 600;

const forwarded = (value: string | null) => (value === null ? '' : `X-Forwarded-For: ${value}\r\n`);

async function isOneAddress(port: number, first: string | null, second: string | null): Promise<boolean> {
  const held = await openRaw(port, forwarded(first));
  const other = await openRaw(port, forwarded(second));
  const isSame = held.status === 101 && other.status === 429;
  for (const peer of [held, other]) {
    peer.socket.destroy();
    await peer.ended;
  }
  return isSame;
}

/** Accepted requests when each has another forged address. */
async function countAnswered(port: number, headerOf: (index: number) => string): Promise<number> {
  let answered = 0;
  for (let begun = 0; begun < FORGERIES; begun += 50) {
    const statuses = Array.from({ length: 50 }, (_, index) => {
      const headers = { 'x-forwarded-for': headerOf(begun + index) };
      return new Promise<number>((resolve) => {
        get({ port, host: '127.0.0.1', path: '/rates', headers }, (response) => {
          response.resume();
          resolve(response.statusCode ?? 0);
        });
      });
    });
    answered += (await Promise.all(statuses)).filter((status) => status === 200).length;
  }
  return answered;
}

export async function forgeAddresses(): Promise<FaultRow> {
  const limits = { MAX_CLIENTS_PER_ADDRESS: '1', RATE_LIMIT: String(LIMIT) };
  const open = await startChild(limits);
  const trusting = await startChild({ ...limits, TRUSTED_PROXIES: '127.0.0.1,10.0.0.0/8' });
  const wrong: string[] = [];
  for (const [isTrusting, first, second, isSame] of CASES) {
    const { port } = isTrusting ? trusting : open;
    // The place of the last pair is free a moment after its end.
    let counted = await isOneAddress(port, first, second);
    if (counted !== isSame) counted = await isOneAddress(port, first, second);
    if (counted !== isSame) wrong.push(`${first} and ${second}`);
  }
  const invented = (index: number) => `203.0.${index >> 8}.${index & 255}`;
  const plain = await countAnswered(open.port, invented);
  const behind = await countAnswered(trusting.port, (index) => `${invented(index)}, 198.51.100.9`);
  await Promise.all([open.end(), trusting.end()]);
  return {
    id: 'C4',
    fault: `${CASES.length} pairs of forged X-Forwarded-For; ${FORGERIES} forgeries`,
    measured: `${CASES.length - wrong.length} of ${CASES.length} right${wrong.length === 0 ? '' : ` (not ${wrong[0]})`}; ${plain} and ${behind} answered`,
    due: `all right; one address: ${LIMIT} answered`,
    passed: wrong.length === 0 && plain === LIMIT && behind === LIMIT,
  };
}

const FOREIGN = [
  'https://evil.example',
  'http://news.example',
  'https://news.example:8443',
  'https://news.example.evil.example',
  'https://evilnews.example',
  'https://sub.news.example',
  'https://news.example@evil.example',
  'https://news.example/',
  'HTTPS://NEWS.EXAMPLE',
  'null',
  'file://',
  '',
];

export async function comeFromElsewhere(): Promise<FaultRow> {
  const service = await startChild({ ALLOWED_ORIGINS: 'https://news.example' });
  const admitted: string[] = [];
  for (const origin of FOREIGN) {
    const peer = await openRaw(service.port, `Origin: ${origin}\r\n`);
    const page = await fetch(`${service.origin}/stream`, { headers: { origin } });
    if (peer.status !== 403 || page.status !== 403)
      admitted.push(`${origin} (${peer.status}, ${page.status})`);
    peer.socket.destroy();
    await page.body?.cancel();
  }
  const legal = await Promise.all(
    [`Origin: https://news.example\r\n`, `Origin: http://x\r\n`, ''].map((header) =>
      openRaw(service.port, header),
    ),
  );
  const isOpen = legal.every(({ status }) => status === 101);
  for (const { socket } of legal) socket.destroy();
  await service.end();
  return {
    id: 'C5',
    fault: `${FOREIGN.length} forms of a foreign Origin, a list being set`,
    measured:
      admitted.length === 0
        ? `${FOREIGN.length} got 403, the listed, own and absent ones 101`
        : `admitted: ${admitted.join(', ')}`,
    due: '403 before the upgrade',
    passed: admitted.length === 0 && isOpen,
  };
}

export const run = async (): Promise<FaultRow[]> => [await forgeAddresses(), await comeFromElsewhere()];
