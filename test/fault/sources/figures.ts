// fault: sixty unusual figures in three publishers' documents, requested over a socket.

import { TickerError } from '../../../src/errors.ts';
import { cbu } from '../../../src/sources/banks/cbu.ts';
import { nbk } from '../../../src/sources/banks/nbk.ts';
import { nbkr } from '../../../src/sources/banks/nbkr.ts';
import { createAsk } from '../../../src/sources/reading/client.ts';
import type { Source } from '../../../src/sources/source.ts';
import { openBank } from '../../support/banks/bank.ts';
import { cbuAll, nbkDay, nbkrDaily } from '../../support/banks/documents.ts';
import type { FaultRow } from '../../support/fault/table.ts';
import { FIVE } from '../../support/figures.ts';

const TODAY = '2030-02-13';
/** Why a figure is refused. A text of thousands of digits is refused before it is read as a figure. */
const REFUSED = /^not a figure: |^a text of more than \d+ characters/;

/** The printed figure, its number of dollars, and the resulting price of one dollar; `null` = refused. */
type Row = [printed: string, due: string | null, nominal?: string];

/** XML with a point. */
const TENGE: readonly Row[] = [
  ['501.1', '501.1'],
  ['501.10', '501.10'],
  ['501', '501'],
  ['0.0021', '0.0021'],
  ['999999999999999', '999999999999999'],
  // Line ends and blanks around a text belong to the layout of XML.
  ['\n  501.10\t', '501.10'],
  ['50110', '501.10', '100'],
  ['501.1', '50.11', '10'],
  ['', null],
  [' ', null],
  ['0', null],
  ['0.00', null],
  ['-1', null],
  ['-501.10', null],
  ['+501.10', null],
  ['NaN', null],
  ['Infinity', null],
  ['-Infinity', null],
  ['1e400', null],
  ['5e2', null],
  ['5E+2', null],
  ['0x10', null],
  ['0b11', null],
  ['0o17', null],
  ['1_000', null],
  ['501,10', null],
  ['1,000.10', null],
  ['1.000.10', null],
  ['501..1', null],
  ['501.', null],
  ['.501', null],
  ['0501.10', null],
  ['00', null],
  ['5 01.10', null],
  ['501\u00a0100', null],
  ['501\u202f100', null],
  ['５０１.１０', null],
  ['٥٠١', null],
  ['Ⅷ', null],
  ['²', null],
  ['501.10 KZT', null],
  ['$501.10', null],
  ['501.10%', null],
  ['null', null],
  ['undefined', null],
  ['1/2', null],
  ['9'.repeat(10_000), null],
  [`0.${'0'.repeat(10_000)}1`, null],
  ['501.10', null, ''],
  ['501.10', null, '0'],
  ['501.10', null, '-1'],
  ['501.10', null, '2'],
  ['501.10', null, '1.0'],
  ['501.10', null, '10000000'],
];

/** XML with a comma. */
const SOM: readonly Row[] = [
  ['87,4500', '87.4500'],
  ['87.4500', null],
  ['87,45,00', null],
  ['1.087,45', null],
];

/** JSON, whose strings have no layout around them. */
const SOUM: readonly Row[] = [
  ['12000.10', '12000.10'],
  [' 12000.10', null],
];

const SETS: readonly { source: Source; rows: readonly Row[]; page(row: Row): string }[] = [
  {
    source: nbk,
    rows: TENGE,
    page: ([printed, , quant]) => nbkDay(TODAY, printed, quant === undefined ? {} : { quant }),
  },
  { source: nbkr, rows: SOM, page: ([printed, , nominal]) => nbkrDaily(TODAY, printed, nominal) },
  { source: cbu, rows: SOUM, page: ([printed]) => cbuAll(TODAY, printed) },
];

/** The row of sixty figures. */
export async function run(): Promise<FaultRow[]> {
  const bank = await openBank(() => null);
  const count = { rows: 0, right: 0, accepted: 0 };
  for (const { source, rows, page } of SETS) {
    for (const row of rows) {
      const [printed, due] = row;
      bank.setPages(() => ({ body: page(row), type: 'text/plain' }));
      const found = await read(source, bank.origin);
      count.rows += 1;
      if (found === due) count.right += 1;
      else console.log(`${source.id} made ${found} of ${JSON.stringify(printed.slice(0, 40))}`);
      if (found !== null) count.accepted += 1;
    }
  }
  await bank.close();
  return [
    {
      id: 'S6',
      fault: `${count.rows} strange figures and nominals, in XML with a point, XML with a comma, and JSON`,
      measured: `${count.right} right: ${count.accepted} accepted, ${count.rows - count.accepted} refused`,
      due: '60 right',
      passed: count.rows === 60 && count.right === 60,
    },
  ];
}

/** The price of one dollar as read, or `null` where the document is refused for its figure. */
async function read(source: Source, origin: string): Promise<string | null> {
  const ask = createAsk(origin, new Map(), () => AbortSignal.timeout(10_000));
  const now = new Date(`${TODAY}T06:00:00Z`);
  try {
    const codes = source.covers === 'every' ? FIVE : source.covers;
    const [bulletin] = await source.newest({ ask, now, codes, since: TODAY, key: null });
    return bulletin?.perDollar ?? 'nothing';
  } catch (error) {
    if (error instanceof TickerError && REFUSED.test(error.message)) return null;
    return String(error);
  }
}
