// sources: Bank of Russia, the cross-check: one file with all currencies and the dollar, in roubles.
import { addDays, dottedDate, readDottedDate } from '../../rates/date.ts';
import { decimal, quotient, readFigure } from '../../rates/decimal.ts';
import { isNear } from '../../rates/distance.ts';
import { type Bulletin, type Code, readPerDollar } from '../../rates/fixing.ts';
import { jumpBack } from '../reading/walk.ts';
import { childrenOf, childText, readXml, type XmlElement } from '../reading/xml.ts';
import { type Source, unreadable } from '../source.ts';

/**
 * Reads `XML_daily.asp` into cross rates against the dollar. Throws `source-unreadable`, also for a file that lacks
 * one of `codes`: then it is damaged. `printed` contains the two figures that a cross rate is computed from.
 */
export function parseDaily(text: string, codes: readonly Code[]): Bulletin[] {
  const root = readXml(text, 'ValCurs');
  const date = readDottedDate(root.attributes.get('Date') ?? '');
  if (date === null) throw unreadable('the document has no date');
  const rows = childrenOf(root, 'Valute');
  const dollar = roublesOf(rows, 'USD');
  return codes.map((code) => {
    const local = roublesOf(rows, code);
    const printed = `${dollar.text}, ${local.text}`;
    return { code, date, printed, nominal: '1', perDollar: quotient(dollar.forOne, local.forOne) };
  });
}

/** Percent. Today the figure for one unit has the same digits; this allows the bank to round it. */
const UNIT_ROUNDING = '0.01';

/**
 * Roubles for one unit: the printed figure divided by its nominal, exact. The bank also prints the price of one unit,
 * which reveals a wrong nominal and a damaged digit. This is needed because a cross-check is read only once and can
 * confirm a held figure.
 */
function roublesOf(rows: readonly XmlElement[], code: Code): { forOne: string; text: string } {
  const row = rows.find((it) => childText(it, 'CharCode') === code);
  const value = (row && childText(row, 'Value')) ?? '';
  const nominal = (row && childText(row, 'Nominal')) ?? '';
  const forOne = readPerDollar(value, nominal, ',');
  if (forOne === null || decimal(forOne).isZero()) throw unreadable(`no figure for ${code}`);
  const forUnit = readFigure((row && childText(row, 'VunitRate')) ?? '', ',');
  if (forUnit !== null && !isNear(forUnit, forOne, UNIT_ROUNDING))
    throw unreadable(`${code} printed as ${value} for ${nominal}, and as ${forUnit} for one`);
  return { forOne, text: `${value}/${nominal} ${code}` };
}

/** The Bank of Russia covers every code, and has no band: the currency is not its own. */
export const cbr: Source = {
  id: 'cbr',
  name: 'Bank of Russia',
  country: 'RU',
  kind: 'official',
  url: 'https://www.cbr.ru',
  terms: 'Free to use with www.cbr.ru as the source; here a cross rate through the rouble.',
  origin: 'https://www.cbr.ru',
  covers: 'every',
  calendar: {
    zone: 'Europe/Moscow',
    utcOffsetHours: 3,
    weekend: [0, 1],
    // Published between 12:00 and 14:00 for the next day.
    opens: 11 * 60 + 30,
    closes: 17 * 60,
  },
  windows: ['*/15 12-15 * * 1-5', '55 */6 * * *'],

  async newest({ ask, codes }) {
    const document = await ask('/scripts/XML_daily.asp');
    if (document === null) throw unreadable('no daily file');
    return parseDaily(document.text('windows-1251'), codes);
  },

  earlier({ ask }, code, before, floor) {
    return jumpBack(addDays(before, -1), floor, async (date) => {
      const document = await ask(`/scripts/XML_daily.asp?date_req=${dottedDate(date, '/')}`);
      if (document === null) return null;
      return parseDaily(document.text('windows-1251'), [code])[0] ?? null;
    });
  },
};
