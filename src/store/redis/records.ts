// store: what stands in Redis, believed only as far as it can be checked. Whoever can write there is not our leader.
import { checkFixing, checkPollRecord, checkRate, checkUpdate, type PollRecord } from '../../rates/check.ts';
import type { Fixing } from '../../rates/fixing.ts';
import { Moved } from '../../rates/schema.ts';
import type { Rate, Update } from '../../rates/wire.ts';
import type { StreamEntry } from './connection.ts';

/** What one look into Redis found, everything that cannot be believed left out. */
export interface Look {
  /** The server's own id: another one after every start. */
  runId: string;
  /** `id token` of the leader, empty for none. */
  holder: string;
  head: Head | null;
  /** Number of the last of `fixings`. */
  fixed: string;
  fixings: Fixing[];
  /** How many were there, believed or not. */
  fixingsSeen: number;
  /** How many fixings were ever numbered: another count means others than these. */
  counted: string;
  told: string;
  records: PollRecord[];
  rates: Rate[];
  /** Newest last. */
  updates: Update[];
  cursor: string;
}

/** Where the sequence stands, and on which server its epoch was opened. */
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

export const readUpdate = (text: unknown): Update | null => checkUpdate(parse(text));
export const readPollRecord = (text: unknown): PollRecord | null => checkPollRecord(parse(text));

/** Reads what the script `LOOK` answers. */
export function readLook(reply: unknown): Look {
  const [runId, holder, head, fixed, fixings, told, reports, rates, entries, counted] = reply as unknown[];
  const newestFirst = entries as StreamEntry[];
  return {
    runId: String(runId),
    holder: String(holder),
    head: readHead(head as unknown[]),
    fixed: String(fixed),
    fixings: believed(fixings, (text) => checkFixing(parse(text))),
    fixingsSeen: (fixings as unknown[]).length,
    counted: String(counted),
    told: String(told),
    records: believed(reports, readPollRecord),
    rates: believed(rates, (text) => checkRate(parse(text))),
    updates: believed(newestFirst.map(updateTextOf).reverse(), readUpdate),
    cursor: newestFirst[0]?.[0] ?? '0-0',
  };
}

/** The text of the update that an entry of the stream holds. */
export function updateTextOf([, fields]: StreamEntry): unknown {
  const name = fields.findIndex((field, index) => index % 2 === 0 && field === 'update');
  return name === -1 ? undefined : fields[name + 1];
}

function believed<T>(list: unknown, read: (value: unknown) => T | null): T[] {
  return (list as unknown[]).map(read).filter((it) => it !== null);
}

function readHead([epoch, seq, runId, asOf]: unknown[]): Head | null {
  const { data } = Moved.safeParse({ epoch, seq: /^\d{1,15}$/.test(String(seq)) ? Number(seq) : null, asOf });
  return data === undefined ? null : { ...data, runId: String(runId) };
}
