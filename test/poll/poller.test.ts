import { beforeEach, describe, expect, it } from 'vitest';
import { createEmbeddedStore } from '../../src/store/embedded/store.ts';
import type { Store } from '../../src/store/store.ts';
import {
  createScriptedSource,
  pollTwoDays,
  type ScriptedSource,
  storedFixings,
} from '../support/banks/scripted-source.ts';
import { rateFor } from '../support/figures.ts';
import { createQuietLog } from '../support/recorded-log.ts';

let store: Store;
let scripted: ScriptedSource;

beforeEach(async () => {
  store = await createEmbeddedStore({ files: null, log: createQuietLog().log });
  scripted = createScriptedSource(store);
});

describe('a poller', () => {
  it('shows the first figure with the change from the archive', async () => {
    scripted.setArchive(['2026-04-01', '478.77']);
    expect(await scripted.pollWith('2026-04-01T11:00:00Z', '2026-04-02', '475.09')).toEqual({
      outcome: 'changed',
      shown: '2026-04-02 475.09 live 0.77',
      previousDate: '2026-04-01',
    });
  });

  it('shows no change where the archive does not answer, and tries again at the next poll', async () => {
    expect((await scripted.pollWith('2026-04-01T11:00:00Z', '2026-04-02', '475.09')).shown).toContain('—');
    scripted.setArchive(['2026-04-01', '478.77']);
    expect((await scripted.pollWith('2026-04-01T11:05:00Z', '2026-04-02', '475.09')).shown).toContain('0.77');
  });

  it('moves neither date nor position with the carries of the weekend', async () => {
    await pollTwoDays(scripted);
    await scripted.pollWith('2026-04-03T11:00:00Z', '2026-04-04', '480.00');
    const { seq } = await store.snapshot();
    const sunday = await scripted.pollWith('2026-04-04T11:00:00Z', '2026-04-05', '480.00');
    const monday = await scripted.pollWith('2026-04-05T11:00:00Z', '2026-04-06', '480.00');
    expect([sunday.outcome, monday.outcome]).toEqual(['unchanged', 'unchanged']);
    expect(await store.snapshot()).toMatchObject({ seq, rates: [{ date: '2026-04-04' }] });
  });

  it('tries the archive again on the weekend for a missing change', async () => {
    await scripted.pollWith('2026-04-03T11:00:00Z', '2026-04-04', '480.00');
    scripted.setArchive(['2026-04-03', '478.77']);
    expect((await scripted.pollWith('2026-04-04T11:00:00Z', '2026-04-05', '480.00')).shown).toBe(
      '2026-04-04 480.00 live -0.26',
    );
  });

  it.each([
    {
      figure: '481.00',
      shown: '2026-04-05 481.00 live -0.21',
      what: 'another figure of Sunday as one of its own',
    },
    { figure: '480.00', shown: '2026-04-04 480.00 live -0.26', what: 'the carry of Sunday as Saturday’s' },
  ])('shows $what on a first start with a history', async ({ figure, shown }) => {
    await scripted.keep(['2026-04-03', '478.77'], ['2026-04-04', '480.00']);
    expect((await scripted.pollWith('2026-04-04T11:00:00Z', '2026-04-05', figure)).shown).toBe(shown);
    expect((await storedFixings(store)).slice(0, 2)).toEqual(['04-03 478.77', '04-04 480.00']);
  });

  it('does not publish a damaged figure after two reads with a correct one between them', async () => {
    await pollTwoDays(scripted);
    scripted.printOnce('2026-04-04', '479.77');
    expect((await scripted.pollWith('2026-04-03T11:00:00Z', '2026-04-04', '478.97')).outcome).toBe('failed');
    await scripted.pollWith('2026-04-03T11:05:00Z', '2026-04-03', '478.77');
    scripted.printOnce('2026-04-04', '478.97');
    expect(await scripted.pollWith('2026-04-03T11:10:00Z', '2026-04-04', '478.79')).toMatchObject({
      outcome: 'failed',
      shown: '2026-04-03 478.77 live -0.77',
    });
  });

  it('publishes a correction of the same date and keeps the previous fixing', async () => {
    await pollTwoDays(scripted);
    expect(await scripted.pollWith('2026-04-02T12:00:00Z', '2026-04-03', '476.00')).toMatchObject({
      shown: '2026-04-03 476.00 live -0.19',
      previousDate: '2026-04-02',
    });
  });

  it('keeps the newest when the bank serves an older day again, and reports it', async () => {
    await pollTwoDays(scripted);
    const { seq } = await store.snapshot();
    expect((await scripted.pollWith('2026-04-02T12:00:00Z', '2026-04-02', '475.09')).outcome).toBe('refused');
    expect((await store.snapshot()).seq).toBe(seq);
    expect(scripted.lines.at(-1)?.fields).toMatchObject({ source: 'bank', kind: 'rate-refused' });
  });
});

