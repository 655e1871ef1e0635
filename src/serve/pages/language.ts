// serve: the language of a page. The pages have the same languages as the widget.
import { LANGUAGES, type Language } from '../../attributes.ts';

export const PAGE_LANGUAGES = LANGUAGES.split(' ') as Language[];

/** Each in its own language. */
export const LANGUAGE_NAMES: Record<Language, string> = {
  en: 'English',
  ru: 'Русский',
  kk: 'Қазақша',
  ky: 'Кыргызча',
  tg: 'Тоҷикӣ',
  uz: 'Oʻzbekcha',
  tk: 'Türkmençe',
};

/** The language in the query, else the reader's preferred one of `Accept-Language` that is known, else English. */
export function readLanguage(asked: string | undefined, accepted: string | undefined): Language {
  const wanted = (accepted ?? '')
    .split(',')
    .map((part) => {
      const [tag = '', weight = ''] = part.trim().split(/\s*;\s*q=/);
      return { language: tag.toLowerCase().split('-', 1)[0], weight: weight === '' ? 1 : Number(weight) };
    })
    .filter(({ weight }) => weight > 0)
    .sort((a, b) => b.weight - a.weight);
  const candidates = [asked?.toLowerCase(), ...wanted.map(({ language }) => language)];
  for (const candidate of candidates) {
    const known = PAGE_LANGUAGES.find((language) => language === candidate);
    if (known !== undefined) return known;
  }
  return 'en';
}
