// store: parses and checks the values from Redis. Other programs may be able to write there.
import { checkFixing, checkRate, checkUpdate } from '../../rates/check.ts';
import type { Fixing } from '../../rates/fixing.ts';
import { Moved } from '../../rates/schema.ts';
import type { Rate, Update } from '../../rates/wire.ts';
import { checkPollRecord, type PollRecord } from '../poll-record.ts';
import type { StreamEntry } from './connection.ts';

/** The result of one read of the state in Redis, without values that fail their check. */
export interface StateRead {
  /** The id of the server process: a new one after every start. */
  runId: string;
  /** `id token` of the leader; empty for none. */
  holder: string;
  head: Head | null;
  /** Number of the last of `fixings`; the next read returns those after it. */
  lastFixingNumber: string;
  fixings: Fixing[];
  /** The number of fixings that were read, valid or not. */
  fixingsSeen: number;
  /** The number of fixings that were ever numbered. Another number means other fixings. */
  fixingCount: string;
  /** The number of reports that were ever stored; empty for none. Another number means other `records`. */
  reportCount: string;
  records: PollRecord[];
  rates: Rate[];
  /** Newest last. */
  updates: Update[];
  cursor: string;
}

/** The position in Redis, and the server on which its epoch was opened. */
export interface Head {
  epoch: string;
  seq: number;
  asOf: string;
  runId: string;
}

function parse(text: unknown): unknown {
  try {
    return typeof text === 'string' ? JSON.parse(text) : null;
  } catch {
    return null;
  }
}

/** Parses and checks an update; `null` for anything else. */
export const readUpdate = (text: unknown): Update | null => checkUpdate(parse(text));
/** Parses and checks a record of polls; `null` for anything else. */
export const readPollRecord = (text: unknown): PollRecord | null => checkPollRecord(parse(text));

/** Parses the answer of the script `READ_STATE`. */
export function readState(reply: unknown): StateRead {
  const [runId, holder, head, lastNumber, fixings, reportCount, reports, rates, entries, fixingCount] =
    reply as unknown[];
  const newestFirst = entries as StreamEntry[];
  return {
    runId: String(runId),
    holder: String(holder),
    head: readHead(head as unknown[]),
    lastFixingNumber: String(lastNumber),
    fixings: valid(fixings, (text) => checkFixing(parse(text))),
    fixingsSeen: (fixings as unknown[]).length,
    fixingCount: String(fixingCount),
    reportCount: String(reportCount),
    records: valid(reports, readPollRecord),
    rates: valid(rates, (text) => checkRate(parse(text))),
    updates: valid(newestFirst.map(updateTextOf).reverse(), readUpdate),
    cursor: newestFirst[0]?.[0] ?? '0-0',
  };
}

/** The text of the update in an entry of the stream. */
export function updateTextOf([, fields]: StreamEntry): unknown {
  const name = fields.findIndex((field, index) => index % 2 === 0 && field === 'update');
  return name === -1 ? undefined : fields[name + 1];
}

function valid<T>(list: unknown, read: (value: unknown) => T | null): T[] {
  return (list as unknown[]).map(read).filter((it) => it !== null);
}

function readHead([epoch, seq, runId, asOf]: unknown[]): Head | null {
  const { data } = Moved.safeParse({ epoch, seq: /^\d{1,15}$/.test(String(seq)) ? Number(seq) : null, asOf });
  return data === undefined ? null : { ...data, runId: String(runId) };
}
