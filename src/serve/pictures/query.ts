// serve: the query of a picture: the attributes of the element, and a size in pixels.
import { DEFAULT_DIGITS, LANGUAGES, type Language, LOOKS, type Look, THEMES } from '../../attributes.ts';
import type { Code } from '../../rates/fixing.ts';
import {
  inverse,
  isOneRounding,
  orderedCodes,
  type QueryOf,
  query,
  rounding,
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

/** A PNG has one colour scheme, because it cannot follow the reader's. */
const PAINTED_THEMES = 'light dark';

const common = (codes: readonly Code[]) => ({
  codes: orderedCodes(codes),
  look: word<Look>(LOOKS, 'The layout'),
  lang: word<Language>(LANGUAGES, 'The language of texts and numbers'),
  width: whole(MIN_WIDTH, MAX_WIDTH).default(WIDTH).describe(`Width in pixels; default: ${WIDTH}`),
  height: whole(MIN_HEIGHT, MAX_HEIGHT)
    .exactOptional()
    .describe(
      'The smallest height in pixels, with the rates in the middle; default: the height of the content',
    ),
  ...rounding,
  per: word(POWERS, 'The number of units whose price is shown'),
  invert: inverse,
});

export const svgQuery = (codes: readonly Code[]) =>
  query({
    ...common(codes),
    theme: word<Theme>(THEMES, 'auto follows the reader; transparent has no background'),
  }).refine(isOneRounding.check, isOneRounding.fault);

export const pngQuery = (codes: readonly Code[]) =>
  query({
    ...common(codes),
    theme: word<'light' | 'dark'>(PAINTED_THEMES, 'The colour scheme'),
    scale: whole(1, MAX_SCALE)
      .default(MAX_SCALE)
      .describe(
        `Pixels of the PNG for each pixel of width and height, for sharp screens; default: ${MAX_SCALE}`,
      ),
  }).refine(isOneRounding.check, isOneRounding.fault);

type Asked = Omit<QueryOf<ReturnType<typeof svgQuery>>, 'theme'>;

/** The choice that a query makes. */
export function choiceOf({ per, decimals, digits = DEFAULT_DIGITS, height = 0, ...rest }: Asked): Choice {
  return { ...rest, digits, decimals, height, tens: per.length - 1 };
}
