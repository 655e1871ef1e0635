// fault: random histories of a bank, its checks and this service: no unjudged figure is shown, stored or used.
import { GUARD } from '../../src/guard/standard.ts';
import type { FaultRow } from '../support/fault/table.ts';
import { MUTANTS } from './truth/mutants.ts';
import { searchHistories } from './truth/search.ts';

/** `TRUTH_HISTORIES` sets the number of histories, `FAULT_SEED` the seed. */
const HISTORIES = Number(process.env.TRUTH_HISTORIES ?? '10000');
const SEED = Number(process.env.FAULT_SEED ?? '20260402');
const ENOUGH = 100;

/** The rows of truth. */
export async function run(): Promise<FaultRow[]> {
  const began = performance.now();
  const { played, wrong } = await searchHistories(GUARD, HISTORIES, SEED);
  console.log(
    `\n${played} histories from seed ${SEED} in ${Math.round((performance.now() - began) / 1_000)} s`,
  );
  if (wrong !== null) console.log(`wrong: ${wrong.what}\n${wrong.history}`);
  console.log('\n| guard | histories until it is found | by |\n|---|---|---|');
  const missed: string[] = [];
  let most = 0;
  for (const [name, mutant] of MUTANTS) {
    const found = await searchHistories(mutant, ENOUGH, SEED);
    if (found.wrong === null) missed.push(name);
    else most = Math.max(most, found.played);
    console.log(
      `| ${name} | ${found.wrong === null ? 'never' : found.played} | ${found.wrong?.what ?? ''} |`,
    );
  }
  return [
    {
      id: 'T1',
      fault: `${played} histories of misprints, late cross-checks, restarts, backfills, failovers and full disks`,
      measured: wrong === null ? '0 wrong' : `1 wrong after ${played}`,
      due: '0 unjudged figures shown, stored or used; correct ones shown within the hour',
      passed: wrong === null && played === HISTORIES,
    },
    {
      id: 'T2',
      fault: `${MUTANTS.size} guards with one check switched off`,
      measured: `${missed.length} not found, the others within ${most} histories`,
      due: `0 within ${ENOUGH}`,
      passed: missed.length === 0,
    },
  ];
}