describe('a first figure', () => {
  it('is held when it differs from the seed by a power of ten and the archive does not answer', async () => {
    const seed = { id: 'seed', name: 'Seed', kind: 'seed' as const, url: '' };
    const rates = [{ ...rateFor('KZT', '520.00'), source: seed, status: 'seed' as const }];
    await store.commit({ rates, fixings: [] });
    expect(await scripted.pollWith('2026-04-01T11:00:00Z', '2026-04-02', '4750.90')).toMatchObject({
      outcome: 'held',
      shown: '2026-04-02 520.00 seed —',
    });
    expect((await store.records())[0]?.held).toMatchObject([
      { rule: 'cross-check', message: 'KZT 4750.90 with nothing known before, beside 520.00 elsewhere' },
    ]);
    expect((await scripted.pollWith('2026-04-01T12:00:00Z', '2026-04-02', '475.09')).shown).toContain(
      '475.09',
    );
  });

  it('is held after a long pause when it lies far from the last one and the archive does not answer', async () => {
    await pollTwoDays(scripted);
    expect(await scripted.pollWith('2026-06-01T11:00:00Z', '2026-06-02', '4801.50')).toMatchObject({
      outcome: 'held',
      shown: '2026-04-03 478.77 held -0.77',
    });
    expect((await scripted.pollWith('2026-06-01T12:00:00Z', '2026-06-02', '480.15')).shown).toContain(
      '480.15',
    );
  });
});

describe('a peg', () => {
  it('is not changed by a figure in a document, which is refused, counted, and reported as read', async () => {
    const peg = { code: 'KZT', perDollar: '3.5', since: '2015-01-01' };
    scripted = createScriptedSource(store, { peg });
    expect((await scripted.pollWith('2026-04-01T11:00:00Z', '2026-04-01', '3.50')).outcome).toBe('unchanged');
    expect((await scripted.pollWith('2026-04-01T12:00:00Z', '2026-04-01', '3.02')).outcome).toBe('refused');
    const { values } = await scripted.metrics.refusals.get();
    expect(values).toMatchObject([{ value: 1, labels: { source: 'bank', rule: 'peg' } }]);
    const [record] = await store.records();
    expect(record?.printed).toMatchObject([{ code: 'KZT', printed: '3.02' }]);
    expect(record?.lastError?.message).toMatch(/^peg: KZT printed as 3.02/);
  });
});

