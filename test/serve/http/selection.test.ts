import { describe, expect, it } from 'vitest';
import { readCodes } from '../../../src/serve/http/selection.ts';

const KNOWN = ['KGS', 'KZT', 'UZS'];

describe('?codes=', () => {
  it.each([undefined, null, '', 'KGS,KZT,UZS', 'uzs,kzt,kgs'])('is all as %j', (query) => {
    expect(readCodes(query, KNOWN)).toEqual({ codes: null, unknown: [] });
  });

  it.each(['KGS,UZS', 'uzs,kgs', 'KGS, UZS', ' kgs ,UZS,kgs'])('is two currencies as %j', (query) => {
    const { codes, unknown } = readCodes(query, KNOWN);
    expect([...(codes ?? [])]).toEqual(['KGS', 'UZS']);
    expect(unknown).toEqual([]);
  });

  it('names what nobody knows, beside what is known', () => {
    expect(readCodes('KGS,XXX,<b>', KNOWN)).toEqual({ codes: new Set(['KGS']), unknown: ['XXX', '<B>'] });
    expect(readCodes(',', KNOWN)).toEqual({ codes: new Set(), unknown: [''] });
  });
});
