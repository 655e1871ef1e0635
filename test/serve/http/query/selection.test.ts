import { describe, expect, it } from 'vitest';
import { readCodes } from '../../../../src/serve/http/query/selection.ts';

const KNOWN = ['KGS', 'KZT', 'UZS'];

describe('?codes=', () => {
  it.each([undefined, null, '', ',', ' ', 'KGS,KZT,UZS', 'uzs,kzt,kgs'])('selects all by %j', (query) => {
    expect(readCodes(query, KNOWN)).toEqual({ codes: null, unknown: [] });
  });

  it.each(['KGS,UZS', 'uzs,kgs', 'KGS, UZS', ' kgs ,UZS,kgs', 'KGS UZS', 'kgs,,UZS,'])(
    'selects two currencies by %j',
    (query) => {
      const { codes, unknown } = readCodes(query, KNOWN);
      expect([...(codes ?? [])]).toEqual(['KGS', 'UZS']);
      expect(unknown).toEqual([]);
    },
  );

  it('lists unknown codes beside the known ones', () => {
    expect(readCodes('KGS,XXX,<b>', KNOWN)).toEqual({ codes: new Set(['KGS']), unknown: ['XXX', '<B>'] });
    expect(readCodes('KGSUZS', KNOWN)).toEqual({ codes: new Set(), unknown: ['KGSUZS'] });
  });
});
