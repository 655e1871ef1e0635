// rehearsal: runs one night: each event gets a name, and each name ends the row of the observations before it.
import { until } from '../support/until.ts';
import type { Answer, Audience, Night, Recovery, Said } from './observed.ts';
import { createOperator, type Look } from './operator.ts';
import { read } from './reader.ts';
import type { Report } from './report.ts';
import type { Stage } from './stage.ts';

/** The parameters of an act. */
export interface Scene {
  stage: Stage;
  audiences: readonly Audience[];
  /** Names the event that starts now. */
  mark(happens: string): Promise<void>;
  /** Waits until a condition is true, and records the time; more than twice the due time is "never". */
  recovers(what: string, dueMs: number, isWell: () => boolean | Promise<boolean>): Promise<void>;
  /** Waits a moment until a report is in each place, and records where it was. */
  says(
    about: Said['about'],
    what: string,
    places: Record<string, () => boolean | Promise<boolean>>,
  ): Promise<void>;
  /** Records the exit of a replica that got a SIGTERM. */
  exited(code: number | null, tookMs: number): void;
}

/** Polls come every second, a commit and a log line within the next one. */
const SAY_MS = 5_000;

/** Starts the readers at once. `end` ends the last row and returns all observations. */
export function openScene(stage: Stage, audiences: readonly Audience[], report: Report) {
  const startMs = performance.now();
  const answers: Answer[] = [];
  const said: Said[] = [];
  const recoveries: Recovery[] = [];
  const exits: { code: number | null; tookMs: number }[] = [];
  const operator = createOperator(stage);
  const stopReading = read({ nginx: stage.stack.origin, alone: stage.alone().origin }, startMs, answers);
  const codes = new Set(stage.printed.map(({ code }) => code));
  let before = countsOf(audiences);
  let answered = 0;
  let current: { happens: string; atMs: number } | null = null;

  async function closeRow(): Promise<void> {
    if (current === null) return;
    const look = await operator.look();
    const fresh = answers.slice(answered);
    answered = answers.length;
    const now = countsOf(audiences);
    report.row({
      ...current,
      reader: readerText(fresh, codes),
      subscriber: changeText(before, now),
      operator: lookText(look),
    });
    before = now;
    current = null;
  }

  const holds = (what: string, holds: () => boolean | Promise<boolean>, limitMs: number) =>
    until(what, async () => await Promise.resolve(holds()).catch(() => false), limitMs).catch(
      () => Number.POSITIVE_INFINITY,
    );

  const scene: Scene = {
    stage,
    audiences,
    async mark(happens) {
      await closeRow();
      current = { happens, atMs: performance.now() - startMs };
    },
    async recovers(what, dueMs, isWell) {
      recoveries.push({ what, dueMs, tookMs: await holds(what, isWell, 2 * dueMs) });
    },
    async says(about, what, places) {
      const stood = await Promise.all(
        Object.entries(places).map(async ([place, stands]) => [
          place,
          Number.isFinite(await holds(`${what} in ${place}`, stands, SAY_MS)),
        ]),
      );
      said.push({ about, what, places: Object.fromEntries(stood) });
    },
    exited: (code, tookMs) => void exits.push({ code, tookMs }),
  };
  return {
    scene,
    /** No request is open after it. */
    async stopReading(): Promise<void> {
      await closeRow();
      await stopReading();
    },
    night: (stopped: string | null): Night => ({
      printed: stage.printed,
      answers,
      audiences,
      said,
      recoveries,
      exits,
      stopped,
    }),
  };
}

interface Counts {
  listeners: number;
  updates: number;
  snapshots: number;
  connections: number;
  epochs: number;
}

function countsOf(audiences: readonly Audience[]): Counts {
  const listeners = audiences.flatMap((it) => it.listeners);
  const received = listeners.flatMap((it) => it.received);
  const updates = received.filter((it) => it.kind === 'update').length;
  return {
    listeners: listeners.length,
    updates,
    snapshots: received.length - updates,
    connections: listeners.reduce((sum, it) => sum + it.connections, 0),
    epochs: new Set(received.map((it) => it.epoch)).size,
  };
}

/** A reconnect without a snapshot is a resume. */
function changeText(before: Counts, now: Counts): string {
  const told = now.updates - before.updates;
  const returns = now.connections - before.connections;
  const snapshots = now.snapshots - before.snapshots;
  const epochs = now.epochs - before.epochs;
  return [
    `${now.listeners} streams got ${told} changes`,
    returns === 0 ? 'none was closed' : `${returns} were closed and resumed`,
    ...(epochs === 0 ? [] : [`a new epoch, with a snapshot for ${snapshots}`]),
    ...(epochs === 0 && snapshots > 0 ? [`${snapshots} GAPS: a snapshot in place of the changes`] : []),
  ].join('; ');
}

function readerText(answers: readonly Answer[], codes: ReadonlySet<string>): string {
  const failed = answers.filter(({ status }) => status !== 200).length;
  const slowestMs = Math.max(0, ...answers.map(({ tookMs }) => tookMs));
  const last = answers.findLast(
    ({ path, place, status }) => path === '/rates' && place === 'nginx' && status === 200,
  );
  const shown = [...codes].map((code) => {
    const figure = last?.figures[code];
    const status = last?.statuses[code] ?? '';
    if (figure === undefined) return `no ${code}`;
    return status === 'live' || status === 'pegged' ? `${code} ${figure}` : `${code} ${figure} ${status}`;
  });
  return `${answers.length} answers, ${failed} failed, slowest ${slowestMs.toFixed(0)} ms; at the end ${shown.join(', ')}`;
}

function lookText({ ready, leader, storeUp, troubles, warnings }: Look): string {
  const up = storeUp.filter(Boolean).length;
  return [
    `/readyz ${ready.join(' ')}`,
    leader === 0 ? 'nobody leads' : `replica ${leader} leads`,
    up === storeUp.length ? 'all reach Redis' : `${up} of ${storeUp.length} reach Redis`,
    ...(troubles.length === 0 ? [] : [`/sources: ${troubles.join(', ')}`]),
    ...(warnings.length === 0 ? [] : [`log: ${warnings.join(', ')}`]),
  ].join('; ');
}
