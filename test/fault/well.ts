// fault: every bank as it is on a good day, whatever day it is, so that one of them can be made ill.
import { addDays } from '../../src/rates/date.ts';
import type { Bank, Page, Shelf } from '../support/banks/bank.ts';
import {
  cbrDaily,
  cbtShelf,
  cbuShelf,
  type Figures,
  nbkrShelf,
  nbkShelf,
  nbtShelf,
  shelves,
} from '../support/banks/documents.ts';

/** Figures that agree: 80 roubles for a dollar, and each currency's share of them. */
const IN_ROUBLES: Record<string, [nominal: string, value: string]> = {
  USD: ['1', '80,0000'],
  KGS: ['100', '88,8889'],
  KZT: ['100', '16,0000'],
  TJS: ['10', '80,0000'],
  UZS: ['10000', '66,6667'],
  TMT: ['1', '22,8571'],
};

/** The same figure on each day since three weeks before `today`. */
function since(today: string, figure: string): Figures {
  const days = Array.from({ length: 22 }, (_, index) => addDays(today, index - 21));
  return Object.fromEntries(days.map((day) => [day, figure]));
}

/** All six banks on one shelf. */
export function wellShelf(today = new Date().toISOString().slice(0, 10)): Shelf {
  const russian: Page = { body: cbrDaily(today, IN_ROUBLES), type: 'text/xml' };
  return shelves(
    nbkrShelf(since(today, '90,0000')),
    nbkShelf(since(today, '500.00')),
    nbtShelf(since(today, '10.0000')),
    cbuShelf(since(today, '12000.00')),
    cbtShelf(since(today, '3.5')),
    (path) => (path.startsWith('/scripts/') ? russian : null),
  );
}

/** The settings that send each publisher's requests to a bank. */
export function originsAt(bank: Bank): Record<string, string> {
  return Object.fromEntries([...bank.origins].map(([id, origin]) => [`${id.toUpperCase()}_ORIGIN`, origin]));
}
