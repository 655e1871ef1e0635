// serve: what the page at / says. One file a language; the compiler asks each for every sentence.
import type { AttributeName, Language } from '../../../attributes.ts';
import { en } from './texts/en.ts';
import { kk } from './texts/kk.ts';
import { ky } from './texts/ky.ts';
import { ru } from './texts/ru.ts';
import { tg } from './texts/tg.ts';
import { tk } from './texts/tk.ts';
import { uz } from './texts/uz.ts';
import type { WayName } from './ways.ts';

export interface Texts {
  title: string;
  /** For search engines and whoever shares the page. */
  description: string;
  intro: string;
  docs: string;
  language: string;
  preview: string;
  ground: string;
  grounds: { light: string; dark: string; photo: string };
  phone: string;
  choose: string;
  /** By attribute; the address is not chosen here. */
  labels: Record<Exclude<AttributeName, 'src'>, string>;
  /** What the words of attributes mean; codes of languages name themselves. */
  words: Record<string, string>;
  pageLanguage: string;
  codesHint: string;
  codesLast: string;
  perSecond: string;
  none: string;
  ways: string;
  waysHint: string;
  way: Record<WayName, { name: string; use: string }>;
  policy: string;
  copy: string;
  copied: string;
  copyByHand: string;
  reset: string;
  api: string;
  apiLinks: { rates: string; text: string; sources: string; docs: string };
}

export const TEXTS: Record<Language, Texts> = { en, ru, kk, ky, tg, uz, tk };
