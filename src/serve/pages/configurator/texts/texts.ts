// serve: the texts of the page at / in one language. The compiler checks that no text is missing.
import type { AttributeName, Direction, Look, Theme } from '../../../../attributes.ts';
import type { WayName } from '../ways.ts';

export interface Texts {
  title: string;
  /** For search engines and link previews. */
  description: string;
  intro: string;
  docs: string;
  language: string;
  preview: string;
  ground: string;
  grounds: { light: string; dark: string; photo: string };
  phone: string;
  choose: string;
  /** By attribute, without `src`, which is not chosen here. */
  labels: Record<Exclude<AttributeName, 'src'>, string>;
  /** The names of attribute values. Languages are shown by their own names. */
  words: Record<Look | Theme | Direction, string>;
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
