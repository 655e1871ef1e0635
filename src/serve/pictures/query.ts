// serve: the query of a picture: the element's attributes by their names, and a size in pixels.
import { DEFAULT_DIGITS, LANGUAGES, type Language, LOOKS, type Look, THEMES } from '../../attributes.ts';
import type { Code } from '../../rates/fixing.ts';
import {
  cut,
  inverse,
  isOneCut,
  orderedCodes,
  type QueryOf,
  query,
  whole,
  word,
} from '../http/parameters.ts';
import {
  type Choice,
  MAX_HEIGHT,
  MAX_SCALE,
  MAX_WIDTH,
  MIN_HEIGHT,
  MIN_WIDTH,
  POWERS,
  type Theme,
  WIDTH,
} from './choice.ts';

/** A picture for a messenger has one scheme: nobody tells which one its reader has. */
const PAINTED_THEMES = 'light dark';

const common = (codes: readonly Code[]) => ({
  codes: orderedCodes(codes),
  look: word<Look>(LOOKS, 'How the rates are laid out'),
  lang: word<Language>(LANGUAGES, 'Language of the words and of the notation'),
  width: whole(MIN_WIDTH, MAX_WIDTH).default(WIDTH).describe(`Pixels; none = ${WIDTH}`),
  height: whole(MIN_HEIGHT, MAX_HEIGHT)
    .exactOptional()
    .describe('At least so many pixels, with the rates in the middle; none = as high as they are'),
  ...cut,
  per: word(POWERS, 'Price of so many units'),
  invert: inverse,
});

export const svgQuery = (codes: readonly Code[]) =>
  query({
    ...common(codes),
    theme: word<Theme>(THEMES, 'auto follows the reader; transparent has no ground'),
  }).refine(isOneCut.check, isOneCut.due);

export const pngQuery = (codes: readonly Code[]) =>
  query({
    ...common(codes),
    theme: word<'light' | 'dark'>(PAINTED_THEMES, 'A picture of its own for each'),
    scale: whole(1, MAX_SCALE)
      .default(MAX_SCALE)
      .describe(`Pixels for each of width and height, for sharp screens; none = ${MAX_SCALE}`),
  }).refine(isOneCut.check, isOneCut.due);

type Asked = Omit<QueryOf<ReturnType<typeof svgQuery>>, 'theme'>;

/** What a query comes to. */
export function choiceOf({ per, decimals, digits = DEFAULT_DIGITS, height = 0, ...rest }: Asked): Choice {
  return { ...rest, digits, decimals, height, tens: per.length - 1 };
}
