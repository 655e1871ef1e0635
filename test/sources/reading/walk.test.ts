import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays, daysBetween, type IsoDate } from '../../../src/rates/date.ts';
import type { Bulletin } from '../../../src/rates/fixing.ts';
import { firstOf, jumpBack, spansBack, walkBack } from '../../../src/sources/reading/walk.ts';

const bulletin = (date: IsoDate): Bulletin => ({
  code: 'UZS',
  date,
  printed: '1',
  nominal: '1',
  perDollar: '1',
});

/** An archive, and the days that were requested. */
function archive(answer: (day: IsoDate) => IsoDate | null) {
  const asked: IsoDate[] = [];
  const ask = async (day: IsoDate) => {
    asked.push(day);
    const date = answer(day);
    return date === null ? null : bulletin(date);
  };
  return { asked, ask };
}

async function datesOf(walk: AsyncIterable<Bulletin>): Promise<IsoDate[]> {
  const dates: IsoDate[] = [];
  for await (const { date } of walk) dates.push(date);
  return dates;
}

describe('a walk day by day', () => {
  it('skips days without a bulletin and stops at the floor', async () => {
    const { ask, asked } = archive((day) => (day === '2030-01-09' ? null : day));
    expect(await datesOf(walkBack('2030-01-10', '2030-01-08', ask))).toEqual(['2030-01-10', '2030-01-08']);
    expect(asked).toEqual(['2030-01-10', '2030-01-09', '2030-01-08']);
  });

  it('requests no more days than its reader reads', async () => {
    const { ask, asked } = archive((day) => day);
    expect((await firstOf(walkBack('2030-01-10', '2029-01-01', ask)))?.date).toBe('2030-01-10');
    expect(asked).toHaveLength(1);
  });

  it('is empty when the floor lies ahead', async () => {
    const { ask } = archive((day) => day);
    expect(await firstOf(walkBack('2030-01-10', '2030-01-11', ask))).toBeNull();
  });
});

describe('a walk by bulletins in force', () => {
  it('continues from the day before each answer', async () => {
    const { ask, asked } = archive((day) => (day >= '2030-01-08' ? '2030-01-08' : '2030-01-03'));
    expect(await datesOf(jumpBack('2030-01-10', '2030-01-01', ask))).toEqual(['2030-01-08', '2030-01-03']);
    // The last answer is dated after the requested day: it is left out, and the walk does not go forward.
    expect(asked).toEqual(['2030-01-10', '2030-01-07', '2030-01-02', '2030-01-01']);
  });

  it('leaves out bulletins before the floor', async () => {
    const { ask } = archive(() => '2029-12-20');
    expect(await datesOf(jumpBack('2030-01-10', '2030-01-01', ask))).toEqual([]);
  });

  it('ends and yields falling dates for all answers of an archive', async () => {
    const offsets = fc.array(fc.option(fc.integer({ min: -40, max: 40 })), { minLength: 1, maxLength: 10 });
    await fc.assert(
      fc.asyncProperty(offsets, async (answers) => {
        let turn = 0;
        const { ask, asked } = archive((day) => {
          const offset = answers[turn % answers.length] ?? null;
          turn += 1;
          return offset === null ? null : addDays(day, offset);
        });
        const dates = await datesOf(jumpBack('2030-01-31', '2030-01-01', ask));
        expect(asked.length).toBeLessThanOrEqual(31);
        expect(dates).toEqual([...new Set(dates)].sort().reverse());
        expect(dates.every((date) => date >= '2030-01-01' && date <= '2030-01-31')).toBe(true);
      }),
    );
  });
});

describe('spans of days', () => {
  it('begin with two weeks and continue with longer ones', () => {
    expect([...spansBack('2030-01-31', '2029-12-01', 30)]).toEqual([
      { from: '2030-01-18', to: '2030-01-31' },
      { from: '2029-12-19', to: '2030-01-17' },
      { from: '2029-12-01', to: '2029-12-18' },
    ]);
  });

  it('cover every day once', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2_000 }), fc.integer({ min: 1, max: 400 }), (days, later) => {
        const newest = '2030-01-31';
        const spans = [...spansBack(newest, addDays(newest, -days), later)];
        const covered = spans.reduce((sum, { from, to }) => sum + daysBetween(from, to) + 1, 0);
        expect(covered).toBe(days + 1);
        expect(spans.at(-1)?.from).toBe(addDays(newest, -days));
      }),
    );
  });
});
