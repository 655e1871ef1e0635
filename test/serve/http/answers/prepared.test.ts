import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { Hono } from 'hono';
import { beforeEach, describe, expect, it } from 'vitest';
import { createBodies } from '../../../../src/serve/http/answers/bodies.ts';
import { codingOf } from '../../../../src/serve/http/answers/coding.ts';
import { answerPacked } from '../../../../src/serve/http/answers/form.ts';
import { prepare } from '../../../../src/serve/http/answers/prepared.ts';

const TEXT = 'KGS/USD = 0.011435 0.19%\n'.repeat(40);
const AS_OF = '2026-04-02T10:00:00.900Z';
const LAST_MODIFIED = 'Thu, 02 Apr 2026 10:00:00 GMT';
const UNPACK = { br: brotliDecompressSync, gzip: gunzipSync };

let nowMs: number;
let body = prepare(TEXT, 'text/plain', AS_OF);
const app = new Hono().get('/', (c) => answerPacked(c, body, 'public, max-age=10', () => nowMs));
const get = (headers: Record<string, string> = {}, method = 'GET') => app.request('/', { headers, method });

beforeEach(() => {
  nowMs = Date.parse(AS_OF) + 60_000;
  body = prepare(TEXT, 'text/plain', AS_OF);
});

describe('a prepared body', () => {
  it.each(['br', 'gzip'] as const)(
    'is packed with %s for who takes it, each time from the same bytes',
    async (coding) => {
      const response = await get({ 'accept-encoding': coding });
      expect(response.headers.get('content-encoding')).toBe(coding);
      const bytes = Buffer.from(await response.arrayBuffer());
      expect(response.headers.get('content-length')).toBe(String(bytes.length));
      expect(bytes.length).toBeLessThan(TEXT.length / 5);
      expect(UNPACK[coding](bytes).toString()).toBe(TEXT);
      const { bytes: kept } = body.forms.get(coding) ?? {};
      await get({ 'accept-encoding': coding });
      expect(body.forms.get(coding)?.bytes).toBe(kept);
    },
  );

  it('has an ETag for each form, and a 304 for the same form only', async () => {
    const tags: string[] = [];
    for (const accepted of ['br', 'gzip', 'identity']) {
      const headers = { 'accept-encoding': accepted };
      const etag = (await get(headers)).headers.get('etag') ?? '';
      expect((await get({ ...headers, 'if-none-match': etag })).status).toBe(304);
      tags.push(etag);
    }
    expect(new Set(tags).size).toBe(3);
    expect((await get({ 'accept-encoding': 'br', 'if-none-match': tags[2] ?? '' })).status).toBe(200);
  });

  it('is plain where compression would make it longer', async () => {
    body = prepare('0.0114351057747', 'text/plain', AS_OF);
    nowMs = Date.parse(AS_OF);
    // The second round comes after the time at which its date is final.
    for (const laterMs of [0, 60_000]) {
      nowMs += laterMs;
      const response = await get({ 'accept-encoding': 'br' });
      expect(response.headers.get('content-encoding')).toBeNull();
      expect(await response.text()).toBe('0.0114351057747');
      expect(response.headers.get('etag')).toBe(body.etag);
    }
  });

  it('answers HEAD with its length and without a body', async () => {
    const head = await get({}, 'HEAD');
    expect(head.headers.get('content-length')).toBe(String(TEXT.length));
    expect(await head.text()).toBe('');
  });

  it('answers 304 by its date, unless a tag is sent too', async () => {
    expect((await get()).headers.get('last-modified')).toBe(LAST_MODIFIED);
    const since = { 'if-modified-since': LAST_MODIFIED };
    expect((await get(since)).status).toBe(304);
    expect((await get({ ...since, 'if-none-match': '"other"' })).status).toBe(200);
    expect((await get({ 'if-modified-since': 'Thu, 02 Apr 2026 09:59:59 GMT' })).status).toBe(200);
    expect((await get({ 'if-modified-since': 'yesterday' })).status).toBe(200);
  });

  it('answers whole by a later date: a leader whose clock was ahead gave it to an older content', async () => {
    expect((await get({ 'if-modified-since': 'Thu, 02 Apr 2026 10:05:00 GMT' })).status).toBe(200);
  });

  it('has no date while another change of the same second may follow', async () => {
    nowMs = Date.parse(AS_OF) + 9_000;
    expect((await get()).headers.get('last-modified')).toBeNull();
    expect((await get({ 'if-modified-since': LAST_MODIFIED })).status).toBe(200);
    nowMs += 1_000;
    expect((await get({ 'if-modified-since': LAST_MODIFIED })).status).toBe(304);
  });
});

it('keeps no more than some megabytes of bodies, whatever they are asked by', () => {
  const bodyAt = createBodies();
  let made = 0;
  const ask = (key: string) =>
    bodyAt({ epoch: 'abcdefgh', seq: 1 }, key, () => {
      made += 1;
      return prepare('x'.repeat(1_000_000), 'text/html');
    });
  for (let count = 0; count < 10; count += 1) ask(`host ${count}`);
  ask('host 9');
  expect(made).toBe(10);
  ask('host 0');
  expect(made).toBe(11);
});

describe('accept-encoding', () => {
  it.each([
    [undefined, null],
    ['', null],
    ['identity', null],
    ['gzip, deflate, br, zstd', 'br'],
    ['GZIP', 'gzip'],
    ['br;q=0, gzip;q=0.5', 'gzip'],
    ['br; q=0.0, *', 'gzip'],
    ['*', 'br'],
    ['*;q=0', null],
    ['gzip;q=zero', null],
    ['x-gzip, brotli', null],
  ])('%j is answered with %j', (accepted, coding) => expect(codingOf(accepted)).toBe(coding));

  it('of ten thousand kinds does not grow the memory', () => {
    for (let count = 0; count < 10_000; count += 1) expect(codingOf(`br;q=0.${count}1`)).toBe('br');
  });
});
