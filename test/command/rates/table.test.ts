import { describe, expect, it } from 'vitest';
import { tableOf } from '../../../src/command/rates/table.ts';
import type { Paint } from '../../../src/command/terminal.ts';
import type { Rate, Status } from '../../../src/rates/wire.ts';

const bare: Paint = (_style, text) => text;
const tagged: Paint = (style, text) => `<${style}>${text}</${style}>`;

function rate(base: string, display: string, inverse: string, percent: string | null, status: Status): Rate {
  const direction = percent === '0.00' ? 'flat' : percent?.startsWith('-') ? 'down' : 'up';
  const steps = { inversePercent: '0.00', absolute: '0', previous: '1', previousDate: '2026-04-01' };
  return {
    pair: `${base}/USD`,
    base,
    quote: 'USD',
    rate: display,
    display,
    inverse,
    change: percent === null ? null : { percent, direction, ...steps },
    date: '2026-04-02',
    source: { id: 'nbk', name: 'National Bank of Kazakhstan', kind: 'official', url: '' },
    status,
    fetchedAt: '2026-04-01T11:05:09.120Z',
  };
}
const RATES = [
  rate('KZT', '0.0021049', '475.09', '0.77', 'live'),
  rate('UZS', '0.000082306', '12149.84', '-12.06', 'stale'),
  rate('TMT', '0.28571', '3.5', '0.00', 'pegged'),
  rate('TJS', '0.10710', '9.3371', null, 'seed'),
];
const at = (width: number, paint = bare) => tableOf(RATES, { width, paint });

describe('the table of rates', () => {
  it('has titles, and figures aligned at their points', () => {
    expect(at(Number.POSITIVE_INFINITY)).toEqual([
      'pair         dollars     change  per dollar  date        status  source',
      'KZT/USD  0.0021049    ▲   0.77%    475.09    2026-04-02  live    National Bank of Kazakhstan',
      'UZS/USD  0.000082306  ▼ -12.06%  12149.84    2026-04-02  stale   National Bank of Kazakhstan',
      'TMT/USD  0.28571          0.00%      3.5     2026-04-02  pegged  National Bank of Kazakhstan',
      'TJS/USD  0.10710          —          9.3371  2026-04-02  seed    National Bank of Kazakhstan',
    ]);
  });

  it('drops columns until it fits, and always marks a rate that is not live', () => {
    expect(at(71)[1]).toBe('KZT/USD  0.0021049    ▲   0.77%    475.09    2026-04-02  live    nbk');
    expect(at(40)).toEqual([
      'pair         dollars     change  status',
      'KZT/USD  0.0021049    ▲   0.77%  live',
      'UZS/USD  0.000082306  ▼ -12.06%  stale',
      'TMT/USD  0.28571          0.00%  pegged',
      'TJS/USD  0.10710          —      seed',
    ]);
    expect(at(34)[2]).toBe('UZS/USD  0.000082306  ▼ -12.06%  *');
    expect(at(24)[1]).toBe('KZT/USD  0.0021049');
    expect(at(24)[2]).toBe('UZS/USD  0.000082306  *');
  });

  it('is never wider than its limit', () => {
    for (let width = 1; width <= 130; width += 1)
      for (const line of at(width)) expect(line.length, `${width}: ${line}`).toBeLessThanOrEqual(width);
  });

  it('colours directions and rates that are not live, and marks new changes', () => {
    const [, kzt, uzs] = tableOf(RATES, { width: 40, paint: tagged, changed: new Set(['UZS']) });
    expect(kzt).toContain('<green>▲   0.77%</green>  live');
    expect(uzs).toContain('<bold><red>▼ -12.06%</red></bold>  <bold><yellow>stale </yellow></bold>');
  });

  it('shows no control character from a server', () => {
    const hostile = rate('KGS', '1\x1b[2J', '2\x07', '0.10', '\x9b31mlive' as Status);
    hostile.source.name = 'Bank\x1b]0;title\x07 of\u202e \r\nRome';
    const text = tableOf([hostile], { width: Number.POSITIVE_INFINITY, paint: bare }).join('');
    expect(text).not.toMatch(/[\p{Cc}\p{Cf}]/u);
    expect(text).toContain('Bank]0;title of Rome');
  });
});
