// fault: one history played through a replica, with everything that leaves it looked at after each step.
import { TickerError } from '../../../src/errors.ts';
import type { Guard } from '../../../src/guard/decision.ts';
import { addDays } from '../../../src/rates/date.ts';
import { cbr } from '../../../src/sources/banks/cbr.ts';
import { cbu } from '../../../src/sources/banks/cbu.ts';
import { nbk } from '../../../src/sources/banks/nbk.ts';
import { nbkr } from '../../../src/sources/banks/nbkr.ts';
import { nbt } from '../../../src/sources/banks/nbt.ts';
import { shippedSeed } from '../../../src/sources/registry.ts';
import type { SelectedSource } from '../../../src/sources/selection.ts';
import type { Source } from '../../../src/sources/source.ts';
import { createLook } from './look.ts';
import { apart, createOracle } from './oracle.ts';
import { LIES, type LieName, openPressRoom, type PressRoom } from './press-room.ts';
import { createDisk, startReplica } from './replica.ts';
import type { Step } from './steps.ts';

/** The last is made up: a currency that is worth about a dollar, and of which no seed tells. */
const BANKS: readonly Source[] = [nbk, nbkr, cbu, { ...nbt, covers: ['AZN'] }];
const START = new Date('2026-06-02T03:00:00Z');
const MINUTE_MS = 60_000;
const GRAVE = (Object.keys(LIES) as LieName[]).filter((name) => LIES[name].grave);
const LIGHT = (Object.keys(LIES) as LieName[]).filter((name) => !LIES[name].grave);
/** Lies that may be confirmed twice as often: there is more to go wrong with them. */
const LIE_NAMES = [...GRAVE, ...LIGHT, ...LIGHT, 'turned round', 'the pound’s row'] as const;

