import { describe, expect, it } from 'vitest';
import { codesIn } from '../src/codes.ts';

describe('a list of codes', () => {
  it.each([
    ['KGS', ['KGS']],
    ['kgs,UZS', ['KGS', 'UZS']],
    [' UZS\tkgs, ,UZS ', ['UZS', 'KGS']],
    ['KGSUZS', ['KGSUZS']],
    ['', []],
    [' , ', []],
  ])('is read from %j', (text, codes) => expect(codesIn(text)).toEqual(codes));
});
