import { createConfig, lintFromString } from '@redocly/openapi-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { OpenApi } from '../../src/serve/description/openapi.ts';
import { rateFor } from '../support/figures.ts';
import { type ServingParts, startParts } from '../support/service/serving-parts.ts';

let parts: ServingParts;
let text = '';
let served: OpenApi;
beforeAll(async () => {
  parts = await startParts();
  await parts.commit(rateFor('KGS', '87.4500'), rateFor('KZT', '475.09'));
  text = await (await fetch(`${parts.origin}/openapi.json`)).text();
  served = JSON.parse(text);
});
afterAll(() => parts.stop());

async function problemsOf(source: string, severities = ['error']): Promise<string[]> {
  const config = await createConfig({ extends: ['recommended'] });
  const found = await lintFromString({ source, absoluteRef: 'openapi.json', config });
  return found
    .filter(({ severity }) => severities.includes(severity))
    .map(({ ruleId, message, location }) => `${ruleId} ${location[0]?.pointer}: ${message}`);
}

describe('/openapi.json', () => {
  it('has no error by the recommended rules of Redocly, also in its examples', async () => {
    expect(await problemsOf(text)).toEqual([]);
  });

  it('has no warning but that of a path without a 4xx answer', async () => {
    const found = await problemsOf(text, ['error', 'warn']);
    expect(found.filter((it) => !it.startsWith('operation-4xx-response'))).toEqual([]);
  });

  it('is checked by rules that find an error', async () => {
    expect(await problemsOf(text.replace('"security":[],', ''))).not.toEqual([]);
    expect(
      await problemsOf(text.replaceAll('"operationId":"getRate"', '"operationId":"getRates"')),
    ).not.toEqual([]);
  });

  it('has an operationId for each path and none twice', () => {
    const ids = Object.values(served.paths).map(({ get }) => get.operationId);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.length).toBeGreaterThan(20);
  });

  it('has the current answers of the service as examples', async () => {
    const exampleOf = ({ paths }: OpenApi, path: string) =>
      Object.values(paths[path]?.get.responses['200']?.content ?? {})[0]?.example;
    expect(exampleOf(served, '/rates/{code}')).toEqual(
      await (await fetch(`${parts.origin}/rates/KGS`)).json(),
    );
    expect(exampleOf(served, '/rates.txt')).toMatch(/^KGS\/USD = 0.01144 —\nKZT\/USD = 0.00210 —\n/);
    expect(exampleOf(served, '/oembed')).toMatchObject({ type: 'rich', provider_url: 'http://localhost/' });
    await parts.commit(rateFor('KGS', '88.0000'));
    const after = (await (await fetch(`${parts.origin}/openapi.json`)).json()) as OpenApi;
    expect(exampleOf(after, '/rates/{code}.txt')).toBe('0.011364');
  });
});
