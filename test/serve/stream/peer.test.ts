import { describe, expect, it } from 'vitest';
import { createJoinReader } from '../../../src/serve/stream/peer.ts';

const read = createJoinReader(['KGS', 'KZT', 'UZS']);
const EPOCH = 'abcdefgh';

describe('the query of a stream', () => {
  it.each(['codes=KGS,UZS', 'codes=kgs&codes=UZS', 'codes=KGS%20UZS'])(
    'selects two currencies by %s',
    (query) => {
      expect(read(`/ws?${query}`, undefined)).toEqual({
        codes: new Set(['KGS', 'UZS']),
        unknown: [],
        from: null,
        fault: null,
      });
    },
  );

  it('has a position, which Last-Event-ID overrides', () => {
    expect(read(`/stream?epoch=${EPOCH}&seq=7`, undefined).from).toEqual({ epoch: EPOCH, seq: 7 });
    expect(read(`/stream?epoch=${EPOCH}&seq=7`, `${EPOCH}:9`).from).toEqual({ epoch: EPOCH, seq: 9 });
    expect(read(`/stream?epoch=${EPOCH}&seq=-1`, undefined).from).toBeNull();
  });

  it('has a fault where a part of the position is given twice', () => {
    expect(read(`/ws?epoch=${EPOCH}&seq=7&seq=8`, undefined)).toMatchObject({
      from: null,
      fault: 'seq: given twice',
    });
  });
});
