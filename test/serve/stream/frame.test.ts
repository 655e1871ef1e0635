import { describe, expect, it } from 'vitest';
import { closeFrame, readPosition, sseFrame, webSocketFrame } from '../../../src/serve/stream/frame.ts';

const pongOf = (length: number) => ({ type: 'pong' as const, id: 'x'.repeat(length) });
const overhead = JSON.stringify(pongOf(0)).length;

describe('a WebSocket frame', () => {
  it.each([
    [125, [0x81, 125]],
    [126, [0x81, 126, 0, 126]],
    [65_535, [0x81, 126, 255, 255]],
    [65_536, [0x81, 127, 0, 0, 0, 0, 0, 1, 0, 0]],
  ])('of %i bytes has the shortest form of its length', (length, head) => {
    const frame = webSocketFrame(pongOf(length - overhead));
    expect([...frame.subarray(0, head.length)]).toEqual(head);
    expect(frame).toHaveLength(head.length + length);
  });

  it('that closes has its code before its reason', () => {
    expect([...closeFrame(4000, 'ab')]).toEqual([0x88, 4, 0x0f, 0xa0, 0x61, 0x62]);
  });
});

describe('an event', () => {
  it('has a position as its id', () => {
    const heartbeat = { type: 'heartbeat' as const, epoch: 'abcdefgh', seq: 7, time: 'T' };
    expect(String(sseFrame(heartbeat))).toBe(`id: abcdefgh:7\ndata: ${JSON.stringify(heartbeat)}\n\n`);
  });

  it('of a goodbye has the delay as retry, for an EventSource', () => {
    const goodbye = { type: 'goodbye' as const, reason: 'restart', retryAfterMs: 1_500 };
    expect(String(sseFrame(goodbye))).toBe(`retry: 1500\ndata: ${JSON.stringify(goodbye)}\n\n`);
  });
});

describe('the position in a request', () => {
  it('is read', () => expect(readPosition('abcdefgh', '7')).toEqual({ epoch: 'abcdefgh', seq: 7 }));

  it.each([
    [null, '7'],
    ['abcdefgh', null],
    ['short', '7'],
    ['ABCDEFGH', '7'],
    ['a'.repeat(17), '7'],
    ['abcdefgh', '-1'],
    ['abcdefgh', '1e3'],
    ['abcdefgh', '9'.repeat(16)],
    ['abcdefgh', ''],
  ])('is ignored as %s and %s', (epoch, seq) => expect(readPosition(epoch, seq)).toBeNull());
});
