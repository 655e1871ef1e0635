import { beforeEach, describe, expect, it } from 'vitest';
import { backfill } from '../../src/poll/history/backfill.ts';
import { healHistory } from '../../src/poll/history/healing.ts';
import { changeBetween } from '../../src/rates/change.ts';
import type { Rate } from '../../src/rates/wire.ts';
import type { Source } from '../../src/sources/source.ts';
import { createEmbeddedStore } from '../../src/store/embedded/store.ts';
import type { Store } from '../../src/store/store.ts';
import { createPress } from '../support/banks/press.ts';
import { fixingOf, rateFor } from '../support/figures.ts';
import { createQuietLog } from '../support/recorded-log.ts';

const { log } = createQuietLog();
let store: Store;
let press: ReturnType<typeof createPress>;

beforeEach(async () => {
  store = await createEmbeddedStore({ files: null, log });
  press = createPress(store);
});

/** The fixings of Wednesday and Thursday are known; the time is Thursday afternoon. */
async function twoQuietDays() {
  await press.print('2026-04-01T11:00:00Z', '2026-04-02', '475.09');
  await press.print('2026-04-02T11:00:00Z', '2026-04-03', '478.77');
}

const fill = (at: string, from = '2026-03-28', more = {}) =>
  backfill(
    press.selected,
    { from, to: at.slice(0, 10) },
    { store, log, now: () => new Date(at), signal: new AbortController().signal, ...more },
  );
const heal = (at: string) => healHistory([press.selected], { store, log, now: () => new Date(at) });
const kept = async () => {
  const all = await store.history({ code: 'KZT', source: 'bank', from: '2026-01-01', to: '2026-12-31' });
  return all.map((it) => `${it.date.slice(5)} ${it.printed}`);
};
const keep = (...days: [date: string, perDollar: string][]) =>
  store.commit({ rates: [], fixings: days.map(([date, figure]) => fixingOf('KZT', figure, date)) });

describe('a held figure', () => {
  it('is not taken from the archive without the guard, and its correction is published at once', async () => {
    await twoQuietDays();
    await press.print('2026-04-03T11:00:00Z', '2026-04-04', '4801.50');
    press.keep(['2026-04-04', '4801.50'], ['2026-04-03', '478.77'], ['2026-04-02', '475.09']);
    await fill('2026-04-04T06:00:00Z');
    expect(await kept()).toEqual(['04-02 475.09', '04-03 478.77']);
    // Another process continues with the stored state.
    press = createPress(store);
    await heal('2026-04-04T06:01:00Z');
    const again = await press.print('2026-04-04T06:01:00Z', '2026-04-04', '4801.50');
    expect(again.shown).toBe('2026-04-03 478.77 held -0.77');
    expect((await press.print('2026-04-04T06:05:00Z', '2026-04-04', '480.15')).shown).toBe(
      '2026-04-04 480.15 live -0.29',
    );
  });
});

describe('a history that is filled before any rate is shown', () => {
  const archive: [string, string][] = [
    ['2026-04-04', '4801.50'],
    ['2026-04-03', '478.77'],
    ['2026-04-02', '475.09'],
    ['2026-04-01', '475.00'],
  ];

  it('ends before a newest day that contradicts the day before it or the seed', async () => {
    press.keep(...archive);
    await fill('2026-04-04T06:00:00Z');
    expect((await kept()).at(-1)).toBe('04-03 478.77');
    store = await createEmbeddedStore({ files: null, log });
    press = createPress(store);
    press.keep(['2026-04-04', '4801.50']);
    await fill('2026-04-04T06:00:00Z', '2026-04-04', { seedOf: () => '475' });
    expect(await kept()).toEqual([]);
  });

  it('does not make its newest day accepted without a judgement', async () => {
    await keep(['2026-04-02', '475.09'], ['2026-04-03', '478.77'], ['2026-04-04', '4801.50']);
    const { outcome, shown } = await press.print('2026-04-04T06:00:00Z', '2026-04-04', '4801.50');
    expect({ outcome, shown }).toEqual({ outcome: 'held', shown: undefined });
    const sunday = await press.print('2026-04-05T06:00:00Z', '2026-04-05', '4801.50');
    expect(sunday.shown).toBeUndefined();
    expect((await press.print('2026-04-06T11:00:00Z', '2026-04-07', '479.00')).shown).toBe(
      '2026-04-07 479.00 live —',
    );
  });

  it('is filled further when a newer fixing is shown, and never at or after the shown one', async () => {
    await twoQuietDays();
    press.keep(['2026-04-08', '479.50'], ['2026-04-07', '479.00'], ['2026-04-04', '478.90']);
    await fill('2026-04-08T06:00:00Z', '2026-04-02');
    expect(await kept()).toEqual(['04-02 475.09', '04-03 478.77']);
    await press.print('2026-04-08T06:00:00Z', '2026-04-08', '479.50');
    await fill('2026-04-08T06:01:00Z', '2026-04-02');
    expect((await kept()).slice(2)).toEqual(['04-04 478.90', '04-07 479.00', '04-08 479.50']);
  });
});

