import { beforeEach, describe, expect, it } from 'vitest';
import { cbu } from '../../src/sources/banks/cbu.ts';
import { createEmbeddedStore } from '../../src/store/embedded/store.ts';
import type { Store } from '../../src/store/store.ts';
import {
  createScriptedSource,
  type ScriptedSource,
  storedFixings,
} from '../support/banks/scripted-source.ts';
import { createQuietLog } from '../support/recorded-log.ts';

// Friday 2026-04-03 to Tuesday 2026-04-07. Fixings are dated Tuesday to Saturday; a Sunday can have one of its own.
const FRIDAY: [string, string] = ['2026-04-03', '478.77'];
const SATURDAY: [string, string] = ['2026-04-04', '478.97'];
const SUNDAY: [string, string] = ['2026-04-05', '479.50'];
const MONDAY: [string, string] = ['2026-04-06', '479.50'];

let store: Store;
let scripted: ScriptedSource;
const open = async (more: Parameters<typeof createScriptedSource>[1] = {}) => {
  store = await createEmbeddedStore({ files: null, log: createQuietLog().log });
  scripted = createScriptedSource(store, more);
};

beforeEach(() => open());

const showSaturday = () => scripted.pollWith('2026-04-03T11:00:00Z', ...SATURDAY);
const pollTuesday = (at = '2026-04-06T11:00:00Z') => scripted.pollWith(at, '2026-04-07', '480.00');

describe('after a weekend that was not watched', () => {
  it('computes the change against the figure that was set for Sunday', async () => {
    await showSaturday();
    scripted.setArchive(MONDAY, SUNDAY, SATURDAY, FRIDAY);
    expect(await pollTuesday()).toMatchObject({
      shown: '2026-04-07 480.00 live -0.10',
      previousDate: '2026-04-05',
    });
    expect(await storedFixings(store)).toEqual(['04-04 478.97', '04-05 479.50', '04-07 480.00']);
  });

  it('shows no change while the archive does not answer, and then the right one', async () => {
    await showSaturday();
    expect((await pollTuesday()).shown).toBe('2026-04-07 480.00 live —');
    expect((await pollTuesday('2026-04-06T11:05:00Z')).shown).toBe('2026-04-07 480.00 live —');
    scripted.setArchive(MONDAY, SUNDAY, SATURDAY);
    expect((await pollTuesday('2026-04-06T11:10:00Z')).shown).toBe('2026-04-07 480.00 live -0.10');
  });

  it('shows no change while the archive ends before the last known fixing', async () => {
    await showSaturday();
    scripted.setArchive(FRIDAY);
    expect((await pollTuesday()).shown).toBe('2026-04-07 480.00 live —');
  });

  it('dates the figure that Monday repeats Sunday', async () => {
    await showSaturday();
    scripted.setArchive(SUNDAY, SATURDAY, FRIDAY);
    expect(await scripted.pollWith('2026-04-06T06:00:00Z', ...MONDAY)).toMatchObject({
      shown: '2026-04-05 479.50 live -0.11',
      previousDate: '2026-04-04',
    });
  });
});

describe('after a weekend that was watched', () => {
  it.each([
    { what: 'by a poll every four hours', at: '2026-04-06T07:00:00Z', date: '2026-04-05' },
    { what: 'by a read for the day before', at: '2026-04-05T11:00:00Z', date: '2026-04-06' },
  ])('needs no archive: $what', async ({ at, date }) => {
    await showSaturday();
    await scripted.pollWith(at, date, SATURDAY[1]);
    expect(await pollTuesday()).toMatchObject({
      shown: '2026-04-07 480.00 live -0.21',
      previousDate: '2026-04-04',
    });
  });
});

describe('a weekend’s bulletin whose working day was not read', () => {
  it.each([
    {
      what: 'its own day, with another figure than Saturday’s',
      archive: [SATURDAY, FRIDAY],
      shown: '2026-04-05',
    },
    {
      what: 'Sunday, whose figure Monday repeats',
      archive: [SUNDAY, SATURDAY],
      of: MONDAY,
      shown: '2026-04-05',
    },
    {
      what: 'Saturday, whose figure it repeats',
      archive: [['2026-04-04', '479.50'], FRIDAY],
      shown: '2026-04-04',
    },
    { what: 'Saturday, without an archive', archive: [], shown: '2026-04-04' },
    { what: 'Saturday, with an archive that ends on Friday', archive: [FRIDAY], shown: '2026-04-04' },
    {
      what: 'Saturday, beside a misprint in the archive',
      archive: [['2026-04-04', '4789.70']],
      shown: '2026-04-04',
    },
  ] as { what: string; archive: [string, string][]; of?: [string, string]; shown: string }[])(
    'is dated $what',
    async ({ archive, of = SUNDAY, shown }) => {
      scripted.setArchive(...archive);
      expect((await scripted.pollWith('2026-04-06T06:00:00Z', ...of)).shown).toMatch(`${shown} 479.50 live`);
      const { seq } = await store.snapshot();
      await scripted.pollWith('2026-04-06T06:05:00Z', ...of);
      expect((await store.snapshot()).seq).toBe(seq);
    },
  );
});

it('keeps the day of a working Saturday at a bank that carries nothing, also after a Friday off', async () => {
  await open({ calendar: cbu.calendar });
  scripted.setArchive(['2026-04-02', '475.09']);
  expect(await scripted.pollWith('2026-04-04T06:00:00Z', ...SATURDAY)).toMatchObject({
    shown: '2026-04-04 478.97 live -0.81',
    previousDate: '2026-04-02',
  });
  scripted.setArchive(SATURDAY, ['2026-04-02', '475.09']);
  expect(await scripted.pollWith('2026-04-06T06:00:00Z', ...MONDAY)).toMatchObject({
    previousDate: '2026-04-04',
  });
});

