import { expect, it } from 'vitest';
import { answerDearly } from '../attack/answers.attack.ts';
import { pileUp, upgradeAndLeave } from '../attack/costly.attack.ts';
import { comeFromElsewhere, forgeAddresses } from '../attack/forged-addresses.attack.ts';
import { throwGarbage } from '../attack/garbage.attack.ts';
import { invent } from '../attack/pictures.attack.ts';
import { pileAllKinds } from '../attack/pipelined-requests.attack.ts';
import { askBySchema } from '../attack/schema.attack.ts';
import { beSlow } from '../attack/slow.attack.ts';
import { stampede } from '../attack/stampede.attack.ts';
import type { FaultRow } from '../support/fault/table.ts';

// The attacks of `npm run test:attack` on a smaller scale and without its time limits, which would measure the
// machine when it is busy. Attacks that take minutes or measure memory are only run there.
it.each<[string, () => Promise<FaultRow>]>([
  ['a hundred connections of garbage', () => throwGarbage(102, 20_000)],
  ['fifty peers with slow headers and an offer of h2c', () => beSlow(50, 20_000, 20_000)],
  ['five hundred requests made from its description', () => askBySchema(500, 1)],
  ['forged addresses', forgeAddresses],
  ['foreign origins', comeFromElsewhere],
  ['two rounds of piled-up requests', () => pileUp(2, 20_000)],
  ['forty peers at once with requests of each kind', () => pileAllKinds(40)],
  ['thirty upgraded peers that leave', () => upgradeAndLeave(30)],
  ['three hundred invented pictures', () => invent(300, 'png', 20_000)],
  ['sixty hostile answers', () => answerDearly(10, 20_000)],
])('the service survives %s', async (_name, attack) => {
  const { passed, measured, due } = await attack();
  expect(passed, `${measured}; due: ${due}`).toBe(true);
});

it('the service sends a goodbye to its listeners, and all reconnect after a restart', async () => {
  const { passed, measured } = await stampede(60, 'SIGTERM', 60);
  expect(passed, measured).toBe(true);
});