describe('a store with unjudged figures of an earlier version', () => {
  it('shows the last sound fixing again, and the correct figure when the bank prints it', async () => {
    await twoQuietDays();
    await keep(['2026-04-04', '4801.50']);
    const rates = [{ ...rateFor('KZT', '4801.50', '2026-04-04') }];
    await store.commit({ rates, fixings: [] });
    await heal('2026-04-04T06:00:00Z');
    expect(await kept()).toEqual(['04-02 475.09', '04-03 478.77']);
    expect((await store.snapshot()).rates[0]).toMatchObject({ inverse: '478.77', date: '2026-04-03' });
    expect((await press.print('2026-04-04T06:05:00Z', '2026-04-04', '480.10')).shown).toBe(
      '2026-04-04 480.10 live -0.28',
    );
  });

  it('loses a figure under a later day than the shown one, and fills that day again', async () => {
    await twoQuietDays();
    await keep(['2026-04-04', '530.00']);
    await heal('2026-04-04T06:00:00Z');
    expect(await kept()).toEqual(['04-02 475.09', '04-03 478.77']);
    await press.print('2026-04-06T11:00:00Z', '2026-04-07', '480.10');
    press.keep(['2026-04-04', '479.90']);
    await fill('2026-04-07T06:00:00Z', '2026-04-02');
    expect(await kept()).toContain('04-04 479.90');
  });

  it('shows no change from a figure that is withdrawn', async () => {
    await twoQuietDays();
    await keep(['2026-04-02', '4750.90']);
    const [rate] = (await store.snapshot()).rates;
    const fixing = fixingOf('KZT', '478.77', '2026-04-03');
    const change = changeBetween(fixingOf('KZT', '4750.90', '2026-04-02'), fixing);
    await store.commit({ rates: [{ ...rate, change } as Rate], fixings: [] });
    await keep(['2026-04-01', '474.00'], ['2026-03-31', '474.50']);
    await heal('2026-04-02T12:00:00Z');
    expect((await store.snapshot()).rates[0]).toMatchObject({ date: '2026-04-03', change: null });
  });

  it('loses the misprints of a short history, not the correct figure after them', async () => {
    await keep(['2026-04-01', '4749.00'], ['2026-04-02', '4750.90'], ['2026-04-03', '478.77']);
    const rates = [{ ...rateFor('KZT', '478.77', '2026-04-03') }];
    await store.commit({ rates, fixings: [] });
    await heal('2026-04-03T06:00:00Z');
    expect(await kept()).toEqual(['04-03 478.77']);
    expect((await press.print('2026-04-03T06:05:00Z', '2026-04-03', '478.77')).shown).toBe(
      '2026-04-03 478.77 live —',
    );
  });

  it('shows the seed where the only figure is a misprint, and the correct figure when the bank prints it', async () => {
    await keep(['2026-04-03', '4787.70']);
    const rates = [{ ...rateFor('KZT', '4787.70', '2026-04-03') }];
    await store.commit({ rates, fixings: [] });
    await heal('2026-04-03T06:00:00Z');
    expect(await kept()).toEqual([]);
    expect((await store.snapshot()).rates[0]).toMatchObject({ inverse: '475.09', status: 'seed' });
    expect((await press.print('2026-04-03T06:05:00Z', '2026-04-03', '4787.70')).shown).toMatch(/ seed /);
    expect((await press.print('2026-04-03T06:10:00Z', '2026-04-03', '478.77')).shown).toBe(
      '2026-04-03 478.77 live —',
    );
  });

  it('changes nothing when all figures are sound', async () => {
    await twoQuietDays();
    const before = await store.snapshot();
    await heal('2026-04-02T12:00:00Z');
    expect(await store.snapshot()).toEqual(before);
  });
});

