// fault: the parts of one history: a scripted bank, its cross-check, a disk, a replica, the oracle and the clock.
import { TickerError } from '../../../src/errors.ts';
import type { Guard } from '../../../src/guard/decision.ts';
import { addDays } from '../../../src/rates/date.ts';
import { cbr } from '../../../src/sources/banks/cbr.ts';
import { shippedSeed } from '../../../src/sources/registry.ts';
import type { SelectedSource } from '../../../src/sources/selection.ts';
import type { Bank, Source } from '../../../src/sources/source.ts';
import { createLook } from './look.ts';
import { createOracle, type Oracle } from './oracle.ts';
import { createDisk, startReplica } from './replica.ts';
import { createScriptedBank, MISPRINTS, type ScriptedBank } from './scripted-bank.ts';

const START = new Date('2026-06-02T03:00:00Z');

/** Builds the parts and starts the replica. */
export async function openScene(source: Bank, guard: Guard) {
  const code = source.covers[0] ?? '';
  const { calendar } = source;
  let now = START;
  let checkKind = 0;
  const clock = () => now;
  const seed = shippedSeed().find(({ bulletin }) => bulletin.code === code)?.bulletin.perDollar;
  const bank = createScriptedBank(source, code, { figure: Number(seed ?? '1.7').toFixed(4), now });
  const oracle = createOracle({
    bank,
    calendar,
    band: Number(source.band),
    redates: source.redates === true,
    hasSeed: seed !== undefined,
    now: clock,
  });
  bank.onRead(oracle.read);
  const checking = createChecking(bank, oracle, code, () => checkKind);
  const selected = selectedOf(bank.source, checking, code);
  const disk = createDisk();
  const open = () => startReplica({ disk, selectedSources: selected, code, guard, now: clock });
  let replica = await open();
  const look = createLook({ oracle, code, source, isSeeded: seed !== undefined, now: clock });
  await look.begin(replica);

  return {
    source,
    code,
    hasSeed: seed !== undefined,
    bank,
    disk,
    look,
    selected,
    now: clock,
    replica: () => replica,
    setNow(at: Date) {
      now = at;
    },
    wait(minutes: number) {
      now = new Date(now.getTime() + minutes * 60_000);
    },
    /** Chooses what the cross-check prints from now on, by any whole number. */
    setCheck(kind: number) {
      checkKind = kind;
    },
    poll: () => replica.poll(source.id),
    pollCheck: () => replica.poll(cbr.id),
    async restart() {
      await replica.stop();
      oracle.forget();
      replica = await open();
      await look.begin(replica);
    },
  };
}

export type Scene = Awaited<ReturnType<typeof openScene>>;

/** The number of kinds of a cross-check. */
export const CHECK_KINDS = 6;

/** The check prints the bank's own level, the level before, the bank's page, or nothing. */
function checkOf(bank: ScriptedBank, kind: number): { date: string; perDollar: string } | null {
  const { date, figure } = bank.correct();
  const page = bank.page();
  // A check does not make the same grave mistake by itself.
  const isGrave = page === null || (page.misprint !== null && MISPRINTS[page.misprint].grave);
  const before = bank.correctBefore().figure;
  const kinds = [
    null,
    { date, perDollar: figure },
    { date, perDollar: before },
    { date: addDays(date, -1), perDollar: before },
    { date, perDollar: isGrave ? figure : page.figure },
    { date: page?.date ?? date, perDollar: before },
  ];
  return kinds[kind % CHECK_KINDS] ?? null;
}

function createChecking(bank: ScriptedBank, oracle: Oracle, code: string, kind: () => number): Source {
  return {
    ...cbr,
    covers: [code],
    async newest() {
      const check = checkOf(bank, kind());
      if (check === null) throw new TickerError('source-unreachable', 'no answer');
      oracle.check({ date: check.date, figure: check.perDollar });
      return [{ ...check, code, printed: check.perDollar, nominal: '1' }];
    },
  };
}

function selectedOf(source: Bank, checking: Source, code: string): [SelectedSource, SelectedSource] {
  const shared = { key: null, checkedBy: () => [checking.id], bandOf: () => source.band };
  return [
    { ...shared, source, origin: source.origin, publishes: [code], checks: [] },
    { ...shared, source: checking, origin: checking.origin, publishes: [], checks: [code] },
  ];
}
