// command: the evidence for `check`, gathered from the public paths of a running service.
import { connect } from 'silk-ticker/client';
import type { Snapshot, SourceReport } from '../../rates/wire.ts';
import { type Answer, askServer, isFields, snapshotOf } from '../server.ts';

/** The client tries WebSocket and then SSE. A stream that can be opened is open within this time. */
const STREAM_MS = 5_000;

export interface Evidence {
  /** The time of the service. */
  now: Date;
  ready: Answer;
  /** Undefined when `/rates` has no rates yet, or when the answer comes from another program. */
  snapshot: Snapshot | undefined;
  /** Undefined when the answer of `/sources` cannot be read. */
  reports: readonly SourceReport[] | undefined;
  stream: StreamTrial;
}

export interface StreamTrial {
  isOpen: boolean;
  /** From the call to the open stream. */
  tookMs: number;
  /** The client's reason when the stream does not open. */
  why: string;
}

/** Throws `client-refused` when nothing answers. */
export async function gather(src: string): Promise<Evidence> {
  const ready = await askServer(src, '/readyz');
  const [rates, sources, stream] = await Promise.all([
    askServer(src, '/rates'),
    askServer(src, '/sources'),
    tryStream(src),
  ]);
  const reports = isFields(sources.body) ? sources.body.sources : undefined;
  const isWhole = Array.isArray(reports) && reports.every(isReport);
  return {
    now: ready.at,
    ready,
    snapshot: snapshotOf(rates),
    reports: isWhole ? reports : undefined,
    stream,
  };
}

/** Checks only the fields that are used: a later version of the service may have more. */
function isReport(value: unknown): value is SourceReport {
  if (!isFields(value) || typeof value.id !== 'string' || typeof value.kind !== 'string') return false;
  const { publishes, checks, held, lastGoodPoll, lastError, nextPoll } = value;
  if (![publishes, checks, held].every(Array.isArray) || !(held as unknown[]).every(isHeldRow)) return false;
  const isTimeOrNone = (it: unknown) => it === null || typeof it === 'string';
  const isError = lastError === null || (isFields(lastError) && typeof lastError.at === 'string');
  return isError && isTimeOrNone(lastGoodPoll) && isTimeOrNone(nextPoll);
}

function isHeldRow(value: unknown): boolean {
  return isFields(value) && typeof value.since === 'string' && Array.isArray(value.confirmedBy);
}

/** Opens the stream with the client of the widget. */
function tryStream(src: string): Promise<StreamTrial> {
  const began = performance.now();
  return new Promise((resolve) => {
    let why = 'no answer';
    const end = (isOpen: boolean) => {
      clearTimeout(timer);
      // Resolved before the close, which would report `offline`.
      resolve({ isOpen, tookMs: Math.round(performance.now() - began), why });
      connection.close();
    };
    const timer = setTimeout(end, STREAM_MS, false);
    const connection = connect({
      src,
      onState(state, reason) {
        if (reason !== undefined) why = reason;
        if (state === 'live') end(true);
        else if (state !== 'connecting') end(false);
      },
      onSnapshot() {},
    });
  });
}