describe('an archive’s misprint', () => {
  it('is neither the reference of a first figure nor its previous fixing', async () => {
    await store.commit({
      rates: [{ ...rateFor('KZT', '470'), source: { id: 'seed', name: 'Seed', kind: 'seed', url: '' } }],
      fixings: [],
    });
    press.keep(['2026-04-01', '4787.70']);
    expect((await press.print('2026-04-01T11:00:00Z', '2026-04-02', '475.09')).shown).toBe(
      '2026-04-02 475.09 live —',
    );
  });
});

describe('a day that was judged', () => {
  it('stays, whatever the archive contains later', async () => {
    await twoQuietDays();
    press.keep(['2026-04-03', '499.00']);
    // A working day lies between the two, so that the archive is read.
    expect((await press.print('2026-04-06T11:00:00Z', '2026-04-07', '490.00')).previousDate).toBe(
      '2026-04-03',
    );
    expect(await kept()).toEqual(['04-02 475.09', '04-03 478.77', '04-07 490.00']);
  });
});

describe('a cross-check', () => {
  it('at the old level confirms no step that is smaller than its tolerance', async () => {
    press = createPress(store, { covers: ['KGS'], band: '2' });
    await press.print('2026-04-01T11:00:00Z', '2026-04-02', '87.45');
    const check = { ...fixingOf('KGS', '87.45', '2026-04-02'), source: 'check' };
    await store.commit({ rates: [], fixings: [check] });
    expect(await press.print('2026-04-02T11:00:00Z', '2026-04-03', '89.95')).toMatchObject({
      outcome: 'held',
      shown: '2026-04-02 87.45 held —',
    });
  });
});

describe('a bank that re-dates its file', () => {
  const weekdays = { calendar: { zone: 'Asia/Bishkek', utcOffsetHours: 6, weekend: [0, 1] } } as const;
  const redating = (): Partial<Source> => ({
    redates: true,
    calendar: { ...weekdays.calendar, weekend: [0, 1], opens: 900, closes: 1110 },
  });

  it('does not confirm its own misprint on a holiday while the check is at the old level', async () => {
    press = createPress(store, redating());
    await twoQuietDays();
    await press.print('2026-04-07T11:00:00Z', '2026-04-08', '1025.00');
    await press.check('2026-04-09', '478.00');
    for (const day of ['09', '10', '11']) {
      const at = `2026-04-${String(Number(day) - 1).padStart(2, '0')}T11:00:00Z`;
      expect((await press.print(at, `2026-04-${day}`, '1025.00')).shown).toContain('478.77 held');
    }
  });

  it('is accepted on the third day, or with another value at the same level', async () => {
    press = createPress(store, redating());
    await twoQuietDays();
    const wednesday = await press.print('2026-04-07T11:00:00Z', '2026-04-08', '1025.00');
    const thursday = await press.print('2026-04-08T11:00:00Z', '2026-04-09', '1025.00');
    const friday = await press.print('2026-04-09T11:00:00Z', '2026-04-10', '1025.00');
    expect([wednesday, thursday].map(({ shown }) => shown)).toEqual([
      '2026-04-03 478.77 held -0.77',
      '2026-04-03 478.77 held -0.77',
    ]);
    expect(friday.shown).toBe('2026-04-10 1025.00 live 0.00');
  });
});

