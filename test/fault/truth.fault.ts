// fault: random histories of a bank, its checks and this service: no unjudged figure is shown, stored or used, and each
// figure has the day and the change of the bank.
import { GUARD } from '../../src/guard/standard.ts';
import type { FaultRow } from '../support/fault/table.ts';
import { MUTANTS } from './truth/mutants.ts';
import { searchHistories } from './truth/search.ts';
import { WEEK_MUTANTS } from './truth/weeks/mutants.ts';
import { searchWeeks } from './truth/weeks/play.ts';

/** `TRUTH_HISTORIES` sets the number of histories, `FAULT_SEED` the seed. */
const HISTORIES = Number(process.env.TRUTH_HISTORIES ?? '10000');
const SEED = Number(process.env.FAULT_SEED ?? '20260402');
const ENOUGH = 100;
/** `TRUTH_WEEKS` sets the number of random weeks. */
const WEEKS = Number(process.env.TRUTH_WEEKS ?? '2000');
/** A weekend with a figure of its own that falls into a pause is rare. */
const ENOUGH_WEEKS = 300;

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
    ...(await weeksRows()),
  ];
}

/** The rows of the bank's days: their calendar is drawn at random, and the service pauses in it. */
async function weeksRows(): Promise<FaultRow[]> {
  const small = await weeksRow('T3', 'some weeks', false);
  const large = await weeksRow('T4', 'some weeks with steps that are held', true);
  const missed: string[] = [];
  for (const [name, mutant] of WEEK_MUTANTS) {
    const found = await searchWeeks(mutant, ENOUGH_WEEKS, SEED);
    if (found.wrong === null) missed.push(name);
  }
  return [
    small,
    large,
    {
      id: 'T5',
      fault: `${WEEK_MUTANTS.size} guards without a check of the days`,
      measured: `${missed.length} not found`,
      due: `0 within ${ENOUGH_WEEKS}`,
      passed: missed.length === 0,
    },
  ];
}

async function weeksRow(id: string, what: string, hasShocks: boolean): Promise<FaultRow> {
  const { played, wrong } = await searchWeeks(GUARD, WEEKS, SEED, hasShocks);
  if (wrong !== null) console.log(`wrong: ${wrong.what}\n${wrong.history}`);
  return {
    id,
    fault: `${played} times ${what}, with days off and working Saturdays, pauses, restarts and silent archives`,
    measured: wrong === null ? '0 wrong' : `1 wrong after ${played}`,
    due: '0 figures under another day, 0 changes from another fixing than the one before',
    passed: wrong === null && played === WEEKS,
  };
}