it('keeps the day of a working Saturday at that bank with the figure of Friday as well', async () => {
  await open({ calendar: cbu.calendar });
  scripted.setArchive(['2026-04-03', SATURDAY[1]]);
  const first = await scripted.pollWith('2026-04-04T06:00:00Z', ...SATURDAY);
  expect(first).toMatchObject({ shown: '2026-04-04 478.97 live 0.00', previousDate: '2026-04-03' });
  expect(await scripted.pollWith('2026-04-04T10:00:00Z', ...SATURDAY)).toEqual({
    ...first,
    outcome: 'unchanged',
  });
});

describe('a figure that is held first', () => {
  /** Polls on one day at each of the times while the bank prints one bulletin. Returns what is shown at the end. */
  async function pollAt(day: string, times: string[], ...bulletin: [string, string]) {
    let shown: Awaited<ReturnType<typeof scripted.pollWith>> | undefined;
    for (const time of times) shown = await scripted.pollWith(`${day}T${time}:00Z`, ...bulletin);
    return shown;
  }
  const TIMES = ['06:00', '06:10', '06:20', '06:40', '06:50'];

  it('has the change from Sunday, which was not watched', async () => {
    await showSaturday();
    scripted.setArchive(['2026-04-06', '500.00'], ['2026-04-05', '500.00'], SATURDAY, FRIDAY);
    expect(await pollAt('2026-04-06', TIMES, '2026-04-07', '530.00')).toMatchObject({
      shown: '2026-04-07 530.00 live -5.66',
      previousDate: '2026-04-05',
    });
  });

  it.each([
    { what: 'is held too', tuesday: '570.00' },
    { what: 'is published at once', tuesday: '480.00' },
  ])(
    'on Sunday and never published leaves no change to a figure of Tuesday that $what',
    async ({ tuesday }) => {
      await showSaturday();
      await scripted.pollWith('2026-04-04T11:00:00Z', ...SATURDAY);
      await scripted.pollWith('2026-04-04T19:00:00Z', '2026-04-05', '510.00');
      await scripted.pollWith('2026-04-05T19:00:00Z', '2026-04-06', '510.00');
      const shown = await pollAt('2026-04-06', TIMES, '2026-04-07', tuesday);
      expect(shown?.shown).toBe(`2026-04-07 ${tuesday} live —`);
    },
  );

  it.each([
    {
      what: 'keeps the Sunday that the archive has shown, and Saturday its fixing',
      known: ['2026-04-02', '475.09'],
      archive: [['2026-04-04', '502.00'], FRIDAY, ['2026-04-02', '475.09']],
      sunday: '505.00',
      percent: '-0.59',
    },
    {
      what: 'is Sunday’s also out of the band of Saturday’s figure',
      known: FRIDAY,
      archive: [SATURDAY, FRIDAY],
      sunday: '520.00',
      percent: '-7.89',
    },
    {
      what: 'is Sunday’s also on a first start, where the archive’s days agree with each other',
      known: null,
      archive: [SATURDAY, FRIDAY],
      sunday: '520.00',
      percent: '—',
    },
  ] as {
    what: string;
    known: [string, string] | null;
    archive: [string, string][];
    sunday: string;
    percent: string;
  }[])('$what', async ({ known, archive, sunday, percent }) => {
    if (known !== null) await scripted.pollWith('2026-04-01T11:00:00Z', ...known);
    scripted.setArchive(...archive);
    const shown = await pollAt('2026-04-05', TIMES, '2026-04-05', sunday);
    expect(shown?.shown).toBe(`2026-04-05 ${sunday} live ${percent}`);
    const [saturday = ['', '']] = archive;
    if (known !== null)
      expect((await storedFixings(store)).slice(-2)).toEqual([`04-04 ${saturday[1]}`, `04-05 ${sunday}`]);
  });
});

it('a correction within the hour does not stand for a weekend that was not watched', async () => {
  await showSaturday();
  expect((await pollTuesday()).shown).toBe('2026-04-07 480.00 live —');
  expect((await scripted.pollWith('2026-04-06T11:30:00Z', '2026-04-07', '480.50')).shown).toBe(
    '2026-04-07 480.50 live —',
  );
});

it('a misprint of the same day does not lose the change of a weekend that was watched', async () => {
  await showSaturday();
  await scripted.pollWith('2026-04-06T06:00:00Z', '2026-04-06', SATURDAY[1]);
  await scripted.pollWith('2026-04-06T11:00:00Z', '2026-04-07', '4800.0');
  expect((await pollTuesday('2026-04-06T11:10:00Z')).shown).toBe('2026-04-07 480.00 live -0.21');
});

it('shows no change over days that were not read where the archive’s figure is out of the band', async () => {
  await scripted.pollWith('2026-04-01T11:00:00Z', '2026-04-02', '475.09');
  scripted.setArchive(['2026-04-09', '560.00'], ['2026-04-08', '555.00'], ['2026-04-02', '475.09']);
  const times = ['11:00', '11:10', '11:20', '11:40', '11:50'].map((at) => `2026-04-09T${at}:00Z`);
  for (const at of times) await scripted.pollWith(at, '2026-04-10', '490.00');
  const { shown } = await scripted.pollWith('2026-04-09T12:00:00Z', '2026-04-10', '490.00');
  expect(shown).toBe('2026-04-10 490.00 live —');
});
