import { describe, expect, it } from 'vitest';
import { readSeed } from '../../../src/sources/made-up/seed.ts';
import { shippedSeed } from '../../../src/sources/registry.ts';
import { FIVE } from '../../support/figures.ts';

const row = { code: 'KGS', nominal: '1', value: '87.4500', date: '2026-05-23' };
const file = (...rows: unknown[]) => JSON.stringify({ rates: rows });

describe('the seed of the service', () => {
  it('contains all five codes with the dates of their fixings, four of them with the fixing before', () => {
    const entries = shippedSeed().filter(({ bulletin }) => FIVE.includes(bulletin.code));
    expect(entries.map(({ bulletin }) => `${bulletin.code} ${bulletin.printed} ${bulletin.date}`)).toEqual([
      'KGS 87.4500 2026-05-23',
      'KZT 475.09 2026-04-02',
      'TJS 9.3371 2026-05-19',
      'UZS 12149.84 2026-04-03',
      'TMT 3.5 2026-05-21',
    ]);
    expect(entries.filter(({ previous }) => previous === null).map(({ bulletin }) => bulletin.code)).toEqual([
      'KGS',
    ]);
  });
});

describe('a seed file', () => {
  it('gives figures for a dollar by their nominal, also of the fixing before', () => {
    const previous = { value: '87.4497', date: '2026-05-22' };
    const [entry] = readSeed(file({ ...row, nominal: '10', previous }));
    expect(entry?.bulletin).toMatchObject({ printed: '87.4500', perDollar: '8.74500', date: '2026-05-23' });
    expect(entry?.previous).toMatchObject({ printed: '87.4497', perDollar: '8.74497', date: '2026-05-22' });
  });

  it('may leave out the nominal and the previous figure', () => {
    const { nominal: _, ...short } = row;
    expect(readSeed(file(short))).toMatchObject([{ bulletin: { nominal: '1' }, previous: null }]);
  });

  it.each([
    ['rates[0].code', { code: 'kgs' }],
    ['rates[0].nominal', { nominal: '7' }],
    ['rates[0].nominal', { nominal: 1 }],
    ['rates[0].value', { value: 87.45 }],
    ['rates[0].value', { value: '87,45' }],
    ['rates[0].value', { value: '0' }],
    ['rates[0].date', { date: '2026-02-30' }],
    ['rates[0].previous:', { previous: [] }],
    ['rates[0].previous.value', { previous: { value: '-1', date: '2026-05-22' } }],
    ['rates[0].previous.date', { previous: { value: '87', date: '2026-05-23' } }],
  ])('is refused with the place that is wrong: %s', (where, wrong) => {
    expect(() => readSeed(file({ ...row, ...wrong }))).toThrow(
      expect.objectContaining({ kind: 'source-unreadable', message: expect.stringContaining(where) }),
    );
  });

  it('is refused with every problem at once', () => {
    const problems = () => readSeed(file({ ...row, value: '' }, { ...row, code: 'KZT', date: '' }, row));
    expect(problems).toThrow(/rates\[0\]\.value.*rates\[1\]\.date.*rates\[2\]\.code: KGS is listed twice/);
  });

  it.each(['', '{', '[]', 'null', '{}', '{"rates":[]}', '{"rates":{}}', '{"rates":[1]}'])(
    'is refused as %s',
    (text) => {
      expect(() => readSeed(text)).toThrow(expect.objectContaining({ kind: 'source-unreadable' }));
    },
  );
});
