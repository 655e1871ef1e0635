// widget: words and separators of a language. English is in the script. Other languages are loaded when needed.
import { ask } from '../client/ask.ts';
import { LANGUAGES, tableOf } from './table.ts';

/** The words and separators of one language. */
export interface Words {
  lang: string;
  /** The decimal separator. */
  decimal: string;
  /** The separator of thousands. */
  group: string;
  /** Returns the word, or the key itself if the table has none. */
  say(word: string): string;
}

type Table = Readonly<Record<string, string>>;
/** The build replaces the table by this column. */
const ENGLISH: Table = tableOf('en');
const known = new Map<string, Table>([['en', ENGLISH]]);

const languageOf = (tag: string) => {
  const [language = ''] = tag.toLowerCase().split('-');
  return LANGUAGES.includes(language) ? language : 'en';
};

/** Stores the words of a language. */
export function learn(language: string, table: Table): void {
  known.set(language, table);
}

/**
 * Loads the words of a language tag from the service that served the script, because the service in `src` may be down.
 * Returns undefined if they are known. Never rejects: after a failure English is shown.
 */
export function learnFrom(home: string, tag: string): Promise<void> | undefined {
  const language = languageOf(tag);
  if (!home || known.has(language)) return undefined;
  return ask<Table>(`${home}widget/${language}.json`).answer.then((table) => {
    if (table) learn(language, table);
  });
}

/** Returns the words of a language tag such as `ru` or `uz-Latn-UZ`. English for others, and until words are loaded. */
export function wordsFor(tag: string): Words {
  const lang = languageOf(tag);
  const isEnglish = lang === 'en';
  // Without a prototype: its property names would count as words.
  const table = { __proto__: null, ...ENGLISH, ...known.get(lang) } as unknown as Table;
  return {
    lang,
    decimal: isEnglish ? '.' : ',',
    group: isEnglish ? ',' : '\u00a0',
    say: (word) => table[word] ?? word,
  };
}
