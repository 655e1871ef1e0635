// sources: National Bank of the Kyrgyz Republic, KGS. Decimal comma, windows-1251, a new date every calendar day.
import { addDays, type IsoDate, readDottedDate } from '../../rates/date.ts';
import type { Bulletin } from '../../rates/fixing.ts';
import { spansBack } from '../reading/walk.ts';
import { childrenOf, childText, readXml } from '../reading/xml.ts';
import { type Bank, bulletinOf, dollarOf, unreadable } from '../source.ts';

const CODE = 'KGS';

/** Reads `/XML/daily.xml`. Throws `source-unreadable`. */
export function parseDaily(text: string): Bulletin {
  const root = readXml(text, 'CurrencyRates');
  const rows = childrenOf(root, 'Currency').map((row) => ({
    code: row.attributes.get('ISOCode'),
    printed: childText(row, 'Value'),
    nominal: childText(row, 'Nominal'),
  }));
  const date = readDottedDate(root.attributes.get('Date') ?? '');
  return dollarOf(rows, { code: CODE, date, separator: ',' });
}

const DATE_MARK = '<!--date-->';
const VALUE_MARK = '<!--value-->';
const CUT_OFF = 'the history page is cut off';

/**
 * Reads the history page, newest first. It is an HTML page: only the text between the bank's comment marks is read.
 * Throws `source-unreadable` for a page without marks, because an empty period cannot be distinguished from another
 * page.
 */
export function parseHistory(html: string): Bulletin[] {
  const dates = between(html, DATE_MARK);
  const values = between(html, VALUE_MARK);
  if (dates.length === 0) throw unreadable('the history page has no marked row');
  if (!/<\/table>/i.test(html.slice(html.lastIndexOf(VALUE_MARK)))) throw unreadable(CUT_OFF);
  if (dates.length !== values.length) throw unreadable(`${dates.length} dates for ${values.length} values`);
  const rows = dates.map((date, index) =>
    bulletinOf({
      code: CODE,
      date: readDottedDate(date),
      printed: values[index],
      nominal: '1',
      separator: ',',
    }),
  );
  // The page lists its days in order. A date out of order is damaged, and its row would be lost.
  const falls = (one: Bulletin, other: Bulletin | undefined) => other === undefined || one.date > other.date;
  const newestFirst = [rows, rows.toReversed()].find((list) =>
    list.every((it, at) => falls(it, list[at + 1])),
  );
  if (newestFirst === undefined) throw unreadable('the days of the history page are not in order');
  return newestFirst;
}

/** The texts between pairs of marks, which are every second piece of the page. */
function between(html: string, mark: string): string[] {
  const pieces = html.split(mark);
  if (pieces.length % 2 === 0) throw unreadable(CUT_OFF);
  return pieces.filter((_piece, index) => index % 2 === 1).map((piece) => withoutTags(piece).trim());
}

/**
 * Uses `indexOf`: a regular expression searches from each `<` to the end of the page, which took seconds for 96 KiB
 * of `<`.
 */
function withoutTags(html: string): string {
  let text = '';
  let at = 0;
  while (at < html.length) {
    const opens = html.indexOf('<', at);
    const closes = opens === -1 ? -1 : html.indexOf('>', opens);
    if (closes === -1) return text + html.slice(at);
    text += html.slice(at, opens);
    at = closes + 1;
  }
  return text;
}

/** The longest period that one page covers. */
const YEAR_DAYS = 365;

function historyPath(from: IsoDate, to: IsoDate): string {
  const [beginYear, beginMonth, beginDay] = from.split('-');
  const [endYear, endMonth, endDay] = to.split('-');
  return (
    `/index1.jsp?item=1562&lang=ENG&valuta_id=15&beg_day=${beginDay}&beg_month=${beginMonth}&beg_year=${beginYear}` +
    `&end_day=${endDay}&end_month=${endMonth}&end_year=${endYear}`
  );
}

/** The XML file has no date parameter: past days are read from the history page. */
export const nbkr: Bank = {
  id: 'nbkr',
  name: 'National Bank of the Kyrgyz Republic',
  country: 'KG',
  kind: 'official',
  url: 'https://www.nbkr.kg',
  terms: 'No terms of reuse are published; show www.nbkr.kg as the source.',
  origin: 'https://www.nbkr.kg',
  covers: [CODE],
  // No earlier fixing of the som was available.
  seed: { code: CODE, nominal: '1', value: '87.4500', date: '2026-05-23' },
  // From 2023 to 2026 no step reached 1 %; the shocks of 2022 were 5 to 12 %.
  band: '2',
  // The file is re-dated every calendar day.
  redates: true,
  calendar: {
    zone: 'Asia/Bishkek',
    utcOffsetHours: 6,
    // In five years no new value was dated Monday, and fewer than ten were dated Sunday.
    weekend: [0, 1],
    // The recorded file was written at 16:20; two hours are added for a slow day.
    opens: 15 * 60,
    closes: 18 * 60 + 30,
  },
  windows: ['*/5 14-18 * * 1-5', '25 */4 * * *'],

  async newest({ ask }) {
    const document = await ask('/XML/daily.xml');
    if (document === null) throw unreadable('no daily file');
    return [parseDaily(document.text('windows-1251'))];
  },

  async *earlier({ ask }, _code, before, floor) {
    for (const { from, to } of spansBack(addDays(before, -1), floor, YEAR_DAYS)) {
      const document = await ask(historyPath(from, to));
      if (document === null) throw unreadable(`no history page for ${from} to ${to}`);
      for (const bulletin of parseHistory(document.text('windows-1251'))) {
        if (bulletin.date >= from && bulletin.date <= to) yield bulletin;
      }
    }
  },
};
