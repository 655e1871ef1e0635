// fault: every recorded document is cut off at every byte and damaged ten thousand times, read and polled.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { TickerError } from '../../../src/errors.ts';
import type { Publisher } from '../../support/banks/bank.ts';
import { HAS_RECORDINGS, readRecording } from '../../support/banks/recordings.ts';
import type { FaultRow } from '../../support/fault/table.ts';
import { type Polled, STAGES } from './damaged-banks.ts';
import { createRandom, mutate } from './mutations.ts';
import { FILES, readAs } from './readers.ts';

/** The same seed in every run, so that runs can be compared; `FAULT_SEED` sets another one. */
export const SEED = Number(process.env.FAULT_SEED ?? '20260402');
export const MUTATIONS = Number(process.env.FAULT_MUTATIONS ?? '10000');

export interface Readings {
  read: number;
  /** Errors that were no TickerError, which are faults of the reader. */
  crashes: string[];
  /** Read without an error. */
  accepted: number;
  /** Of these, results other than the original's; the poller has to stop them. */
  different: number;
}

function readOnce(file: string, bytes: Buffer, sound: string, into: Readings): void {
  into.read += 1;
  try {
    const found = readAs(file, bytes);
    into.accepted += 1;
    if (found !== sound) into.different += 1;
  } catch (error) {
    if (!(error instanceof TickerError)) into.crashes.push(`${file}: ${String(error)}`);
  }
}

const none = (): Readings => ({ read: 0, crashes: [], accepted: 0, different: 0 });

/** Every recording cut off at every byte, except for the blanks at its end. */
export function readTruncations(): Readings {
  const readings = none();
  for (const file of FILES) {
    const body = readRecording(file);
    const sound = readAs(file, body);
    const end = body.toString('latin1').trimEnd().length;
    for (let length = 0; length < end; length += 1) readOnce(file, body.subarray(0, length), sound, readings);
  }
  return readings;
}

/** Every recording damaged `count` times. */
export function readMutations(times: number, seed: number): Readings {
  const readings = none();
  for (const [index, file] of FILES.entries()) {
    const body = readRecording(file);
    const sound = readAs(file, body);
    const random = createRandom(seed + index);
    for (let time = 0; time < times; time += 1) readOnce(file, mutate(body, random), sound, readings);
  }
  return readings;
}

/** The work of a child process: it reads everything, or polls one publisher. */
export type Work = 'read' | Publisher;
export interface Read {
  cut: Readings;
  mutated: Readings;
}

/** Each uses one core, and the machine may have only two. */
const AT_ONCE = 2;

/** The rows of damage. The work is done in child processes, two at a time. */
export async function run(): Promise<FaultRow[]> {
  if (!HAS_RECORDINGS) {
    console.log('SKIPPED: damaged documents, which need the folder of recordings that SHARED_DATA names');
    return [];
  }
  console.log(`\nMutations are drawn from seed ${SEED}; FAULT_SEED=… draws others.`);
  const queue: Work[] = ['read', ...STAGES.map(({ publisher }) => publisher)];
  const done = new Map<Work, unknown>();
  async function workOn(): Promise<void> {
    for (let work = queue.shift(); work !== undefined; work = queue.shift()) {
      const began = performance.now();
      done.set(work, await workApart(work));
      const what = work === 'read' ? 'every recording read' : `${work} polled`;
      console.log(`${what}, damaged, in ${Math.round((performance.now() - began) / 1_000)} s`);
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, workOn));
  const { cut, mutated } = done.get('read') as Read;
  const polled = STAGES.map(({ publisher }) => done.get(publisher) as Polled);
  for (const crash of [...cut.crashes, ...mutated.crashes].slice(0, 10)) console.log(`crashed: ${crash}`);
  printPolled(polled);
  return [...readRows(cut, mutated), polledRow(polled)];
}

async function workApart(work: Work): Promise<unknown> {
  const child = fork(new URL('./damage-work.ts', import.meta.url), [work], { serialization: 'advanced' });
  const answer = once(child, 'message');
  const ended = once(child, 'exit');
  const first = await Promise.race([answer, ended.then(([code]) => `ended with ${code}`)]);
  if (typeof first === 'string') throw new Error(`the work on ${work} ${first}`);
  await ended;
  return first[0];
}

function printPolled(polled: readonly Polled[]): void {
  console.log(
    '\n| polled | answers damaged | damaged polls: changed, unchanged, held, refused, failed | wrong |',
  );
  console.log('|---|---|---|---|');
  for (const { name, damaged, results, wrong } of polled) {
    const kinds = ['changed', 'unchanged', 'held', 'refused', 'failed'];
    const counts = kinds.map((it) => results.get(it) ?? 0).join(', ');
    console.log(`| ${name} | ${damaged} | ${counts} | ${wrong.length} |`);
    for (const line of wrong.slice(0, 5)) console.log(`wrong: ${line}`);
  }
}

function readRows(cut: Readings, mutated: Readings): FaultRow[] {
  return [
    {
      id: 'S3b',
      fault: `${FILES.length} recordings cut off at each of ${cut.read} bytes`,
      measured: `${cut.crashes.length} crashes, ${cut.accepted} accepted`,
      due: '0, 0',
      passed: cut.read > 100_000 && cut.crashes.length + cut.accepted === 0,
    },
    {
      id: 'S3c',
      fault: `${MUTATIONS} mutations of each of ${FILES.length} recordings, read`,
      measured: `${mutated.crashes.length} crashes; ${mutated.accepted} accepted, ${mutated.different} of them with another content`,
      due: '0 crashes',
      passed: mutated.read === MUTATIONS * FILES.length && mutated.crashes.length === 0,
    },
  ];
}

function polledRow(polled: readonly Polled[]): FaultRow {
  const sum = (of: (it: Polled) => number) => polled.reduce((total, it) => total + of(it), 0);
  const wrong = sum((it) => it.wrong.length);
  const least = Math.min(...polled.map((it) => it.leastPerDocument));
  return {
    id: 'S3d',
    fault: `${polled.length} publishers polled with each answer damaged, each document ${least} times or more`,
    measured: `${wrong} wrong rates, dates or changes shown after ${sum((it) => it.polls)} polls`,
    due: '0',
    passed: wrong === 0 && least >= MUTATIONS,
  };
}
