// serve: the query of a picture: the attributes of the element, and a size in pixels.
import { DEFAULT_DIGITS } from '../../attributes.ts';
import type { Code } from '../../rates/fixing.ts';
import { stillParameters } from '../http/query/attribute-parameters.ts';
import {
  isOneRounding,
  type QueryOf,
  querySchema,
  wholeParameter,
  wordParameter,
} from '../http/query/parameters.ts';
import {
  type Choice,
  DEFAULT_WIDTH,
  MAX_HEIGHT,
  MAX_SCALE,
  MAX_WIDTH,
  MIN_HEIGHT,
  MIN_WIDTH,
} from './choice.ts';

/** A PNG has one colour scheme, because it cannot follow the reader's. */
const PAINTED_THEMES = 'light dark';

const common = (codes: readonly Code[]) => ({
  ...stillParameters(codes),
  width: wholeParameter(MIN_WIDTH, MAX_WIDTH)
    .default(DEFAULT_WIDTH)
    .describe(`Width in pixels; default: ${DEFAULT_WIDTH}`),
  height: wholeParameter(MIN_HEIGHT, MAX_HEIGHT)
    .exactOptional()
    .describe(
      'The smallest height in pixels, with the rates in the middle; default: the height of the content',
    ),
});

export const svgQuery = (codes: readonly Code[]) =>
  querySchema(common(codes)).refine(isOneRounding.check, isOneRounding.fault);

export const pngQuery = (codes: readonly Code[]) =>
  querySchema({
    ...common(codes),
    theme: wordParameter<'light' | 'dark'>(PAINTED_THEMES, 'The colour scheme'),
    scale: wholeParameter(1, MAX_SCALE)
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
