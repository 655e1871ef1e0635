// rehearsal: `npm run rehearse` plays a night on the whole stack in about two minutes, prints the observations, and
// ends with 1 when a promise was broken.
import { messageOf } from '../../src/errors.ts';
import type { Snapshot } from '../../src/rates/wire.ts';
import { openAudience } from '../support/listeners/audience.ts';
import { until } from '../support/until.ts';
import { banksDown, evening, liar, morning } from './acts/banks.ts';
import { diskFull, killedAlone } from './acts/disk.ts';
import { leaderKilled, redisDies, rolled } from './acts/machines.ts';
import type { Audience, Place } from './observed.ts';
import { judge } from './promises.ts';
import { createReport } from './report.ts';
import { openScene } from './scene.ts';
import { openStage, type Stage } from './stage.ts';

/** Enough for several listeners of each kind at each replica. */
const LISTENERS: Record<Place, number> = { nginx: 12, alone: 2 };

const report = createReport((line) => console.log(line), {
  columns: process.stdout.columns ?? 140,
  isColoured: process.stdout.isTTY === true && !process.env.NO_COLOR,
});

async function play(stage: Stage): Promise<boolean> {
  const origins: Record<Place, string> = { nginx: stage.stack.origin, alone: stage.alone().origin };
  for (const origin of Object.values(origins)) await until(`four rates at ${origin}`, () => hasFour(origin));
  const gathered = (['nginx', 'alone'] as const).flatMap((place) =>
    (['ws', 'sse'] as const).map((way) => ({
      place,
      way,
      ...openAudience(origins[place], LISTENERS[place], way),
    })),
  );
  await until('all listen', () =>
    gathered.every((it) => it.listeners.every(({ received }) => received.length > 0)),
  );
  const audiences: Audience[] = gathered;
  const { scene, stopReading, night } = openScene(stage, audiences, report);
  let stopped: string | null = null;
  try {
    await evening(scene);
    const unread = await banksDown(scene);
    await liar(scene);
    await redisDies(scene);
    await leaderKilled(scene);
    await rolled(scene);
    await diskFull(scene);
    await morning(scene, unread);
    await stopReading();
    for (const audience of gathered) audience.close();
    await killedAlone(stage, scene);
  } catch (error) {
    // The observations until then are judged nevertheless: they show more than the error alone.
    stopped = messageOf(error);
    await stopReading();
    for (const audience of gathered) audience.close();
  }
  const verdicts = judge(night(stopped));
  report.close(verdicts);
  return verdicts.every(({ broken }) => broken.length === 0);
}

async function hasFour(origin: string): Promise<boolean> {
  const { rates } = (await (await fetch(`${origin}/rates`)).json()) as Snapshot;
  return ['KGS', 'KZT', 'UZS', 'TMT'].every((code) => rates.some(({ base }) => base === code));
}

report.open(
  'A night on three replicas behind nginx, with Redis and a single service. Times are real, in minutes and seconds; hours of a bank are seconds here, it is asked every second.',
);
const stage = await openStage();
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, () => void stage.close().finally(() => process.exit(1)));
let isWell = false;
try {
  isWell = await play(stage);
} finally {
  await stage.close();
}
process.exit(isWell ? 0 : 1);
