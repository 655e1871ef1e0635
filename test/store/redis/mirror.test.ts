import { beforeEach, describe, expect, it } from 'vitest';
import type { Update } from '../../../src/rates/wire.ts';
import { createMirror, type Mirror } from '../../../src/store/redis/mirror.ts';
import { rateFor } from '../../support/figures.ts';

const asOf = '2026-04-01T11:05:09.120Z';
const update = (seq: number, figure: string, epoch = 'aaaaaaaa'): Update => ({
  epoch,
  seq,
  asOf,
  rates: [rateFor('KGS', figure)],
});
const head = (seq: number, epoch = 'aaaaaaaa') => ({ epoch, seq, asOf, runId: 'here' });

let mirror: Mirror;
let heard: string[];
beforeEach(() => {
  mirror = createMirror();
  heard = [];
  mirror.follow(({ epoch, seq, rates }) => void heard.push(`${epoch[0]}${seq} ${rates[0]?.inverse}`));
});

describe('the mirror', () => {
  it('is empty until something was read, and then resolves the waiting calls', async () => {
    const waiting = mirror.whenShown();
    expect(mirror.snapshot()).toBeNull();
    expect(mirror.take(update(1, '1'))).toBe('gap');
    mirror.adopt(head(2), [rateFor('KGS', '2')], [update(1, '1'), update(2, '2')]);
    expect(await waiting).toMatchObject({ epoch: 'aaaaaaaa', seq: 2 });
    expect(mirror.recent().map((it) => it.seq)).toEqual([1, 2]);
  });

  it('applies the next change, ignores an old one, and reports a gap', () => {
    mirror.adopt(head(1), [rateFor('KGS', '1')], [update(1, '1')]);
    expect(mirror.take(update(2, '2'))).toBe('taken');
    expect(mirror.take(update(2, '2'))).toBe('known');
    expect(mirror.take(update(4, '4'))).toBe('gap');
    expect(mirror.take(update(3, '3', 'bbbbbbbb'))).toBe('gap');
    expect(heard).toEqual(['a1 1', 'a2 2']);
  });

  it('catches up change by change where the log reaches back far enough', () => {
    mirror.adopt(head(1), [rateFor('KGS', '1')], [update(1, '1')]);
    mirror.adopt(head(3), [rateFor('KGS', '3')], [update(1, '1'), update(2, '2'), update(3, '3')]);
    expect(heard).toEqual(['a1 1', 'a2 2', 'a3 3']);
  });

  it('catches up in one step where it does not, and then cannot replay the missed changes', () => {
    mirror.adopt(head(1), [rateFor('KGS', '1')], [update(1, '1')]);
    mirror.adopt(head(9), [rateFor('KGS', '9')], [update(8, '8'), update(9, '9')]);
    expect(heard).toEqual(['a1 1', 'a9 9']);
    expect(mirror.recent()).toEqual([]);
  });

  it('changes to another epoch from its first change on', () => {
    mirror.adopt(head(5), [rateFor('KGS', '5'), rateFor('KZT', '475.09')], [update(5, '5')]);
    const log = [update(5, '5'), update(1, '5', 'bbbbbbbb'), update(2, '6', 'bbbbbbbb')];
    mirror.adopt(head(2, 'bbbbbbbb'), [rateFor('KGS', '6')], log);
    expect(heard).toEqual(['a5 5', 'b1 5', 'b2 6']);
    // The first change of an epoch contains every rate.
    expect(mirror.snapshot()?.rates.map((rate) => rate.base)).toEqual(['KGS']);
  });

  it('keeps a rate that a read lacks because it failed its check', () => {
    mirror.adopt(head(1), [rateFor('KGS', '1'), rateFor('KZT', '475.09')], []);
    mirror.adopt(head(9), [rateFor('KGS', '9')], []);
    expect(mirror.snapshot()?.rates.map((rate) => rate.base)).toEqual(['KGS', 'KZT']);
  });
});
