import { describe, expect, it } from 'vitest';
import { createReport, wrap } from './report.ts';

describe('the report', () => {
  it('breaks a text at blanks, and a word that is longer than its column', () => {
    expect(wrap('a bank prints', 7)).toEqual(['a bank', 'prints']);
    expect(wrap('source-unreachable', 10)).toEqual(['source-unr', 'eachable']);
  });

  it.each([60, 88, 120, 400])('has no line longer than a terminal of %s columns, from 88 on', (columns) => {
    const lines: string[] = [];
    const report = createReport((line) => lines.push(line), { columns });
    const long = 'nbt source-unreachable, nbk holds KZT (power-of-ten) '.repeat(4);
    report.open('A night.');
    report.row({ atMs: 187_000, happens: 'Redis dies.', reader: long, subscriber: long, operator: long });
    report.close([{ promise: 'one', measured: long, due: '0', broken: [long] }]);
    expect(Math.max(...lines.map((it) => it.length))).toBeLessThanOrEqual(Math.max(88, columns));
    expect(lines.some((it) => it.startsWith('03:07  Redis dies.'))).toBe(true);
  });

  it('names each broken promise, or that there is none', () => {
    const told = (broken: string[]) => {
      const lines: string[] = [];
      const report = createReport((line) => lines.push(line), {});
      report.close([{ promise: 'no wrong figure', measured: '1', due: '0', broken }]);
      return lines.at(-1);
    };
    expect(told([])).toBe('All 1 promises were kept.');
    expect(told(['KZT 5000.00'])).toBe('Broken: no wrong figure.');
  });
});
