// test: small invented documents in each publisher's format, and page sets that answer like the publishers.
import { addDays, dottedDate, type IsoDate, readDottedDate } from '../../../src/rates/date.ts';
import type { Page, Pages } from './bank.ts';

/** Figures by their date, oldest first, in the publisher's notation. */
export type Figures = Record<IsoDate, string>;

const xml = (body: string, etag?: string): Page => ({
  body,
  type: 'text/xml',
  ...(etag !== undefined && { etag }),
});

/** NBK's file of a day; without a figure, the document without items of a day off. */
export function nbkDay(date: IsoDate, figure?: string, { quant = '1', change = '+0.40' } = {}): string {
  const item = (code: string, value: string) =>
    `<item><fullname>ДОЛЛАР</fullname><title>${code}</title><description>${value}</description>` +
    `<quant>${quant}</quant><index>UP</index><change>${change}</change></item>`;
  const items =
    figure === undefined ? '<info>Нет курсов</info>' : item('EUR', '550.25') + item('USD', figure);
  return `<?xml version="1.0" encoding="utf-8"?>\n<rates><date>${dottedDate(date)}</date>${items}</rates>`;
}

/** NBKR's `daily.xml`; the figure has a comma. */
export function nbkrDaily(date: IsoDate, figure: string, nominal = '1'): string {
  const row = (code: string, value: string) =>
    `<Currency ISOCode="${code}"><Nominal>${nominal}</Nominal><Value>${value}</Value></Currency>`;
  return (
    `<?xml version="1.0" encoding="windows-1251" ?>\n<CurrencyRates Name="Daily Exchange Rates" ` +
    `Date="${dottedDate(date)}">${row('EUR', '101,5000')}${row('USD', figure)}</CurrencyRates>`
  );
}

/** NBKR's history page, newest first, inside a web page. */
export function nbkrHistory(figures: Figures): string {
  const rows = Object.entries(figures)
    .reverse()
    .map(
      ([date, figure]) =>
        `<tr><td><!--date-->${dottedDate(date)}<!--date--></td><td><!--value-->${figure}<!--value--></td></tr>`,
    );
  return `<html><body><h1>USD</h1><table>${rows.join('')}</table></body></html>`;
}

/** NBT's file of a day. */
export function nbtDay(date: IsoDate, figure: string, nominal = '1'): string {
  const row = (id: string, code: string, value: string, per: string) =>
    `<Valute ID="${id}"><CharCode>${code}</CharCode><Nominal>${per}</Nominal><Name>-</Name><Value>${value}</Value></Valute>`;
  return (
    `<?xml version="1.0" encoding="utf-8" ?>\n<ValCurs Date="${date}" name="Foreign Currency Market">` +
    `${row('398', 'KZT', '0.2100', '10')}${row('840', 'USD', figure, nominal)}</ValCurs>`
  );
}

/** NBT's range file for one currency. */
export function nbtRange(figures: Figures, code = 'USD'): string {
  const rows = Object.entries(figures).map(
    ([date, figure]) =>
      `<Record Date="${dottedDate(date)}" Id="840"><CharCode>${code}</CharCode><Nominal>1</Nominal>` +
      `<Value>${figure}</Value></Record>`,
  );
  return `<?xml version="1.0" encoding="windows-1251" ?>\n<ValCurs ID="840" Name="US Dollar">${rows.join('')}</ValCurs>`;
}

/** CBU's list of a day. */
export function cbuAll(date: IsoDate, figure: string, diff = '-3.4', nominal = '1'): string {
  const row = (id: number, Ccy: string, Rate: string) => {
    const names = { CcyNm_RU: '-', CcyNm_UZ: '-', CcyNm_UZC: '-', CcyNm_EN: '-' };
    return { id, Code: '-', Ccy, ...names, Nominal: nominal, Rate, Diff: diff, Date: dottedDate(date) };
  };
  return JSON.stringify([row(21, 'EUR', '14000.10'), row(69, 'USD', figure)]);
}

/** CBT's file of a day, with its carriage returns. */
export function cbtDay(date: string, figure: string, multiplier = '1'): string {
  const row = (code: string, usd: string, tmt: string, per: string) =>
    `\t<rate code="${code}">\r\n\t\t<name>-</name>\r\n\t\t<rate_usd>${usd}</rate_usd>\r\n` +
    `\t\t<multiplier>${per}</multiplier>\r\n\t\t<rate_tmt>${tmt}</rate_tmt>\r\n\t</rate>\r\n`;
  return (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\r\n<cbt_currency_rate name="CBT Currency XML">\r\n' +
    `\t<date>${date}</date>\r\n${row('GBP', '1.34', '4.69', '1')}${row('USD', '1', figure, multiplier)}</cbt_currency_rate>`
  );
}

