// test: all banks without a fault, on any day, so that one of them can get a fault.
import { addDays } from '../../../src/rates/date.ts';
import type { Bank, Page, Pages } from './bank.ts';
import {
  cbrDaily,
  cbtPages,
  cbuPages,
  type Figures,
  joinPages,
  nbkPages,
  nbkrPages,
  nbtPages,
} from './documents.ts';

/** Figures that agree: 80 roubles for a dollar, and the matching figure of each currency. */
const IN_ROUBLES: Record<string, [nominal: string, value: string]> = {
  USD: ['1', '80,0000'],
  KGS: ['100', '88,8889'],
  KZT: ['100', '16,0000'],
  TJS: ['10', '80,0000'],
  UZS: ['10000', '66,6667'],
  TMT: ['1', '22,8571'],
};

/** The figure of each bank without an event: local units for a dollar. */
export const CALM_FIGURES = {
  nbkr: '90,0000',
  nbk: '500.00',
  nbt: '10.0000',
  cbu: '12000.00',
  cbt: '3.5',
} as const;

/** The same figure on each day of the three weeks before `today`, and another one today. */
function since(today: string, figure: string, newest = figure): Figures {
  const days = Array.from({ length: 22 }, (_, index) => addDays(today, index - 21));
  return Object.fromEntries(days.map((day) => [day, day === today ? newest : figure]));
}

/** The pages of all six banks. `newest` are today's figures of some of them. */
export function allPages(
  today = new Date().toISOString().slice(0, 10),
  newest: Partial<Record<keyof typeof CALM_FIGURES, string>> = {},
): Pages {
  const days = (id: keyof typeof CALM_FIGURES) => since(today, CALM_FIGURES[id], newest[id]);
  const russian: Page = { body: cbrDaily(today, IN_ROUBLES), type: 'text/xml' };
  return joinPages(
    nbkrPages(days('nbkr')),
    nbkPages(days('nbk')),
    nbtPages(days('nbt')),
    cbuPages(days('cbu')),
    cbtPages(days('cbt')),
    (path) => (path.startsWith('/scripts/') ? russian : null),
  );
}

/** The settings that send each publisher's requests to a bank. */
export function originsAt(bank: Bank): Record<string, string> {
  return Object.fromEntries([...bank.origins].map(([id, origin]) => [`${id.toUpperCase()}_ORIGIN`, origin]));
}
