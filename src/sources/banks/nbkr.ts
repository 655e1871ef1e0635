// sources: National Bank of the Kyrgyz Republic, KGS. Decimal comma, windows-1251, re-dated every calendar day.
import { addDays, type IsoDate, readDottedDate } from '../../rates/date.ts';
import type { Bulletin } from '../../rates/fixing.ts';
import { spansBack } from '../reading/walk.ts';
import { childrenOf, childText, readXml } from '../reading/xml.ts';
import { bulletinOf, dollarOf, type Source, unreadable } from '../source.ts';

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
const CUT_OFF = 'a history page that was cut off';

/**
 * Reads the history page, newest first. A page for people: only what stands between the bank's own comment marks is
 * taken. Throws `source-unreadable` for a page without them, since an empty period cannot be told from a foreign page.
 */
export function parseHistory(html: string): Bulletin[] {
  const dates = between(html, DATE_MARK);
  const values = between(html, VALUE_MARK);
  if (dates.length === 0) throw unreadable('a history page without a single marked row');
  if (!/<\/table>/i.test(html.slice(html.lastIndexOf(VALUE_MARK)))) throw unreadable(CUT_OFF);
  if (dates.length !== values.length)
    throw unreadable(`${dates.length} dates beside ${values.length} values`);
  const rows = dates.map((date, index) =>
    bulletinOf({
      code: CODE,
      date: readDottedDate(date),
      printed: values[index],
      nominal: '1',
      separator: ',',
    }),
  );
  // The page lists its days one after the other: a date out of its turn is damaged, and its row would be missed.
  const falls = (one: Bulletin, other: Bulletin | undefined) => other === undefined || one.date > other.date;
  const newestFirst = [rows, rows.toReversed()].find((list) =>
    list.every((it, at) => falls(it, list[at + 1])),
  );
  if (newestFirst === undefined) throw unreadable('a history page whose days are out of their order');
  return newestFirst;
}

/** The texts between pairs of marks: every second piece of the page. */
function between(html: string, mark: string): string[] {
  const pieces = html.split(mark);
  if (pieces.length % 2 === 0) throw unreadable(CUT_OFF);
  return pieces.filter((_piece, index) => index % 2 === 1).map((piece) => withoutTags(piece).trim());
}

/** By `indexOf`: a pattern tries each `<` anew to the end of the page, which took seconds for 96 KiB of them. */
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

/** The page answers about a year at a time. */
const YEAR_DAYS = 365;

function historyPath(from: IsoDate, to: IsoDate): string {
  const [beginYear, beginMonth, beginDay] = from.split('-');
  const [endYear, endMonth, endDay] = to.split('-');
  return (
    `/index1.jsp?item=1562&lang=ENG&valuta_id=15&beg_day=${beginDay}&beg_month=${beginMonth}&beg_year=${beginYear}` +
    `&end_day=${endDay}&end_month=${endMonth}&end_year=${endYear}`
  );
}

/** The XML has no date parameter: past days come from the page, some months at a time. */
export const nbkr: Source = {
  id: 'nbkr',
  name: 'National Bank of the Kyrgyz Republic',
  country: 'KG',
  kind: 'official',
  url: 'https://www.nbkr.kg',
  terms: 'No terms of reuse are published; show www.nbkr.kg as the source.',
  origin: 'https://www.nbkr.kg',
  covers: [CODE],
  // No earlier one of the som was at hand.
  seed: { code: CODE, nominal: '1', value: '87.4500', date: '2026-05-23' },
  // 2023 to 2026 without a step of 1 %; the shocks of 2022 were of 5 to 12.
  band: '2',
  // The file is re-dated every calendar day.
  redates: true,
  calendar: {
    zone: 'Asia/Bishkek',
    utcOffsetHours: 6,
    // In five years no new value was dated Monday, and a handful Sunday.
    weekend: [0, 1],
    // Written at 16:20 on the day that was recorded; two hours more for a slow one.
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
