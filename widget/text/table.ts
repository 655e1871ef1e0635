// widget: the words of every language. The build keeps English in the script and writes a file for each other column.
import { LANGUAGES as LISTED } from '../../src/attributes.ts';

/** The columns of the table. A new language needs a new column in every row. */
export const LANGUAGES = LISTED.split(' ');

/**
 * One row a word. Units of time have the forms for 1, 2 and 5 where they differ, chosen by `Intl.PluralRules`. A bank
 * without an English word is shown by the name in its rate.
 */
const TABLE: Readonly<Record<string, string>> = {
  rates:
    'Exchange rates|Курсы валют|Валюта бағамдары|Валюта курстары|Қурби асъор|Valyuta kurslari|Walýuta kurslary',
  unreachable:
    'Exchange rates cannot be reached now|Курсы валют сейчас недоступны|Валюта бағамдары қазір қолжетімсіз|Валюта курстары азыр жеткиликсиз|' +
    'Қурби асъор ҳоло дастнорас аст|Valyuta kurslari hozir mavjud emas|Walýuta kurslary häzir elýeterli däl',
  KGS: 'Som|Сом|Сом|Сом|Сом|Som|Som',
  KZT: 'Tenge|Тенге|Теңге|Теңге|Танга|Tenge|Teňňe',
  TJS: 'Somoni|Сомони|Сомони|Сомони|Сомонӣ|Somoniy|Somoni',
  UZS: 'Soum|Сум|Сум|Сум|Сӯм|Soʻm|Sum',
  GEL: 'Lari|Лари|Лари|Лари|Лари|Lari|Lari',
  TMT: 'Manat|Манат|Манат|Манат|Манат|Manat|Manat',
  pause: 'Pause|Пауза|Пауза|Пауза|Таваққуф|Pauza|Pauza',
  stale: 'stale|устарел|ескірген|эскирген|кӯҳна|eskirgan|könelen',
  pegged: 'pegged|фиксирован|бекітілген|бекитилген|собит|qatʼiy|berkidilen',
  held: 'being checked|проверяется|тексерілуде|текшерилүүдө|дар санҷиш|tekshirilmoqda|barlanýar',
  seed: 'archived|архивный|мұрағаттан|архивден|аз бойгонӣ|arxivdan|arhiwden',
  demo: 'demo|демо|демо|демо|намоишӣ|demo|demo',
  none:
    'No rates for this selection|Для этого выбора курсов нет|Бұл таңдауға бағам жоқ|Бул тандоо боюнча курс жок|Барои ин интихоб қурб нест|' +
    'Bu tanlov uchun kurs yoʻq|Bu saýlaw üçin kurs ýok',
  previous: 'previous|предыдущий|алдыңғы|мурунку|қаблӣ|avvalgi|öňki',
  offline: 'offline|нет связи|байланыс жоқ|байланыш жок|алоқа нест|aloqa yoʻq|aragatnaşyk ýok',
  minute: 'minute,minutes|минуту,минуты,минут|минут|мүнөт|дақиқа|daqiqa|minut',
  hour: 'hour,hours|час,часа,часов|сағат|саат|соат|soat|sagat',
  ago: 'ago|назад|бұрын|мурун|пеш|oldin|öň',
  nbkr:
    '|Национальный банк Кыргызской Республики|Қырғыз Республикасының Ұлттық Банкі|' +
    'Кыргыз Республикасынын Улуттук банкы|Бонки миллии Ҷумҳурии Қирғизистон|' +
    'Qirgʻiziston Respublikasi Milliy banki|Gyrgyz Respublikasynyň Milli banky',
  nbk:
    '|Национальный Банк Казахстана|Қазақстан Ұлттық Банкі|Казакстандын Улуттук банкы|Бонки миллии Қазоқистон|' +
    'Qozogʻiston Milliy banki|Gazagystanyň Milli banky',
  nbt:
    '|Национальный банк Таджикистана|Тәжікстан Ұлттық Банкі|Тажикстандын Улуттук банкы|Бонки миллии Тоҷикистон|' +
    'Tojikiston Milliy banki|Täjigistanyň Milli banky',
  cbu:
    '|Центральный банк Узбекистана|Өзбекстан Орталық Банкі|Өзбекстандын Борбордук банкы|Бонки марказии Ӯзбекистон|' +
    'Oʻzbekiston Markaziy banki|Özbegistanyň Merkezi banky',
  cbt:
    '|Центральный банк Туркменистана|Түрікменстан Орталық Банкі|Түркмөнстандын Борбордук банкы|' +
    'Бонки марказии Туркманистон|Turkmaniston Markaziy banki|Türkmenistanyň Merkezi banky',
  cbr: '|Банк России|Ресей Банкі|Россия банкы|Бонки Русия|Rossiya banki|Russiýanyň banky',
};

/** Returns the words of one language. Entries equal to their key are left out, because a missing key is shown as it is. */
export function tableOf(language: string): Record<string, string> {
  const column = LANGUAGES.indexOf(language);
  const words = Object.entries(TABLE).map(([key, row]) => [key, row.split('|')[column] ?? '']);
  return Object.fromEntries(words.filter(([key, word]) => word !== '' && word !== key));
}
