// widget: words and separators of a language. English is in the script. Other languages are loaded when needed.
import { requestJson } from '../client/request.ts';
import { LANGUAGES, tableOf } from './table.ts';

/** The words and separators of one language. */
export interface Words {
  lang: string;
  /** The decimal separator. */
  decimal: string;
  /** The separator of thousands. */
  group: string;
  /** Returns the word of a key, or the key itself if the table has none. */
  wordFor(key: string): string;
}

type Table = Readonly<Record<string, string>>;
/** The build replaces the table by this column. */
const ENGLISH: Table = tableOf('en');
const tables = new Map<string, Table>([['en', ENGLISH]]);

const languageOf = (tag: string) => {
  const [language = ''] = tag.toLowerCase().split('-');
  return LANGUAGES.includes(language) ? language : 'en';
};

/** Stores the words of a language. */
export function addWords(language: string, table: Table): void {
  tables.set(language, table);
}

/**
 * Loads the words of a language tag from the service that served the script, because the service in `src` may be down.
 * Returns undefined if they are tables. Never rejects: after a failure English is shown.
 */
export function loadWords(home: string, tag: string): Promise<void> | undefined {
  const language = languageOf(tag);
  if (!home || tables.has(language)) return undefined;
  return requestJson<Table>(`${home}widget/${language}.json`).answer.then((table) => {
    if (table) addWords(language, table);
  });
}

/** Returns the words of a language tag such as `ru` or `uz-Latn-UZ`. English for others, and until words are loaded. */
export function wordsFor(tag: string): Words {
  const lang = languageOf(tag);
  const isEnglish = lang === 'en';
  // Without a prototype: its property names would count as words.
  const table = { __proto__: null, ...ENGLISH, ...tables.get(lang) } as unknown as Table;
  return {
    lang,
    decimal: isEnglish ? '.' : ',',
    group: isEnglish ? ',' : '\u00a0',
    wordFor: (key) => table[key] ?? key,
  };
}
