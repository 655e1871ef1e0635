// widget: how one language says things. English is at hand; the words of the language that is shown come by themselves.
import { ask } from '../client/ask.ts';
import { LANGUAGES, tableOf } from './table.ts';

/** How one language says things. */
export interface Words {
  lang: string;
  /** Between units and fractions. */
  decimal: string;
  /** Between thousands. */
  group: string;
  /** What is not in the table is said as it is. */
  say(word: string): string;
}

type Table = Readonly<Record<string, string>>;
/** The build keeps this column alone in the script. */
const ENGLISH: Table = tableOf('en');
const known = new Map<string, Table>([['en', ENGLISH]]);

const languageOf = (tag: string) => {
  const [language = ''] = tag.toLowerCase().split('-');
  return LANGUAGES.includes(language) ? language : 'en';
};

/** Takes in the words of a language. */
export function learn(language: string, table: Table): void {
  known.set(language, table);
}

/**
 * Gets the words of a language tag, from where the script came from: that is there even when the service that `src`
 * names is not. Undefined when they are known. Never fails: what does not come is said in English.
 */
export function learnFrom(home: string, tag: string): Promise<void> | undefined {
  const language = languageOf(tag);
  if (!home || known.has(language)) return undefined;
  return ask<Table>(`${home}widget/words/${language}.json`).answer.then((table) => {
    if (table) learn(language, table);
  });
}

/** The words of a language tag such as `ru` or `uz-Latn-UZ`; English for any other, and for what is not known yet. */
export function wordsFor(tag: string): Words {
  const lang = languageOf(tag);
  const isEnglish = lang === 'en';
  // Without a prototype, which has words of its own.
  const table: Table = Object.assign(Object.create(null), ENGLISH, known.get(lang));
  return {
    lang,
    decimal: isEnglish ? '.' : ',',
    group: isEnglish ? ',' : '\u00a0',
    say: (word) => table[word] ?? word,
  };
}
