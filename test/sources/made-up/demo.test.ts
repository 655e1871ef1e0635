import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readFigure } from '../../../src/rates/decimal.ts';
import { createDemo } from '../../../src/sources/made-up/demo.ts';
import { SEED_FIGURES } from '../../../src/sources/registry.ts';

const search = {
  ask: () => Promise.reject(new Error('the demo sends no request')),
  now: new Date('2030-01-08T23:59:59Z'),
  since: '2029-12-31',
  codes: ['KGS', 'KZT', 'TJS', 'UZS', 'TMT'],
  key: null,
};

describe('the demo', () => {
  it('invents all five codes for today without a request', async () => {
    const bulletins = await createDemo(SEED_FIGURES, () => 0.5).newest(search);
    expect(bulletins.map((it) => `${it.code} ${it.date} ${it.perDollar}`)).toEqual([
      'KGS 2030-01-08 87.4500',
      'KZT 2030-01-08 475.09',
      'TJS 2030-01-08 9.3371',
      'UZS 2030-01-08 12149.84',
      'TMT 2030-01-08 3.5000',
    ]);
  });

  it('stays within 2 % of its start, with the places of a bank’s figure', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), { minLength: 5 }),
        async (draws) => {
          let turn = 0;
          const demo = createDemo(SEED_FIGURES, () => draws[turn++ % draws.length] ?? 0);
          for (let second = 0; second < 200; second += 1) {
            const [som] = await demo.newest(search);
            expect(readFigure(som?.printed ?? '')).not.toBeNull();
            expect(Number(som?.perDollar.replace('.', ''))).toBeGreaterThanOrEqual(857_010);
            expect(Number(som?.perDollar.replace('.', ''))).toBeLessThanOrEqual(891_990);
          }
        },
      ),
      { numRuns: 20 },
    );
  });

  it('has a figure of yesterday for the change, and the status demo', async () => {
    const demo = createDemo(SEED_FIGURES);
    const before = [];
    for await (const it of demo.earlier?.(search, 'KZT', '2030-01-08', '2030-01-01') ?? []) before.push(it);
    expect(before).toMatchObject([{ code: 'KZT', date: '2030-01-07', printed: '475.09' }]);
    expect(demo.kind).toBe('demo');
  });
});