describe('a held figure', () => {
  it('leaves the last good one shown with the status held, and is dropped when the next day is correct again', async () => {
    await pollTwoDays(scripted);
    for (const hour of ['11', '13', '17', '23']) {
      const { outcome, shown } = await scripted.pollWith(
        `2026-04-03T${hour}:00:00Z`,
        '2026-04-04',
        '4801.50',
      );
      expect({ outcome, shown }).toEqual({ outcome: 'held', shown: '2026-04-03 478.77 held -0.77' });
    }
    expect((await store.records())[0]?.held).toMatchObject([
      {
        fixing: { code: 'KZT', perDollar: '4801.50', date: '2026-04-04' },
        rule: 'power-of-ten',
        reads: 4,
        confirmedBy: [],
      },
    ]);
    scripted.setArchive(['2026-04-04', '4801.50'], ['2026-04-03', '478.77']);
    expect(await scripted.pollWith('2026-04-06T11:00:00Z', '2026-04-07', '480.10')).toEqual({
      outcome: 'changed',
      shown: '2026-04-07 480.10 live -0.28',
      previousDate: '2026-04-03',
    });
    expect((await store.records())[0]?.held).toEqual([]);
  });

  it('is dropped when the bank corrects it on the same day, or prints the day before again', async () => {
    await pollTwoDays(scripted);
    await scripted.pollWith('2026-04-03T11:00:00Z', '2026-04-04', '4801.50');
    expect((await scripted.pollWith('2026-04-03T11:05:00Z', '2026-04-03', '478.77')).shown).toContain(
      '478.77 live',
    );
    await scripted.pollWith('2026-04-03T11:10:00Z', '2026-04-04', '4801.50');
    expect((await scripted.pollWith('2026-04-03T11:15:00Z', '2026-04-04', '480.15')).shown).toContain(
      '480.15 live',
    );
  });

  it('is published when the bank still prints it after half an hour', async () => {
    await pollTwoDays(scripted);
    const at = (minute: string) => scripted.pollWith(`2026-04-03T11:${minute}:00Z`, '2026-04-04', '643.70');
    expect((await at('00')).shown).toContain('478.77 held');
    expect((await at('15')).shown).toContain('478.77 held');
    expect((await at('30')).shown).toBe('2026-04-04 643.70 live -25.62');
  });

  it('is published at once when a cross-check agrees, and not by repeated reads when one contradicts', async () => {
    await pollTwoDays(scripted);
    await scripted.commitCheck('2026-04-04', '479.00');
    for (const minute of ['00', '20', '40', '59'])
      await scripted.pollWith(`2026-04-03T11:${minute}:00Z`, '2026-04-04', '643.70');
    expect((await scripted.pollWith('2026-04-03T13:00:00Z', '2026-04-04', '643.70')).shown).toContain(
      '478.77 held',
    );
    await scripted.commitCheck('2026-04-04', '650.00');
    expect((await scripted.pollWith('2026-04-03T13:10:00Z', '2026-04-04', '643.70')).shown).toContain(
      '643.70 live',
    );
  });

  it('is published with the bank’s next bulletin at the same level, as its previous fixing', async () => {
    await pollTwoDays(scripted);
    expect((await scripted.pollWith('2026-04-03T11:00:00Z', '2026-04-04', '914.00')).outcome).toBe('held');
    expect((await scripted.pollWith('2026-04-05T11:00:00Z', '2026-04-06', '914.00')).outcome).toBe('held');
    expect(await scripted.pollWith('2026-04-06T11:00:00Z', '2026-04-07', '920.00')).toMatchObject({
      shown: '2026-04-07 920.00 live -0.65',
      previousDate: '2026-04-04',
    });
  });

  it('stays held all day as a swapped row, by the other rows', async () => {
    const rows = (euro: string) => new Map([['EUR', euro]]);
    await scripted.pollWith('2026-04-01T11:00:00Z', '2026-04-02', '475.09', rows('548.00'));
    for (const hour of ['11', '12', '20']) {
      const { shown } = await scripted.pollWith(
        `2026-04-02T${hour}:00:00Z`,
        '2026-04-03',
        '548.21',
        rows('475.30'),
      );
      expect(shown).toContain('475.09 held');
    }
  });

  it('stays held at another poller, from the record of the first one', async () => {
    await pollTwoDays(scripted);
    await scripted.pollWith('2026-04-03T11:00:00Z', '2026-04-04', '643.70');
    await scripted.pollWith('2026-04-03T11:10:00Z', '2026-04-04', '643.70');
    scripted = createScriptedSource(store);
    expect((await scripted.pollWith('2026-04-03T11:30:00Z', '2026-04-04', '643.70')).shown).toContain(
      '643.70 live',
    );
  });
});

describe('a demo', () => {
  it('is never held, for any step, and has no history', async () => {
    scripted = createScriptedSource(store, {
      kind: 'demo',
      guarded: false,
      keepsHistory: false,
      status: 'demo',
      band: '0.1',
    });
    scripted.setArchive(['2026-04-01', '470.00']);
    await scripted.pollWith('2026-04-02T11:00:00Z', '2026-04-02', '475.00');
    expect((await scripted.pollWith('2026-04-02T11:00:01Z', '2026-04-02', '461.00')).shown).toContain(
      '461.00 demo',
    );
    expect(
      await store.history({ code: 'KZT', source: 'bank', from: '2026-01-01', to: '2026-12-31' }),
    ).toEqual([]);
  });
});