describe('a wrong date', () => {
  /** Tuesday's fixing is dated the Friday after it. */
  async function misdated() {
    await press.print('2026-04-06T11:00:00Z', '2026-04-07', '478.77');
    await press.print('2026-04-07T11:00:00Z', '2026-04-10', '480.10');
  }

  it('is replaced by the day that the bank prints now, after three reads in half an hour', async () => {
    await misdated();
    const at = (minute: string) => press.print(`2026-04-07T12:${minute}:00Z`, '2026-04-08', '480.10');
    expect(await at('00')).toMatchObject({ outcome: 'held', shown: '2026-04-10 480.10 held —' });
    expect((await at('10')).shown).toContain('04-10 480.10 held');
    expect((await at('29')).shown).toContain('04-10 480.10 held');
    expect((await at('30')).shown).toBe('2026-04-08 480.10 live -0.28');
    expect(await kept()).toEqual(['04-07 478.77', '04-08 480.10']);
  });

  it('is also replaced by the fixing before it, when repeated reads show that this is no old page', async () => {
    await misdated();
    const { seq } = await store.snapshot();
    const at = (minute: string) => press.print(`2026-04-07T12:${minute}:00Z`, '2026-04-07', '478.77');
    expect(await at('00')).toMatchObject({ outcome: 'refused', shown: '2026-04-10 480.10 live —' });
    expect((await store.snapshot()).seq).toBe(seq);
    expect((await at('10')).shown).toContain('04-10 480.10 held');
    expect((await at('30')).shown).toBe('2026-04-07 478.77 live —');
    expect(await kept()).toEqual(['04-07 478.77']);
  });

  it('is replaced by a fixing with the time of its first read, also at another poller', async () => {
    await misdated();
    const first = (
      await store.history({ code: 'KZT', source: 'bank', from: '2026-04-07', to: '2026-04-07' })
    )[0];
    for (const minute of ['00', '10'])
      await press.print(`2026-04-07T12:${minute}:00Z`, '2026-04-07', '478.77');
    press = createPress(store);
    await press.print('2026-04-07T12:30:00Z', '2026-04-07', '478.77');
    expect((await store.snapshot()).rates[0]).toMatchObject({
      date: '2026-04-07',
      fetchedAt: first?.fetchedAt,
    });
  });

  it('stays while the bank alternates between two pages', async () => {
    await misdated();
    const { seq } = await store.snapshot();
    for (const minute of ['00', '10', '20', '30', '40']) {
      await press.print(`2026-04-07T12:${minute}:00Z`, '2026-04-07', '478.77');
      await press.print(`2026-04-07T12:${minute}:30Z`, '2026-04-10', '480.10');
    }
    expect(await store.snapshot()).toMatchObject({ seq, rates: [{ date: '2026-04-10', status: 'live' }] });
  });

  it('stays when its day has come, although an earlier day was held', async () => {
    await misdated();
    await press.print('2026-04-09T12:00:00Z', '2026-04-09', '480.10');
    for (const minute of ['00', '10', '30'])
      expect((await press.print(`2026-04-10T06:${minute}:00Z`, '2026-04-09', '480.10')).outcome).toBe(
        'refused',
      );
  });
});

describe('a held correction that is withdrawn', () => {
  it('changes neither the time of the first read nor more positions than its hold', async () => {
    await twoQuietDays();
    const before = await store.snapshot();
    await press.print('2026-04-02T12:00:00Z', '2026-04-03', '4787.70');
    await press.print('2026-04-02T12:05:00Z', '2026-04-03', '478.77');
    await press.print('2026-04-02T12:10:00Z', '2026-04-03', '478.77');
    const after = await store.snapshot();
    expect(after.rates).toEqual(before.rates);
    expect(after.seq - before.seq).toBe(2);
  });
});

describe('a gap of holidays', () => {
  it('is read once from the archive, and the change stays', async () => {
    let walks = 0;
    press = createPress(store, {
      async *earlier(_reading, code, before) {
        walks += 1;
        if (before > '2026-04-01') yield { ...fixingOf(code, '470.00', '2026-03-20') };
      },
    });
    await store.commit({ rates: [], fixings: [fixingOf('KZT', '470.00', '2026-03-20')] });
    const first = await press.print('2026-04-01T11:00:00Z', '2026-04-02', '475.09');
    expect(first.shown).toBe('2026-04-02 475.09 live -1.07');
    const afterFirst = walks;
    for (const minute of ['05', '10', '15'])
      expect((await press.print(`2026-04-01T11:${minute}:00Z`, '2026-04-02', '475.09')).shown).toContain(
        '-1.07',
      );
    expect(walks).toBe(afterFirst);
  });

  it('is read less and less often while the archive has no such day', async () => {
    let walks = 0;
    press = createPress(store, {
      // biome-ignore lint/correctness/useYield: an archive without a bulletin.
      async *earlier() {
        walks += 1;
      },
    });
    for (let minutes = 0; minutes < 24 * 60; minutes += 5) {
      const at = new Date(Date.parse('2026-04-01T11:00:00Z') + minutes * 60_000).toISOString();
      await press.print(at, '2026-04-02', '475.09');
    }
    expect(walks).toBeLessThan(20);
  });
});

describe('a poller that is closed', () => {
  it('has no held figure in its metrics', async () => {
    await twoQuietDays();
    await press.print('2026-04-03T11:00:00Z', '2026-04-04', '4801.50');
    const gauge = async () => (await press.metrics.held.get()).values.map(({ value }) => value);
    expect(await gauge()).toEqual([1]);
    await press.poller.close();
    expect(await gauge()).toEqual([0]);
  });
});
