import { expect, it } from 'vitest';
import { pingRound } from '../../../src/serve/stream/pings.ts';

interface TestPeer {
  turn: number;
  lastSeenAt: number;
  pingedAtS: number[];
}

let count = 0;
const open = (lastSeenAt: number): TestPeer => ({ turn: count++ % 20, lastSeenAt, pingedAtS: [] });

/** Two minutes in which `leaving` of the oldest peers go each second and as many come; all that stay answer each ping. */
function watched(leaving: number): { ended: number; stayed: TestPeer } {
  const peers = new Set(Array.from({ length: 400 * leaving + 7 }, () => open(0)));
  const stayed = [...peers].at(-1) ?? open(0);
  let ended = 0;
  for (let second = 1; second <= 120; second += 1) {
    for (const peer of [...peers].slice(0, leaving)) peers.delete(peer);
    for (let come = 0; come < leaving; come += 1) peers.add(open(second * 1_000));
    pingRound(peers, second, second * 1_000, {
      ping(peer) {
        peer.lastSeenAt = second * 1_000;
        peer.pingedAtS.push(second);
      },
      end() {
        ended += 1;
      },
    });
  }
  return { ended, stayed };
}

it.each([0, 1, 2, 3, 19, 20])(
  'a peer that stays is pinged every twenty seconds while %i older ones leave each second',
  (leaving) => {
    const { ended, stayed } = watched(leaving);
    expect(ended).toBe(0);
    expect(stayed.pingedAtS).toHaveLength(6);
    const [first = 0, ...later] = stayed.pingedAtS;
    expect(first).toBeLessThanOrEqual(20);
    expect(later.map((second) => second - first)).toEqual([20, 40, 60, 80, 100]);
  },
);

it('a peer that says nothing is ended after two pings', () => {
  const silent = { turn: 0, lastSeenAt: 0, pinged: 0 };
  for (let second = 1; second <= 43; second += 1)
    pingRound([silent], second, second * 1_000, {
      ping(peer) {
        peer.pinged += 1;
      },
      end: () => expect.fail('too early'),
    });
  expect(silent.pinged).toBe(2);
  let isEnded = false;
  const end = () => {
    isEnded = true;
  };
  pingRound([silent], 44, 44_000, { ping() {}, end });
  expect(isEnded).toBe(true);
});
