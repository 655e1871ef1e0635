// sources: Bank of Russia, the cross-check: all currencies beside the dollar in one file, in roubles.
import { addDays, dottedDate, readDottedDate } from '../../rates/date.ts';
import { decimal, quotient, readFigure } from '../../rates/decimal.ts';
import { isNear } from '../../rates/distance.ts';
import { type Bulletin, type Code, perDollar } from '../../rates/fixing.ts';
import { jumpBack } from '../reading/walk.ts';
import { childrenOf, childText, readXml, type XmlElement } from '../reading/xml.ts';
import { type Source, unreadable } from '../source.ts';

/**
 * Reads `XML_daily.asp` into crosses against the dollar. Throws `source-unreadable`: a file that lacks one of
 * `codes` is damaged, not shorter. `printed` keeps the two figures that a cross was computed from.
 */
export function parseDaily(text: string, codes: readonly Code[]): Bulletin[] {
  const root = readXml(text, 'ValCurs');
  const date = readDottedDate(root.attributes.get('Date') ?? '');
  if (date === null) throw unreadable('the document carries no date');
  const rows = childrenOf(root, 'Valute');
  const dollar = roublesOf(rows, 'USD');
  return codes.map((code) => {
    const local = roublesOf(rows, code);
    const printed = `${dollar.text}, ${local.text}`;
    return { code, date, printed, nominal: '1', perDollar: quotient(dollar.forOne, local.forOne) };
  });
}

/** Percent. The figure for one is the same digits today; should it be rounded one day, that is no fault. */
const UNIT_ROUNDING = '0.01';

/**
 * Roubles for one unit: the printed figure over its nominal, exact. The bank prints what one unit costs a second time,
 * which tells a mistaken nominal and a damaged digit: a cross-check is read only once, and may confirm what is held.
 */
function roublesOf(rows: readonly XmlElement[], code: Code): { forOne: string; text: string } {
  const row = rows.find((it) => childText(it, 'CharCode') === code);
  const value = (row && childText(row, 'Value')) ?? '';
  const nominal = (row && childText(row, 'Nominal')) ?? '';
  const forOne = perDollar(value, nominal, ',');
  if (forOne === null || decimal(forOne).isZero()) throw unreadable(`no figure for ${code}`);
  const forUnit = readFigure((row && childText(row, 'VunitRate')) ?? '', ',');
  if (forUnit !== null && !isNear(forUnit, forOne, UNIT_ROUNDING))
    throw unreadable(`${code} printed as ${value} for ${nominal}, and as ${forUnit} for one`);
  return { forOne, text: `${value}/${nominal} ${code}` };
}

export const cbr: Source = {
  id: 'cbr',
  name: 'Bank of Russia',
  country: 'RU',
  kind: 'official',
  url: 'https://www.cbr.ru',
  terms: 'Free to use with www.cbr.ru as the source; here a cross rate through the rouble.',
  origin: 'https://www.cbr.ru',
  covers: 'every',
  // Its own rouble is not quoted here; what it covers has its own bank's band.
  band: '5',
  calendar: {
    zone: 'Europe/Moscow',
    utcOffsetHours: 3,
    weekend: [0, 1],
    // Out between 12:00 and 14:00 for the next day.
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