/** The Bank of Russia's file of a day: roubles by code, each with a nominal. */
export function cbrDaily(date: IsoDate, rows: Record<string, [nominal: string, value: string]>): string {
  const valutes = Object.entries(rows).map(
    ([code, [nominal, value]]) =>
      `<Valute ID="-"><CharCode>${code}</CharCode><Nominal>${nominal}</Nominal><Name>-</Name><Value>${value}</Value></Valute>`,
  );
  return (
    `<?xml version="1.0" encoding="windows-1251"?><ValCurs Date="${dottedDate(date)}" name="Foreign Currency Market">` +
    `${valutes.join('')}</ValCurs>`
  );
}

/** The last day with a figure, up to a day. */
function inForce(figures: Figures, day: IsoDate): IsoDate | undefined {
  return Object.keys(figures).findLast((date) => date <= day);
}

const query = (path: string) => new URL(path, 'http://bank').searchParams;

/** NBK: the requested day, or no items. */
export function nbkPages(figures: Figures): Pages {
  return (path) => {
    if (!path.startsWith('/rss/get_rates.cfm')) return null;
    const date = readDottedDate(query(path).get('fdate') ?? '');
    return date === null ? null : xml(nbkDay(date, figures[date]));
  };
}

/** NBKR: the newest figure under the newest date with its validator, and the history page. */
export function nbkrPages(figures: Figures): Pages {
  return (path) => {
    const [date, figure] = Object.entries(figures).at(-1) ?? [];
    if (date === undefined || figure === undefined) return null;
    if (path === '/XML/daily.xml') return xml(nbkrDaily(date, figure), `"${date}-${figure}"`);
    if (!path.startsWith('/index1.jsp?item=1562&lang=ENG&valuta_id=15&')) return null;
    const day = (edge: string) =>
      ['year', 'month', 'day'].map((part) => query(path).get(`${edge}_${part}`)).join('-');
    return { body: nbkrHistory(between(figures, day('beg'), day('end'))), type: 'text/html' };
  };
}

/**
 * NBT: carries to every day; a day too far ahead is answered with the newest bulletin, and a request without `export`
 * with a help page.
 */
export function nbtPages(figures: Figures): Pages {
  return (path) => {
    if (!path.startsWith('/en/kurs/')) return null;
    const asked = query(path);
    if (!asked.has('export')) return { body: '<html><body>help</body></html>', type: 'text/html' };
    if (path.startsWith('/en/kurs/export_xml_dynamic.php'))
      return xml(nbtRange(carried(figures, asked.get('d1') ?? '', asked.get('d2') ?? '')));
    const day = asked.get('date') ?? '';
    const from = inForce(figures, day);
    const newest = Object.keys(figures).at(-1);
    if (from !== undefined && newest !== undefined && day <= addDays(newest, 7))
      return xml(nbtDay(day, figures[from] ?? ''));
    return newest === undefined ? null : xml(nbtDay(newest, figures[newest] ?? ''));
  };
}

/** CBU: each day is answered with the bulletin in force on it. */
export function cbuPages(figures: Figures): Pages {
  return (path) => {
    const day = /^\/en\/arkhiv-kursov-valyut\/json\/all\/(.{10})\/$/.exec(path)?.[1];
    const date = day && inForce(figures, day);
    return date ? { body: cbuAll(date, figures[date] ?? ''), type: 'application/json' } : null;
  };
}

/** CBT: a file a day, and 404. */
export function cbtPages(figures: Figures): Pages {
  return (path) => {
    const [, day, month, year] = /^\/kurs\/\d{4}\/(\d\d)(\d\d)(\d{4})\.xml$/.exec(path) ?? [];
    const figure = figures[`${year}-${month}-${day}`];
    return figure === undefined ? null : xml(cbtDay(`${day}.${month}.${year}`, figure));
  };
}

/** The pages of several publishers at one address. */
export function joinPages(...each: Pages[]): Pages {
  return (path) => each.map((pages) => pages(path)).find((page) => page !== null) ?? null;
}

function between(figures: Figures, from: IsoDate, to: IsoDate): Figures {
  return Object.fromEntries(Object.entries(figures).filter(([date]) => date >= from && date <= to));
}

function carried(figures: Figures, from: IsoDate, to: IsoDate): Figures {
  const days: Figures = {};
  for (let day = from; day <= to; day = addDays(day, 1)) {
    const date = inForce(figures, day);
    if (date !== undefined) days[day] = figures[date] ?? '';
  }
  return days;
}
