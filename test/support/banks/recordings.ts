// test: recorded answers of the publishers, byte for byte, in a folder outside the repository that may be missing.
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Page, Pages } from './bank.ts';

const data = resolve(new URL('../../..', import.meta.url).pathname, process.env.SHARED_DATA ?? '../shared');
const folder = resolve(data, 'recordings');

/**
 * Whether the recordings are available. Without them the tests that replay them are skipped, which their titles
 * state.
 */
export const HAS_RECORDINGS = existsSync(folder);
/** A part of the title of a suite that needs them. */
export const WHERE_RECORDED = HAS_RECORDINGS ? '' : ' (SKIPPED: set SHARED_DATA to the folder of recordings)';

const HISTORY = 'item=1562&lang=ENG&valuta_id=15';
const JUNE_2005 = 'beg_day=01&beg_month=06&beg_year=2005&end_day=30&end_month=06&end_year=2005';
const MARKET = '/npm/@fawazahmed0/currency-api';

/** The requests to each publisher, and the files with the answers. */
export const RECORDED: Readonly<Record<string, string>> = {
  '/rss/get_rates.cfm?fdate=01.04.2026': 'nbk/2026-04-01.xml',
  '/rss/get_rates.cfm?fdate=02.04.2026': 'nbk/2026-04-02.xml',
  '/XML/daily.xml': 'nbkr/2026-05-24.xml',
  '/XML/weekly.xml': 'nbkr-weekly/2026-05-23.xml',
  [`/index1.jsp?${HISTORY}&${JUNE_2005}`]: 'nbkr-history/2005-06_USD.html',
  '/en/kurs/export_xml.php?date=2026-05-18&export=xmlout': 'nbt/2026-05-18.xml',
  '/en/kurs/export_xml.php?date=2026-05-19&export=xmlout': 'nbt/2026-05-19.xml',
  '/en/kurs/export_xml_dynamic.php?d1=2026-09-20&d2=2026-10-01&cs=KZT&export=xml':
    'nbt-history/2026-09-20_2026-10-01_KZT.xml',
  '/en/arkhiv-kursov-valyut/json/all/2026-04-02/': 'cbu/2026-04-02.json',
  '/en/arkhiv-kursov-valyut/json/all/2026-04-03/': 'cbu/2026-04-03.json',
  '/kurs/2026/20052026.xml': 'cbt/2026-05-20.xml',
  '/kurs/2026/21052026.xml': 'cbt/2026-05-21.xml',
  '/scripts/XML_daily.asp': 'cbr/2026-04-25.xml',
  [`${MARKET}@2026.9.28/v1/currencies/usd.json`]: 'fawazahmed0/2026-09-28.usd.json',
  [`${MARKET}@2026.9.29/v1/currencies/usd.json`]: 'fawazahmed0/2026-09-29.usd.json',
};

/** The bytes of one recording. */
export function readRecording(file: string): Buffer {
  return readFileSync(resolve(folder, file));
}

/** All recordings under their paths, and no other pages. */
export const recordings: Pages = (path) => {
  const file = RECORDED[path];
  return file === undefined ? null : pageOf(readRecording(file), file);
};

function pageOf(body: Buffer, file: string): Page {
  if (file.endsWith('.json')) return { body, type: 'application/json' };
  return { body, type: file.endsWith('.html') ? 'text/html' : 'text/xml' };
}
