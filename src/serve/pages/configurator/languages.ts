// serve: the languages of the page at /. Each has one file of texts.
import type { Language } from '../../../attributes.ts';
import { en } from './texts/en.ts';
import { kk } from './texts/kk.ts';
import { ky } from './texts/ky.ts';
import { ru } from './texts/ru.ts';
import type { Texts } from './texts/texts.ts';
import { tg } from './texts/tg.ts';
import { tk } from './texts/tk.ts';
import { uz } from './texts/uz.ts';

export const TEXTS: Record<Language, Texts> = { en, ru, kk, ky, tg, uz, tk };
