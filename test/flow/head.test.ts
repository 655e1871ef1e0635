import { type IncomingHttpHeaders, request } from 'node:http';
import { brotliDecompressSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { OpenApi } from '../../src/serve/description/openapi.ts';
import { addressFor } from '../../src/serve/pages/docs/requests.ts';
import { type InProcessService, startInProcess } from '../support/service/in-process.ts';

interface Answer {
  status: number;
  headers: IncomingHttpHeaders;
  body: Buffer;
}

let service: InProcessService;
let addresses: string[];
beforeAll(async () => {
  const script = 'console.log("a strip");'.repeat(50);
  const widget = {
    script,
    version: '0',
    words: { kk: '{"KGS":"сом"}'.padEnd(400), ru: '{"KGS":"сом"}'.padEnd(300) },
    parts: { 'hands-1234abcd': script },
  };
  service = await startInProcess({ SOURCES: 'seed' }, { widget });
  const { paths } = (await (await fetch(`${service.origin}/openapi.json`)).json()) as OpenApi;
  addresses = Object.entries(paths).map(([path, { get }]) => addressFor(path, get, service.origin));
});
afterAll(() => service.stop());

/** An answer as it was sent: `fetch` would unpack it. */
function ask(address: string, method: string, accepted?: string): Promise<Answer> {
  const headers = accepted === undefined ? {} : { 'accept-encoding': accepted };
  return new Promise((resolve, reject) => {
    const sent = request(address, { method, headers }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => {
        const { date: _date, 'x-request-id': _id, ...rest } = response.headers;
        resolve({ status: response.statusCode ?? 0, headers: rest, body: Buffer.concat(chunks) });
      });
    });
    sent.on('error', reject).end();
  });
}

describe('every path', () => {
  it.each([undefined, 'gzip', 'br, gzip'])(
    'answers HEAD as GET, to a client that accepts %s',
    async (accepted) => {
      expect(addresses.length).toBeGreaterThan(25);
      for (const address of addresses) {
        const [get, head] = [await ask(address, 'GET', accepted), await ask(address, 'HEAD', accepted)];
        expect(get.status, address).toBe(200);
        expect(get.headers['content-length'], address).toBe(String(get.body.length));
        expect([head.status, head.headers], address).toEqual([get.status, get.headers]);
        expect(head.body).toHaveLength(0);
      }
    },
  );

  it('compresses its text, unless that would be longer', async () => {
    for (const address of addresses) {
      const [plain, packed] = [await ask(address, 'GET'), await ask(address, 'GET', 'br, gzip')];
      expect(packed.body.length, address).toBeLessThanOrEqual(plain.body.length);
      const isText = plain.headers['content-type'] !== 'image/png' && plain.body.length > 100;
      if (isText) expect(packed.headers['content-encoding'], address).toBe('br');
      if (packed.headers['content-encoding'] !== 'br') continue;
      expect(String(brotliDecompressSync(packed.body)), address).toBe(String(plain.body));
    }
  });

  it('answers a problem to HEAD as to GET', async () => {
    for (const path of [
      '/nothing',
      '/rates/XXX',
      '/rates?codes=XXX',
      '/ws',
      '/oembed?url=x',
      '/widget/9.js',
    ]) {
      const [get, head] = [await ask(service.origin + path, 'GET'), await ask(service.origin + path, 'HEAD')];
      expect(get.headers['content-length']).toBe(String(get.body.length));
      expect([head.status, head.headers], path).toEqual([get.status, get.headers]);
    }
  });
});

describe('caches', () => {
  it.each([
    ['*', 'accept-encoding'],
    ['https://news.example', 'accept-encoding, origin'],
  ])('keep one copy for each coding, and for each origin only by a list: %s', async (origins, vary) => {
    const listed = await startInProcess({ SOURCES: 'seed', ALLOWED_ORIGINS: origins });
    for (const path of ['/rates', '/widget.js', '/widget.json', '/docs', '/embed', '/nothing'])
      expect((await ask(listed.origin + path, 'GET')).headers.vary, path).toBe(vary);
    const page = await ask(`${listed.origin}/`, 'GET');
    expect(page.headers.vary).toBe(`${vary}, accept-language`);
    const again = await fetch(`${listed.origin}/`, {
      headers: { 'if-none-match': String(page.headers.etag), 'accept-encoding': 'identity' },
    });
    expect([again.status, again.headers.get('vary')]).toEqual([304, `${vary}, accept-language`]);
    await listed.stop();
  });
});