/** Plays a history of one bank. Answers the first thing that was wrong, with the step at which it was, or `null`. `tell` hears how things stand after each step. */
export async function playHistory(
  bank: number,
  steps: readonly Step[],
  guard: Guard,
  tell: ((line: string) => void) | null = null,
): Promise<string | null> {
  const source = BANKS[bank % BANKS.length] ?? nbk;
  const code = source.covers[0] ?? '';
  let now = START;
  const clock = () => now;
  const seed = shippedSeed().find(({ bulletin }) => bulletin.code === code)?.bulletin.perDollar;
  const figure = seed ?? '1.7';
  const press = openPressRoom(source, code, { figure: Number(figure).toFixed(4), now });
  const oracle = createOracle({
    press,
    calendar: source.calendar,
    band: Number(source.band),
    redates: source.redates === true,
    hasSeed: seed !== undefined,
    now: clock,
  });
  press.onRead(oracle.read);
  let mood = 0;
  const checking: Source = {
    ...cbr,
    covers: [code],
    async newest() {
      const check = checkOf(press, mood);
      if (check === null) throw new TickerError('source-unreachable', 'silent');
      oracle.check({ date: check.date, figure: check.perDollar });
      return [{ ...check, code, printed: check.perDollar, nominal: '1' }];
    },
  };
  const selectedSources = seatsOf(press.source, checking, code);
  const disk = createDisk();
  const open = () => startReplica({ disk, selectedSources, code, guard, now: clock });
  let replica = await open();
  const look = createLook({ oracle, code, source, isSeeded: seed !== undefined, now: clock });
  await look.begin(replica);
  const wait = (ms: number) => {
    now = new Date(now.getTime() + ms);
  };
  const poll = () => replica.poll(source.id);

  async function settle(): Promise<string | null> {
    const page = press.page();
    const before = await replica.rates();
    await pollFor(70);
    return look.honestIsShown(replica, page, before[0]);
  }

  const acts: Record<Step['what'], (at: number) => Promise<unknown> | unknown> = {
    print: (at) => publish(String(1 + ((at % 17) - 8) / 1_000)),
    jump: (at) => publish(at % 2 === 0 ? '1.31' : '0.82'),
    // No bank doubles its dollar twice before anybody was shown the first time.
    leap: async () => {
      const [rate] = await replica.rates();
      return publish(
        rate !== undefined && apart(press.honest().figure, rate.inverse) > 50 ? '1.001' : '1.92',
      );
    },
    lie: async (at) => {
      const lie = await lieFor(at);
      if (at % 2 === 0) return publish('1.0010', { lie });
      press.lie(lie);
      return poll();
    },
    persist: () => {
      const lie = press.page()?.lie ?? null;
      return publish('1.0010', { lie });
    },
    mend: () => {
      press.mend();
      return poll();
    },
    misdate: (at) => publish('1.0020', { ahead: 1 + (at % 3) }),
    far: (at) => publish('1.0020', { ahead: at % 2 === 0 ? 40 : 365 }),
    redate: async () => {
      press.redate();
      wait(24 * 60 * MINUTE_MS);
      await poll();
    },
    stale: async (at) => {
      press.serveOlder();
      if (at % 4 === 0) return poll();
      // A cache that keeps an old page while the day of the new one comes.
      wait(26 * 60 * MINUTE_MS);
      return pollFor(50);
    },
    flap: async () => {
      const page = press.page();
      press.serveOlder();
      await poll();
      if (page?.lie) press.lie(page.lie);
      else press.mend();
      await poll();
    },
    slip: () => {
      press.slipOnce();
      return poll();
    },
    hush: () => {
      press.hush();
      return poll();
    },
    check: (at) => {
      mood = at;
      return replica.poll(cbr.id);
    },
    poll: (at) => pollFor(10 * (1 + (at % 4))),
    settle,
    wait: (at) => wait((1 + (at % 72)) * 60 * MINUTE_MS),
    restart: async () => {
      await replica.stop();
      oracle.forget();
      replica = await open();
      await look.begin(replica);
    },
    failover: () => replica.failOver(),
    backfill: () => replica.fill(selectedSources[0] as SelectedSource),
    siege: async (at) => {
      mood = at;
      const lie = await lieFor(Math.floor(at / MOODS));
      await publish('1.0010', { lie });
      await replica.poll(cbr.id);
      if (at % 7 === 0) await poison();
      await pollFor(40);
      if (at % 2 === 0) press.redate();
      else await publish('1.0010', { lie });
      await replica.poll(cbr.id);
      await pollFor(40);
    },
    poison,
    full: () => disk.setFull(true),
    freed: () => disk.setFull(false),
    archive: (at) => press.setArchive(at % 3 !== 0),
  };

  /** Polls every ten minutes for so many. */
  async function pollFor(minutes: number): Promise<void> {
    for (let past = 0; past < minutes; past += 10) {
      await poll();
      wait(10 * MINUTE_MS);
    }
  }

  /** What an earlier version did: it kept the figure that waits. */
  async function poison(): Promise<void> {
    const page = press.page();
    const [rate] = await replica.rates();
    const isLater = rate?.source.id === source.id && page !== null && page.date > rate.date;
    if (!isLater || page.lie === null || page.lie === 'below zero') return;
    const { date, figure: printed } = page;
    const fetchedAt = now.toISOString();
    const print = { code, date, printed, nominal: '1', perDollar: printed };
    await replica.keep({ ...print, source: source.id, fetchedAt });
    await replica.failOver();
  }

  /** Which row of a first document is the dollar's nothing tells: both are figures that a dollar may cost. */
  async function lieFor(at: number): Promise<LieName> {
    const weakSpot = WEAK_SPOTS[source.id];
    const names = weakSpot === undefined ? LIE_NAMES : [...LIE_NAMES, ...Array(14).fill(weakSpot)];
    const lie: LieName = names[at % names.length] ?? 'ten times';
    const isFirst = (await replica.rates())[0]?.source.id !== source.id;
    return isFirst && lie === 'the pound’s row' ? 'ten times' : lie;
  }

  async function publish(factor: string, how: Parameters<typeof press.publish>[2] = {}): Promise<void> {
    const { at, date } = press.nextPublication(now);
    now = at;
    press.publish(date, factor, how);
    await poll();
  }

  try {
    // Without a seed the first figure is taken as it comes.
    if (seed === undefined) await publish('1');
    for (const [index, { what, at }] of steps.entries()) {
      const wrong = (await acts[what](at)) ?? null;
      const seen = typeof wrong === 'string' ? wrong : await look.at(replica);
      if (tell !== null)
        tell(
          `${what} ${at} ${now.toISOString()} ${JSON.stringify(press.page())} ${await look.told(replica)}`,
        );
      if (seen !== null) return `step ${index} (${what} ${at}) of ${source.id}: ${seen}`;
    }
    return null;
  } finally {
    await replica.stop();
  }
}

/** The lie that lies nearest to what a bank may print: within a check's 3 %, or of the same scale. It comes more often. */
const WEAK_SPOTS: Partial<Record<string, LieName>> = {
  [nbkr.id]: 'a little too much',
  [nbt.id]: 'turned round',
};

const MOODS = 6;

/** What the cross-check says: the bank's own level, the one before it, what the bank prints, or nothing. */
function checkOf(press: PressRoom, mood: number): { date: string; perDollar: string } | null {
  const { date, figure } = press.honest();
  const page = press.page();
  // No check makes the same grave mistake by itself.
  const isGrave = page === null || (page.lie !== null && LIES[page.lie].grave);
  const before = press.before().figure;
  const moods = [
    null,
    { date, perDollar: figure },
    { date, perDollar: before },
    { date: addDays(date, -1), perDollar: before },
    { date, perDollar: isGrave ? figure : page.figure },
    { date: page?.date ?? date, perDollar: before },
  ];
  return moods[mood % MOODS] ?? null;
}

function seatsOf(source: Source, checking: Source, code: string): SelectedSource[] {
  const shared = { key: null, checkedBy: () => [checking.id], bandOf: () => source.band };
  return [
    { ...shared, source, origin: source.origin, publishes: [code], checks: [] },
    { ...shared, source: checking, origin: checking.origin, publishes: [], checks: [code] },
  ];
}
