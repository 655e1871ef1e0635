import { XMLValidator } from 'fast-xml-parser';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rateFor } from '../support/figures.ts';
import { decodePng } from '../support/png.ts';
import { type ServingParts, startParts } from '../support/service/serving-parts.ts';

let parts: ServingParts;
beforeAll(async () => {
  parts = await startParts();
  await parts.commit(rateFor('KGS', '87.4500'), rateFor('KZT', '475.09'));
});
afterAll(() => parts.stop());

const ask = (path: string, headers: Record<string, string> = {}) => fetch(parts.origin + path, { headers });
const painted = async (path: string) => decodePng(new Uint8Array(await (await ask(path)).arrayBuffer()));

describe('a picture of the rates', () => {
  it('is complete over HTTP, and any page may show it', async () => {
    const response = await ask('/rates.svg?look=cards&lang=kk');
    expect(response.headers.get('cross-origin-resource-policy')).toBe('cross-origin');
    expect(response.headers.get('access-control-allow-origin')).toBe('*');
    const text = await response.text();
    expect(XMLValidator.validate(text)).toBe(true);
    expect(text).toContain('>Теңге</text>');
    const plain = await ask('/rates.svg?look=cards&lang=kk', { 'accept-encoding': 'identity' });
    expect(plain.headers.get('content-length')).toBe(String(Buffer.byteLength(text)));
  });

  it.each([
    ['width=320', 640],
    ['width=320&scale=1', 320],
    ['look=list&width=1200', 2400],
    ['look=cards&theme=dark&lang=ru', 1200],
  ])('as PNG with %s is %i pixels wide and not blank', async (query, width) => {
    const decoded = await painted(`/rates.png?${query}`);
    expect(decoded.width).toBe(width);
    expect(new Set(decoded.rows).size).toBeGreaterThan(20);
  });

  it('has the size of a preview of a link', async () => {
    const { width, height } = await painted('/rates.png?look=list&width=600&height=315');
    expect([width, height]).toEqual([1200, 630]);
  });

  it.each(['/rates.svg', '/rates.png'])('%s answers 304 until the rates change', async (path) => {
    const etag = (await ask(path)).headers.get('etag') ?? '';
    expect((await ask(path, { 'if-none-match': etag })).status).toBe(304);
    const head = await fetch(parts.origin + path, { method: 'HEAD' });
    expect([head.status, await head.text()]).toEqual([200, '']);
    await parts.commit(rateFor('KGS', path === '/rates.svg' ? '88.0000' : '89.0000'));
    const after = await ask(path, { 'if-none-match': etag });
    expect(after.status).toBe(200);
    expect(after.headers.get('etag')).not.toBe(etag);
  });

  it('is counted under its own path', async () => {
    await ask('/rates.png?codes=XXX');
    const { values } = await parts.metrics.requests.get();
    expect(
      values.find(({ labels }) => labels.route === '/rates.png' && Number(labels.status) === 400)?.value,
    ).toBe(1);
  });
});
