import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { CLOSE_CODES, CLOSES } from '../../../src/serve/stream/close-codes.ts';

const folder = new URL('../../../src/serve/stream/', import.meta.url);

describe('the close codes', () => {
  it('are all described', () => {
    const described = CLOSES.map(([code]) => code);
    for (const code of Object.values(CLOSE_CODES)) expect(described).toContain(String(code));
  });

  it('are stated in one file', () => {
    for (const name of readdirSync(folder).filter((it) => it !== 'close-codes.ts')) {
      expect(readFileSync(new URL(name, folder), 'utf8'), name).not.toMatch(/\b(?:10[01]\d|4000)\b(?!_)/);
    }
  });

  it('that no line sends are described as such', () => {
    const sent = ['1007', '1009', ...Object.values(CLOSE_CODES).map(String)];
    const others = CLOSES.filter(([code]) => !sent.includes(code));
    expect(others.map(([code]) => code)).toEqual(['1012 and 1013']);
    for (const [, meaning] of others) expect(meaning).toContain('not sent by this version');
  });
});
