import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { createRouter } from '../../../src/serve/http/router.ts';
import { createWidgetRoutes } from '../../../src/serve/routes/widget.ts';

const script = 'console.log("a strip");'.repeat(50);
const part = 'export const createHands = () => {};';
const app = createRouter(
  createWidgetRoutes(
    { script, version: '1.2.3-abc', words: { ru: '{"KGS":"Сом"}' }, parts: { 'hands-1234abcd': part } },
    'https://rates.example',
  ),
);
const UNPACK = { br: brotliDecompressSync, gzip: gunzipSync };

describe('the script', () => {
  it.each([
    ['gzip, deflate, br, zstd', 'br'],
    ['gzip, deflate', 'gzip'],
    ['br;q=0, gzip;q=0.5', 'gzip'],
    ['gzip;q=0.01', 'gzip'],
  ] as const)('is compressed for a browser that accepts %s', async (accepted, coding) => {
    const response = await app.request('/widget.js', { headers: { 'accept-encoding': accepted } });
    expect(response.headers.get('content-encoding')).toBe(coding);
    const body = Buffer.from(await response.arrayBuffer());
    expect(body.length).toBeLessThan(script.length);
    expect(UNPACK[coding](body).toString()).toBe(script);
  });

  it.each(['', 'identity', 'gzip;q=0', 'gzip; q=0.0'])(
    'is not compressed for one that accepts %j',
    async (accepted) => {
      const response = await app.request('/widget.js', { headers: { 'accept-encoding': accepted } });
      expect(response.headers.get('content-encoding')).toBeNull();
      expect(await response.text()).toBe(script);
    },
  );

  it('has an ETag for each form, and answers 304', async () => {
    const tags = new Set<string>();
    for (const accepted of ['br', 'gzip', '']) {
      const headers = { 'accept-encoding': accepted };
      const etag = (await app.request('/widget.js', { headers })).headers.get('etag') ?? '';
      tags.add(etag);
      const again = await app.request('/widget.js', { headers: { ...headers, 'if-none-match': etag } });
      expect(again.status).toBe(304);
    }
    expect(tags.size).toBe(3);
  });

  it('has an immutable address, and answers 404 to another version', async () => {
    const { url, version } = (await (await app.request('/widget.json')).json()) as Record<string, string>;
    expect([url, version]).toEqual(['https://rates.example/widget/1.2.3-abc.js', '1.2.3-abc']);
    const copy = await app.request('/widget/1.2.3-abc.js');
    expect(copy.headers.get('cache-control')).toContain('immutable');
    expect(await copy.text()).toBe(script);
    expect((await app.request('/widget/1.2.2-abc.js')).status).toBe(404);
  });

  it('has its parts at immutable addresses', async () => {
    const copy = await app.request('/widget/hands-1234abcd.js');
    expect(copy.headers.get('cache-control')).toContain('immutable');
    expect(copy.headers.get('content-type')).toContain('text/javascript');
    expect(await copy.text()).toBe(part);
    expect((await app.request('/widget/hands-00000000.js')).status).toBe(404);
  });
});
