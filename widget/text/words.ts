// widget: the seven languages. Chromium knows most of them by name only, so nothing but counting is left to Intl.
import { LANGUAGES as LISTED } from '../../src/attributes.ts';

/** The columns of the table. A new language is a column more in every row. */
export const LANGUAGES = LISTED.split(' ');

/** One row a word. Units of time have the forms that follow 1, 2 and 5, where they differ: `Intl` counts them. */
const TABLE = {
  KGS: 'Som|Сом|Сом|Сом|Сом|Som|Som',
  KZT: 'Tenge|Тенге|Теңге|Теңге|Танга|Tenge|Teňňe',
  TJS: 'Somoni|Сомони|Сомони|Сомони|Сомонӣ|Somoniy|Somoni',
  UZS: 'Soum|Сум|Сум|Сум|Сӯм|Soʻm|Sum',
  TMT: 'Manat|Манат|Манат|Манат|Манат|Manat|Manat',
  rates:
    'Exchange rates|Курсы валют|Валюта бағамдары|Валюта курстары|Қурби асъор|Valyuta kurslari|Walýuta kurslary',
  pause: 'Pause|Пауза|Пауза|Пауза|Таваққуф|Pauza|Pauza',
  stale: 'stale|устарел|ескірген|эскирген|кӯҳна|eskirgan|könelen',
  pegged: 'pegged|фиксирован|бекітілген|бекитилген|собит|qatʼiy|berkidilen',
  held: 'held|проверяется|тексерілуде|текшерилүүдө|дар санҷиш|tekshirilmoqda|barlanýar',
  seed: 'seed|архивный|мұрағаттан|архивден|аз бойгонӣ|arxivdan|arhiwden',
  offline: 'offline|нет связи|байланыс жоқ|байланыш жок|алоқа нест|aloqa yoʻq|aragatnaşyk ýok',
  minute: 'minute,minutes|минуту,минуты,минут|минут|мүнөт|дақиқа|daqiqa|minut',
  hour: 'hour,hours|час,часа,часов|сағат|саат|соат|soat|sagat',
  ago: 'ago|назад|бұрын|мурун|пеш|oldin|öň',
};

export type Word = keyof typeof TABLE;

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

/** The words of a language tag such as `ru` or `uz-Latn-UZ`; English for any other. */
export function wordsFor(tag: string): Words {
  const [language = ''] = tag.toLowerCase().split('-');
  const column = Math.max(0, LANGUAGES.indexOf(language));
  const isEnglish = column === 0;
  return {
    lang: isEnglish ? 'en' : language,
    decimal: isEnglish ? '.' : ',',
    group: isEnglish ? ',' : '\u00a0',
    say: (word) => (Object.hasOwn(TABLE, word) ? (TABLE[word as Word].split('|')[column] ?? word) : word),
  };
}
