import { describe, expect, it } from 'vitest';
import { SOURCE_IDS, SOURCE_KEYS, sourceKindOf } from '../../src/sources/registry.ts';
import { selectSources } from '../../src/sources/selection.ts';

const seated = (...ids: string[]) => selectSources(ids, new Map(), new Map());
const publishing = (...ids: string[]) => Object.fromEntries(seated(...ids).publisherOf);

describe('the list of sources', () => {
  it('contains every publisher once, with an id that forms the name of a setting', () => {
    expect(new Set(SOURCE_IDS).size).toBe(SOURCE_IDS.length);
    for (const id of SOURCE_IDS) expect(`${id.toUpperCase()}_ORIGIN`).toMatch(/^[A-Z0-9]+_ORIGIN$/);
  });

  it('contains the setting of each key and the kind of each source', () => {
    expect(SOURCE_KEYS).toEqual({ oxr: 'OXR_APP_ID' });
    expect(['nbk', 'oxr', 'seed', 'demo', 'gone'].map(sourceKindOf)).toEqual([
      'official',
      'market',
      'seed',
      'demo',
      'official',
    ]);
  });

  it('makes the first source that covers a currency its publisher, and later ones its checks', () => {
    expect(publishing('nbkr', 'nbk', 'nbt', 'cbu', 'cbt', 'cbr')).toEqual({
      KGS: 'nbkr',
      KZT: 'nbk',
      TJS: 'nbt',
      UZS: 'cbu',
      TMT: 'cbt',
    });
    const { selectedSources } = seated('nbk', 'cbr');
    expect(selectedSources.map(({ source, publishes, checks }) => [source.id, publishes, checks])).toEqual([
      ['nbk', ['KZT'], []],
      ['cbr', ['KGS', 'TJS', 'UZS', 'TMT'], ['KZT']],
    ]);
    expect(selectedSources[0]?.checkedBy('KZT')).toEqual(['cbr']);
  });

  it('contains only covered currencies, in the order of the sources', () => {
    expect(Object.keys(publishing('cbu', 'nbk'))).toEqual(['UZS', 'KZT']);
    expect(seated('seed')).toMatchObject({ selectedSources: [] });
    expect(Object.keys(publishing('seed'))).toEqual(['KGS', 'KZT', 'TJS', 'UZS', 'TMT']);
  });

  it('shows an invented rate only where its source is selected', () => {
    const demo = { base: 'KZT', source: { id: 'demo' } };
    expect([
      seated('nbk').admits(demo),
      seated('nbk', 'demo').admits(demo),
      seated('demo').admits(demo),
    ]).toEqual([false, false, true]);
    expect(seated('nbk').admits({ base: 'KZT', source: { id: 'seed' } })).toBe(true);
  });

  it('uses the publisher’s own origin, or the configured one', () => {
    const origins = new Map([['nbk', 'http://127.0.0.1:4010']]);
    const { selectedSources } = selectSources(['nbk', 'cbu'], origins, new Map());
    expect(selectedSources.map((it) => it.origin)).toEqual(['http://127.0.0.1:4010', 'https://cbu.uz']);
  });

  it('uses the band of a currency’s own bank, whichever source publishes it', () => {
    const [selected] = seated('cbr').selectedSources;
    expect(['KGS', 'KZT', 'TJS', 'UZS'].map((code) => selected?.bandOf(code))).toEqual(['2', '5', '5', '5']);
  });
});
