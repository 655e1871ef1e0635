import { describe, expect, it } from 'vitest';
import { isPolite, readClientMessage } from '../../../src/serve/stream/client-message.ts';

const CODES = ['KGS', 'KZT', 'UZS'];

describe('what a listener says', () => {
  it('is a choice of known codes in their own order, beside the unknown ones', () => {
    expect(
      readClientMessage('{"type":"subscribe","codes":["uzs","XXX"," kgs ","UZS"],"id":0}', CODES),
    ).toEqual({
      kind: 'subscribe',
      codes: ['KGS', 'UZS'],
      unknown: ['XXX'],
      id: 0,
    });
  });

  it('may carry fields that nobody knows, and an id only as text or number', () => {
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

describe('politeness', () => {
  it('is ten messages in ten seconds, and begins anew after them', () => {
    const manners = { since: 0, messages: 0, bad: 0 };
    const said = Array.from({ length: 11 }, () => isPolite(manners, 9_999));
    expect(said).toEqual([...Array.from({ length: 10 }, () => true), false]);
    expect(isPolite(manners, 10_000)).toBe(true);
  });
});
