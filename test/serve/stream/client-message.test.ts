import { describe, expect, it } from 'vitest';
import { isWithinLimit, readClientMessage } from '../../../src/serve/stream/client-message.ts';

const CODES = ['KGS', 'KZT', 'UZS'];

describe('a client’s message', () => {
  it('is a selection of known codes in their own order, beside the unknown ones', () => {
    expect(
      readClientMessage('{"type":"subscribe","codes":["uzs","XXX"," kgs ","UZS"],"id":0}', CODES),
    ).toEqual({
      kind: 'subscribe',
      codes: ['KGS', 'UZS'],
      unknown: ['XXX'],
      id: 0,
    });
  });

  it('may carry fields that are not known, and an id only as text or number', () => {
    expect(readClientMessage('{"type":"ping","id":{"a":1},"more":true}', CODES)).toEqual({
      kind: 'ping',
      id: undefined,
    });
  });

  it.each([
    ['', 'malformed'],
    ['7', 'malformed'],
    ['{}', 'unknown-type'],
    ['{"type":1}', 'unknown-type'],
    ['{"type":"__proto__"}', 'unknown-type'],
    ['{"type":"subscribe"}', 'malformed'],
    ['{"type":"subscribe","codes":"KGS"}', 'malformed'],
    ['{"type":"unsubscribe","codes":[null]}', 'malformed'],
  ])('is bad as %s', (text, code) =>
    expect(readClientMessage(text, CODES)).toMatchObject({ kind: 'bad', code }),
  );
});

describe('the limit of messages', () => {
  it('is ten messages in ten seconds, and starts again after them', () => {
    const counts = { since: 0, messages: 0, bad: 0 };
    const admitted = Array.from({ length: 11 }, () => isWithinLimit(counts, 9_999));
    expect(admitted).toEqual([...Array.from({ length: 10 }, () => true), false]);
    expect(isWithinLimit(counts, 10_000)).toBe(true);
  });
});
