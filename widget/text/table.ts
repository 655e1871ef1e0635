// widget: the words of every language but English. The build makes a file of each column, which the script fetches.
import { LANGUAGES } from './words.ts';

export { LANGUAGES };

/** One row a word, one column a language, in the order of `LANGUAGES` after English. */
const TABLE: Readonly<Record<string, string>> = {
  rates: 'Курсы валют|Валюта бағамдары|Валюта курстары|Қурби асъор|Valyuta kurslari|Walýuta kurslary',
  unreachable:
    'Курсы валют сейчас недоступны|Валюта бағамдары қазір қолжетімсіз|Валюта курстары азыр жеткиликсиз|' +
    'Қурби асъор ҳоло дастнорас аст|Valyuta kurslari hozir mavjud emas|Walýuta kurslary häzir elýeterli däl',
  KGS: 'Сом|Сом|Сом|Сом|Som|Som',
  KZT: 'Тенге|Теңге|Теңге|Танга|Tenge|Teňňe',
  TJS: 'Сомони|Сомони|Сомони|Сомонӣ|Somoniy|Somoni',
  UZS: 'Сум|Сум|Сум|Сӯм|Soʻm|Sum',
  TMT: 'Манат|Манат|Манат|Манат|Manat|Manat',
  pause: 'Пауза|Пауза|Пауза|Таваққуф|Pauza|Pauza',
  stale: 'устарел|ескірген|эскирген|кӯҳна|eskirgan|könelen',
  pegged: 'фиксирован|бекітілген|бекитилген|собит|qatʼiy|berkidilen',
  held: 'проверяется|тексерілуде|текшерилүүдө|дар санҷиш|tekshirilmoqda|barlanýar',
  seed: 'архивный|мұрағаттан|архивден|аз бойгонӣ|arxivdan|arhiwden',
  demo: 'демо|демо|демо|намоишӣ|demo|demo',
  none:
    'Для этого выбора курсов нет|Бұл таңдауға бағам жоқ|Бул тандоо боюнча курс жок|Барои ин интихоб қурб нест|' +
    'Bu tanlov uchun kurs yoʻq|Bu saýlaw üçin kurs ýok',
  previous: 'предыдущий|алдыңғы|мурунку|қаблӣ|avvalgi|öňki',
  offline: 'нет связи|байланыс жоқ|байланыш жок|алоқа нест|aloqa yoʻq|aragatnaşyk ýok',
  minute: 'минуту,минуты,минут|минут|мүнөт|дақиқа|daqiqa|minut',
  hour: 'час,часа,часов|сағат|саат|соат|soat|sagat',
  ago: 'назад|бұрын|мурун|пеш|oldin|öň',
  nbkr:
    'Национальный банк Кыргызской Республики|Қырғыз Республикасының Ұлттық Банкі|' +
    'Кыргыз Республикасынын Улуттук банкы|Бонки миллии Ҷумҳурии Қирғизистон|' +
    'Qirgʻiziston Respublikasi Milliy banki|Gyrgyz Respublikasynyň Milli banky',
  nbk:
    'Национальный Банк Казахстана|Қазақстан Ұлттық Банкі|Казакстандын Улуттук банкы|Бонки миллии Қазоқистон|' +
    'Qozogʻiston Milliy banki|Gazagystanyň Milli banky',
  nbt:
    'Национальный банк Таджикистана|Тәжікстан Ұлттық Банкі|Тажикстандын Улуттук банкы|Бонки миллии Тоҷикистон|' +
    'Tojikiston Milliy banki|Täjigistanyň Milli banky',
  cbu:
    'Центральный банк Узбекистана|Өзбекстан Орталық Банкі|Өзбекстандын Борбордук банкы|Бонки марказии Ӯзбекистон|' +
    'Oʻzbekiston Markaziy banki|Özbegistanyň Merkezi banky',
  cbt:
    'Центральный банк Туркменистана|Түрікменстан Орталық Банкі|Түркмөнстандын Борбордук банкы|' +
    'Бонки марказии Туркманистон|Turkmaniston Markaziy banki|Türkmenistanyň Merkezi banky',
  cbr: 'Банк России|Ресей Банкі|Россия банкы|Бонки Русия|Rossiya banki|Russiýanyň banky',
};

/** The words of one language. */
export function tableOf(language: string): Record<string, string> {
  const column = LANGUAGES.indexOf(language) - 1;
  return Object.fromEntries(Object.entries(TABLE).map(([word, row]) => [word, row.split('|')[column] ?? '']));
}
