import { describe, expect, it } from 'vitest';
import { gapsIn } from '../../src/rates/gaps.ts';
import { fixingOf, TUESDAY_TO_SATURDAY } from '../support/figures.ts';

const on = (...dates: string[]) => dates.map((date) => fixingOf('KZT', '475', date));
// Wednesday 1 April 2026 to Wednesday 8.
const span = { from: '2026-04-01', to: '2026-04-08' };

describe('the gaps of a history', () => {
  it('are the spans in which a working day is missing, without weekends', () => {
    expect(
      gapsIn(
        on('2026-04-01', '2026-04-02', '2026-04-04', '2026-04-07', '2026-04-08'),
        span,
        TUESDAY_TO_SATURDAY,
      ),
    ).toEqual([{ from: '2026-04-03', to: '2026-04-03' }]);
  });

  it('are the whole span when nothing is known', () =>
    expect(gapsIn([], span, TUESDAY_TO_SATURDAY)).toEqual([span]));

  it('are found at both ends', () => {
    expect(gapsIn(on('2026-04-03'), span, TUESDAY_TO_SATURDAY)).toEqual([
      { from: '2026-04-01', to: '2026-04-02' },
      { from: '2026-04-04', to: '2026-04-08' },
    ]);
  });

  it('are none when all days are known, or the span is a weekend', () => {
    expect(gapsIn([], { from: '2026-04-05', to: '2026-04-06' }, TUESDAY_TO_SATURDAY)).toEqual([]);
  });
});
