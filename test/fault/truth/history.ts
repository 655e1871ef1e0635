// fault: plays one history, and checks everything that the replica publishes after each step.
import type { Guard } from '../../../src/guard/decision.ts';
import { cbu } from '../../../src/sources/banks/cbu.ts';
import { nbk } from '../../../src/sources/banks/nbk.ts';
import { nbkr } from '../../../src/sources/banks/nbkr.ts';
import { nbt } from '../../../src/sources/banks/nbt.ts';
import type { Bank } from '../../../src/sources/source.ts';
import { ACTS, publish } from './acts.ts';
import { openScene } from './scene.ts';
import type { Step } from './steps.ts';

/** The last one is invented: a currency that is worth about one dollar and has no seed. */
const BANKS: readonly Bank[] = [nbk, nbkr, cbu, { ...nbt, covers: ['AZN'] }];

/**
 * Plays a history of one bank. Returns the first fault with its step, or `null`. `onStep` gets a line about the state
 * after each step.
 */
export async function playHistory(
  bank: number,
  steps: readonly Step[],
  guard: Guard,
  onStep: ((line: string) => void) | null = null,
): Promise<string | null> {
  const source = BANKS[bank % BANKS.length] ?? nbk;
  const scene = await openScene(source, guard);
  const { look, now, replica } = scene;
  try {
    // Without a seed the first figure is accepted as it is.
    if (!scene.hasSeed) await publish(scene, '1');
    for (const [index, { what, at }] of steps.entries()) {
      const found = await ACTS[what](scene, at);
      const fault = typeof found === 'string' ? found : await look.at(replica());
      if (onStep !== null) {
        const page = JSON.stringify(scene.bank.page());
        onStep(`${what} ${at} ${now().toISOString()} ${page} ${await look.describe(replica())}`);
      }
      if (fault !== null) return `step ${index} (${what} ${at}) of ${source.id}: ${fault}`;
    }
    return null;
  } finally {
    await replica().stop();
  }
}
