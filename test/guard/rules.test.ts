import { describe, expect, it } from 'vitest';
import { type Candidate, type DocumentRow, verdictOn } from '../../src/guard/rules.ts';
import { fixingOf, TUESDAY_TO_SATURDAY } from '../support/figures.ts';

const shown = fixingOf('KZT', '475.09', '2026-04-02');

function candidate(perDollar: string, more: Partial<Candidate> = {}): Candidate {
  return {
    fixing: fixingOf('KZT', perDollar, '2026-04-03'),
    newest: '2026-04-02',
    follows: [shown],
    band: '5',
    documentRows: [],
    checks: [],
    shown: null,
    calendar: TUESDAY_TO_SATURDAY,
    now: new Date('2026-04-02T11:00:00Z'),
    ...more,
  };
}

const rule = (perDollar: string, more?: Partial<Candidate>) =>
  verdictOn(candidate(perDollar, more))?.rule ?? null;

describe('the guard', () => {
  it('accepts an ordinary day', () => {
    expect(rule('478.77')).toBeNull();
    expect(rule('475.09')).toBeNull();
  });

  it('refuses impossible figures and dates', () => {
    expect(rule('0')).toBe('not-positive');
    expect(rule('475', { fixing: fixingOf('KZT', '475', '2026-05-03') })).toBe('too-far-ahead');
    expect(rule('475', { fixing: fixingOf('KZT', '475', '2026-04-01') })).toBe('going-back');
  });

  it.each([
    ['4750.90', 'power-of-ten'],
    ['47509', 'power-of-ten'],
    ['47.51', 'power-of-ten'],
    ['4.9', 'power-of-ten'],
    ['0.00210486434149', 'wrong-way-round'],
    ['0.0020', 'wrong-way-round'],
    ['498.90', 'outside-band'],
    ['452.40', 'outside-band'],
    ['643.7', 'outside-band'],
  ])('holds %s after 475.09 as %s', (perDollar, name) => expect(rule(perDollar)).toBe(name));

  it.each(['498.84', '452.47'])(
    'takes %s after 475.09, a step of at most 5 % in its larger direction',
    (perDollar) => expect(rule(perDollar)).toBeNull(),
  );

  it('accepts a power of ten only by a line of code, and an inverse only by a cross-check', () => {
    expect(verdictOn(candidate('4750.9'))?.confirmedBy).toEqual([]);
    expect(verdictOn(candidate('0.0021'))?.confirmedBy).toEqual(['cross-check']);
  });

  it('accepts repeated reads as the confirmation of a step of up to 50 % in its larger direction', () => {
    expect(verdictOn(candidate('643.7'))?.confirmedBy).toContain('still-printed');
    expect(verdictOn(candidate('914'))?.confirmedBy).toEqual(['cross-check', 'next-bulletin']);
    expect(verdictOn(candidate('270'))?.confirmedBy).toEqual(['cross-check', 'next-bulletin']);
  });

  it('measures a correction from the nearer of the replaced fixing and the one before it', () => {
    const follows = [fixingOf('KZT', '640', '2026-04-03'), shown];
    expect(rule('476', { newest: '2026-04-03', follows })).toBeNull();
    expect(rule('630', { newest: '2026-04-03', follows })).toBeNull();
    expect(rule('560', { newest: '2026-04-03', follows })).toBe('outside-band');
  });

  it('accepts the first figure of all, unless a cross-check disagrees', () => {
    const unknown = { follows: [], newest: null };
    expect(rule('475', unknown)).toBeNull();
    expect(rule('475', { ...unknown, checks: [fixingOf('KZT', '470')] })).toBeNull();
    expect(rule('4750', { ...unknown, checks: [fixingOf('KZT', '470')] })).toBe('cross-check');
  });
});

describe('another currency’s number', () => {
  const euro = (perUnit: string, before: string | null): DocumentRow[] => [{ code: 'EUR', perUnit, before }];

  it('is found when two rows are swapped', () => {
    expect(rule('548.21', { documentRows: euro('475.30', '548.00') })).toBe('other-currency');
    expect(rule('548.21', { documentRows: euro('475.30', null) })).toBe('other-currency');
  });

  it('is found when one row is written twice', () => {
    expect(rule('548.21', { documentRows: euro('548.21', '548.00') })).toBe('other-currency');
    expect(rule('548.21', { documentRows: euro('548.2100', null) })).toBe('other-currency');
  });

  it('is not found in a currency that is worth one dollar', () => {
    expect(rule('548.21', { documentRows: euro('548.21', '475.09') })).toBe('outside-band');
  });

  it('is not found in a real jump that moves the other row as well', () => {
    expect(rule('548.21', { documentRows: euro('632.00', '548.00') })).toBe('outside-band');
  });

  it('is not found where the figure is near the last one', () => {
    expect(rule('476.00', { documentRows: euro('476.00', '475.00') })).toBeNull();
  });
});
