import fc from 'fast-check';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { Medium } from '../../../src/publish/channel.ts';
import { createFeed, type Feed } from '../../../src/publish/feed.ts';
import { createHub } from '../../../src/publish/hub.ts';
import type { Listener } from '../../../src/publish/listener.ts';
import type { Rate, ServerMessage, Update } from '../../../src/rates/wire.ts';
import { rateFor } from '../../support/figures.ts';

const CODES = ['KGS', 'KZT', 'UZS'];

/** More than the writes between two reads of the clock. */
const CROWD = 40;

/** The state of a client by the rules of the contract; a message that breaks one is recorded. */
interface Client {
  epoch: string;
  seq: number;
  rates: Map<string, string>;
  codes: string[];
  isStalled: boolean;
  joined: Listener<Client> | null;
  /** Whether a snapshot is due: at the start, after another epoch, after a selection. */
  mayStart: boolean;
  flaws: string[];
}

function take(client: Client, message: ServerMessage): void {
  if (!('epoch' in message)) return;
  const { type, epoch, seq } = message;
  const isSame = epoch === client.epoch;
  if (type === 'snapshot') {
    if (isSame && !client.mayStart) client.flaws.push(`snapshot again at ${seq}`);
    client.rates.clear();
    client.mayStart = false;
  } else if (!isSame) client.flaws.push(`${type} of another epoch`);
  if (isSame && (type === 'update' ? seq <= client.seq && !client.mayStart : seq < client.seq))
    client.flaws.push(`${type} ${seq} after ${client.seq}`);
  if ('rates' in message) for (const rate of message.rates) client.rates.set(rate.base, rate.inverse);
  Object.assign(client, { epoch, seq });
}

const medium: Medium<Client> = {
  name: 'lines',
  frame: (message) => Buffer.from(`${JSON.stringify(message)}\n`),
  write(client, bytes) {
    for (const line of String(bytes).trim().split('\n')) take(client, JSON.parse(line));
  },
  backlog: ({ isStalled }) => (isStalled ? 1 << 20 : 0),
  // It was too slow for too long, and gets nothing more.
  cut: (client) => {
    client.joined = null;
  },
};

/** `tick` advances time without finishing a fan-out: the next step happens during it. */
const WHAT = ['change', 'epoch', 'join', 'resume', 'stall', 'drain', 'select', 'tick', 'wait'] as const;
interface Step {
  what: (typeof WHAT)[number];
  at: number;
}
// Changes and ticks twice as often as the rest.
const what = fc.constantFrom(...WHAT, 'change' as const, 'tick' as const);
const steps = fc.array(fc.record({ what, at: fc.nat(1_000) }), { maxLength: 60 });

beforeEach(() => {
  vi.useFakeTimers();
  // Every slice ends at once, so that each step can happen during a fan-out.
  let ms = 0;
  vi.spyOn(performance, 'now').mockImplementation(() => (ms += 10));
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.useRealTimers();
});

async function play(list: Step[]): Promise<void> {
  let tell: (update: Update) => void = () => {};
  const rates = new Map<string, Rate>(CODES.map((code) => [code, rateFor(code, '1')]));
  let [epoch, seq, figure] = ['firstepoch', 1, 1];
  const asOf = new Date().toISOString();
  const feed: Feed = createFeed(
    {
      snapshot: () => ({ epoch, seq, asOf, quote: 'USD', rates: [...rates.values()] }),
      recent: () => [],
      history: () => [],
      follow(onUpdate) {
        tell = onUpdate;
        return () => {};
      },
    },
    { codes: CODES, admits: () => true },
  );
  const hub = createHub<Client>(feed, () => new Date());
  const clients: Client[] = [];
  const join = (codes: string[], from: { epoch: string; seq: number } | null, held?: Map<string, string>) => {
    const state = { epoch: from?.epoch ?? '', seq: from?.seq ?? 0, rates: new Map(held), codes };
    const client: Client = { ...state, isStalled: false, joined: null, mayStart: true, flaws: [] };
    clients.push(client);
    client.joined = hub.join(client, medium, codes.length === CODES.length ? null : new Set(codes), from);
  };
  for (let count = 0; count < CROWD; count += 1) join(CODES, null);
  for (const { what, at } of list) {
    const client = clients[at % Math.max(1, clients.length)];
    const chosen = CODES.filter((_, index) => (at >> index) & 1);
    if (what === 'change') {
      figure += 1;
      seq += 1;
      const rate = rateFor(CODES[at % CODES.length] ?? '', `1.${figure}1`);
      rates.set(rate.base, rate);
      tell({ epoch, seq, asOf, rates: [rate] });
    } else if (what === 'epoch') {
      epoch = `epoch${String(at).padStart(4, '0')}${figure}`;
      seq = 1;
      tell({ epoch, seq, asOf, rates: [...rates.values()] });
    } else if (what === 'join') join(chosen, null);
    else if (what === 'tick') vi.advanceTimersByTime(at);
    else if (what === 'wait') await vi.advanceTimersByTimeAsync(at * 20);
    else if (client?.joined) {
      if (what === 'stall') client.isStalled = true;
      else if (what === 'drain') client.isStalled = false;
      else if (what === 'select') {
        client.codes = chosen;
        client.mayStart = true;
        const ack = { type: 'subscribed' as const, codes: chosen };
        hub.select(client.joined, chosen.length === CODES.length ? null : new Set(chosen), ack);
      } else {
        // It reconnects with its last position.
        hub.leave(client.joined);
        client.joined = null;
        join(client.codes, { epoch: client.epoch, seq: client.seq }, client.rates);
      }
    }
  }
  for (const client of clients) client.isStalled = false;
  for (let second = 0; second < 25; second += 1) await vi.advanceTimersByTimeAsync(1_000);
  for (const { joined, rates: held, codes, flaws } of clients) {
    expect(flaws).toEqual([]);
    if (joined === null || codes.length === 0) continue;
    const due = codes.map((code) => [code, rates.get(code)?.inverse]);
    expect([...held].sort()).toEqual(due);
  }
  hub.stop();
}

it('the hub brings every listener to the current rates, in order, for any sequence of events', async () => {
  await fc.assert(fc.asyncProperty(steps, play), { numRuns: 200 });
}, 30_000);
