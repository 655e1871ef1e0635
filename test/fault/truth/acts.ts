// fault: what each step of a history does.
import { nbkr } from '../../../src/sources/banks/nbkr.ts';
import { nbt } from '../../../src/sources/banks/nbt.ts';
import { apart } from './evidence.ts';
import { CHECK_KINDS, type Scene } from './scene.ts';
import { MISPRINTS, type MisprintName, type ScriptedBank } from './scripted-bank.ts';
import type { Step } from './steps.ts';

const DAY_MINUTES = 24 * 60;
const NAMES = Object.keys(MISPRINTS) as MisprintName[];
const GRAVE = NAMES.filter((name) => MISPRINTS[name].grave);
const LIGHT = NAMES.filter((name) => !MISPRINTS[name].grave);
/** Misprints that can be confirmed come twice as often: more can go wrong with them. */
const DRAWN_NAMES = [...GRAVE, ...LIGHT, ...LIGHT, 'turned round', 'the pound’s row'] as const;

/** The misprint nearest to a possible figure: within a check's 3 %, or of the same scale. It comes more often. */
const WEAK_SPOTS: Partial<Record<string, MisprintName>> = {
  [nbkr.id]: 'a little too much',
  [nbt.id]: 'turned round',
};

/** Does a step; `at` chooses among its forms. Returns the first fault that it has found itself, or nothing. */
type Act = (scene: Scene, at: number) => Promise<unknown> | unknown;

export const ACTS: Record<Step['what'], Act> = {
  print: (scene, at) => publish(scene, String(1 + ((at % 17) - 8) / 1_000)),
  jump: (scene, at) => publish(scene, at % 2 === 0 ? '1.31' : '0.82'),
  leap,
  misprint: async (scene, at) => {
    const misprint = await misprintFor(scene, at);
    if (at % 2 === 0) return publish(scene, '1.0010', { misprint });
    scene.bank.misprint(misprint);
    return scene.poll();
  },
  persist: (scene) => publish(scene, '1.0010', { misprint: scene.bank.page()?.misprint ?? null }),
  restore: ({ bank, poll }) => {
    bank.restore();
    return poll();
  },
  misdate: (scene, at) => publish(scene, '1.0020', { ahead: 1 + (at % 3) }),
  far: (scene, at) => publish(scene, '1.0020', { ahead: at % 2 === 0 ? 40 : 365 }),
  redate: async ({ bank, wait, poll }) => {
    bank.redate();
    wait(DAY_MINUTES);
    await poll();
  },
  stale: async (scene, at) => {
    scene.bank.serveOlder();
    if (at % 4 === 0) return scene.poll();
    // A cache that still serves the old page when the day of the new one comes.
    scene.wait(26 * 60);
    return pollFor(scene, 50);
  },
  alternate,
  damage: ({ bank, poll }) => {
    bank.damageOnce();
    return poll();
  },
  silence: ({ bank, poll }) => {
    bank.fallSilent();
    return poll();
  },
  check: ({ setCheck, pollCheck }, at) => {
    setCheck(at);
    return pollCheck();
  },
  poll: (scene, at) => pollFor(scene, 10 * (1 + (at % 4))),
  settle,
  wait: ({ wait }, at) => wait((1 + (at % 72)) * 60),
  restart: ({ restart }) => restart(),
  failover: ({ replica }) => replica().failOver(),
  backfill: ({ replica, selected: [own] }) => replica().fill(own),
  insist,
  keepUnjudged,
  full: ({ disk }) => disk.setFull(true),
  freed: ({ disk }) => disk.setFull(false),
  archive: ({ bank }, at) => bank.setArchive(at % 3 !== 0),
};

/** Publishes the bank's next figure at its time, and polls. */
export async function publish(
  { bank, now, setNow, poll }: Scene,
  factor: string,
  how: Parameters<ScriptedBank['publish']>[2] = {},
): Promise<void> {
  const { at, date } = bank.nextPublication(now());
  setNow(at);
  bank.publish(date, factor, how);
  await poll();
}

/** Polls every ten minutes. */
async function pollFor({ poll, wait }: Scene, minutes: number): Promise<void> {
  for (let past = 0; past < minutes; past += 10) {
    await poll();
    wait(10);
  }
}

/** A very large step. No bank doubles its figure a second time before the first one was shown. */
async function leap(scene: Scene): Promise<void> {
  const [rate] = await scene.replica().rates();
  const isUnshown = rate !== undefined && apart(scene.bank.correct().figure, rate.inverse) > 50;
  await publish(scene, isUnshown ? '1.001' : '1.92');
}

/** An older page for one read, and then the newest again. */
async function alternate({ bank, poll }: Scene): Promise<void> {
  const page = bank.page();
  bank.serveOlder();
  await poll();
  if (page?.misprint) bank.misprint(page.misprint);
  else bank.restore();
  await poll();
}

/** An hour of the same page. */
async function settle(scene: Scene): Promise<string | null> {
  const page = scene.bank.page();
  const [before] = await scene.replica().rates();
  await pollFor(scene, 70);
  return scene.look.faultAfterAnHour(scene.replica(), page, before);
}

/** A misprint that stays for two days, beside a cross-check. */
async function insist(scene: Scene, at: number): Promise<void> {
  const { bank, setCheck, pollCheck } = scene;
  setCheck(at);
  const misprint = await misprintFor(scene, Math.floor(at / CHECK_KINDS));
  await publish(scene, '1.0010', { misprint });
  await pollCheck();
  if (at % 7 === 0) await keepUnjudged(scene);
  await pollFor(scene, 40);
  if (at % 2 === 0) bank.redate();
  else await publish(scene, '1.0010', { misprint });
  await pollCheck();
  await pollFor(scene, 40);
}

/** What an earlier version did: it stored the figure that waits. */
async function keepUnjudged({ bank, source, code, now, replica }: Scene): Promise<void> {
  const page = bank.page();
  const [rate] = await replica().rates();
  const isLater = rate?.source.id === source.id && page !== null && page.date > rate.date;
  if (!isLater || page.misprint === null || page.misprint === 'below zero') return;
  const { date, figure: printed } = page;
  const fetchedAt = now().toISOString();
  const print = { code, date, printed, nominal: '1', perDollar: printed };
  await replica().keep({ ...print, source: source.id, fetchedAt });
  await replica().failOver();
}

/** In a first document nothing shows which row is the dollar's: both figures are possible. */
async function misprintFor({ source, replica }: Scene, at: number): Promise<MisprintName> {
  const weakSpot = WEAK_SPOTS[source.id];
  const names = weakSpot === undefined ? DRAWN_NAMES : [...DRAWN_NAMES, ...Array(14).fill(weakSpot)];
  const name: MisprintName = names[at % names.length] ?? 'ten times';
  const isFirst = (await replica().rates())[0]?.source.id !== source.id;
  return isFirst && name === 'the pound’s row' ? 'ten times' : name;
}
