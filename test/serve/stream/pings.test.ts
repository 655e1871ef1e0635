import { describe, expect, it } from 'vitest';
import { createPings, PART_MS, TURNS } from '../../../src/serve/stream/pings.ts';

interface TestPeer {
  turn: number;
  lastSeenAt: number;
  pingedAtMs: number[];
}

let count = 0;
const open = (lastSeenAt: number): TestPeer => ({ turn: count++ % TURNS, lastSeenAt, pingedAtMs: [] });

/**
 * Sends pings for two minutes to peers that all answer. `between` runs before each part, every `stepMs`; returns the ended
 * ones.
 */
function run(peers: Set<TestPeer>, between: (at: number) => void = () => {}, stepMs = PART_MS): TestPeer[] {
  const ended: TestPeer[] = [];
  let now = 0;
  const sendNext = createPings(peers, {
    ping(peer) {
      peer.lastSeenAt = now;
      peer.pingedAtMs.push(now);
    },
    end: (peer) => ended.push(peer),
  });
  for (now = stepMs; now <= 120_000; now += stepMs) {
    between(now);
    sendNext(now);
  }
  return ended;
}

describe('the pings', () => {
  it.each([0, 1, 2, 3, 19, 20])(
    'reach a peer every twenty seconds while %i older ones leave each second',
    (leaving) => {
      const peers = new Set(Array.from({ length: 400 * leaving + 7 }, () => open(0)));
      const stayed = [...peers].at(-1) ?? open(0);
      const ended = run(peers, (at) => {
        if (at % 1_000 !== 0) return;
        for (const peer of [...peers].slice(0, leaving)) peers.delete(peer);
        for (let come = 0; come < leaving; come += 1) peers.add(open(at));
      });
      expect(ended).toEqual([]);
      expect(stayed.pingedAtMs).toHaveLength(6);
      const [first = 0, ...later] = stayed.pingedAtMs;
      expect(first).toBeLessThanOrEqual(20_000);
      expect(later.map((at) => at - first)).toEqual([20_000, 40_000, 60_000, 80_000, 100_000]);
    },
  );

  it('are sent in equal parts, so that the answers do not arrive at once', () => {
    const peers = new Set(Array.from({ length: 10 * TURNS }, () => open(0)));
    run(peers);
    const sent = new Map<number, number>();
    for (const at of [...peers].flatMap(({ pingedAtMs }) => pingedAtMs))
      sent.set(at, (sent.get(at) ?? 0) + 1);
    expect(sent.size).toBe(120_000 / PART_MS);
    expect(new Set(sent.values())).toEqual(new Set([10]));
  });

  it.each([150, 240, 1_700, 45_000])(
    'reach every peer in time where the process is called each %i ms',
    (stepMs) => {
      const peers = new Set(Array.from({ length: 3 * TURNS }, () => open(0)));
      const ended = run(peers, () => {}, stepMs);
      const gaps = [...peers].flatMap(({ pingedAtMs }) =>
        pingedAtMs.map((at, n) => at - (pingedAtMs[n - 1] ?? 0)),
      );
      expect(Math.max(...gaps)).toBeLessThanOrEqual(20_000 + 2 * stepMs);
      if (stepMs < 20_000) expect(ended).toEqual([]);
    },
  );

  it('end a peer that does not answer two of them', () => {
    const silent = { turn: 0, lastSeenAt: 0 };
    const pingedAtMs: number[] = [];
    const endedAtMs: number[] = [];
    let now = 0;
    const sendNext = createPings([silent], {
      ping: () => pingedAtMs.push(now),
      end: () => endedAtMs.push(now),
    });
    for (now = PART_MS; now <= 45_000; now += PART_MS) sendNext(now);
    expect(pingedAtMs).toEqual([100, 20_100, 40_100]);
    expect(endedAtMs[0]).toBe(44_100);
  });
});
