// serve: the attributes of the element as query parameters, made from the list of attributes by their kind.
import {
  type Attribute,
  type AttributeName,
  CARRIED,
  type Language,
  type Look,
  type Theme,
} from '../../../attributes.ts';
import type { Code } from '../../../rates/fixing.ts';
import { jsonSchemaOf } from '../../../rates/json-schema.ts';
import {
  looseParameter,
  orderedCodesParameter,
  type Parameter,
  switchParameter,
  wholeParameter,
  wordParameter,
} from './parameters.ts';

/** Longer than any list of codes. The page repeats the values of its query, so their length is limited. */
const MAX_VALUE = 64;

type CarriedName = Exclude<AttributeName, 'src'>;
type MovingName = 'speed' | 'direction';

/** The attributes of a picture as they are read. The list below has their checks. */
interface Still {
  codes: readonly Code[];
  look: Look;
  theme: Theme;
  lang: Language;
  digits: number | undefined;
  decimals: number | undefined;
  per: string;
  invert: boolean;
}

/** The descriptions in the API. The compiler checks that none is missing. */
const DESCRIPTIONS: Record<CarriedName, string> = {
  codes: 'The currencies in this order, for example UZS,KGS, in any case; default: all',
  look: 'The layout',
  theme: 'The colour scheme: auto follows the reader; transparent has no background',
  lang: 'The language of texts and numbers',
  speed: 'The speed of the motion in pixels a second',
  direction: 'The direction of the motion',
  digits: 'Significant digits; not together with decimals',
  decimals: 'Decimal places, instead of significant digits',
  per: 'The number of units whose price is shown',
  invert: 'The price of one dollar in local units instead',
};

/** The strict parameter of an attribute: another value is an error. */
function parameterOf({ name, kind, words = [], least = 0, most = 0 }: Attribute, codes: readonly Code[]) {
  const description = DESCRIPTIONS[name as CarriedName];
  if (kind === 'codes') return orderedCodesParameter(codes, description);
  if (kind === 'switch') return switchParameter(description);
  if (kind === 'number') return wholeParameter(least, most).exactOptional().describe(description);
  return wordParameter(words.join(' '), description);
}

/**
 * All attributes as the page for an iframe accepts them: described like the others, but any text is passed on. A wrong
 * value must not break the page of another site; the element has a default for it.
 */
export function looseParameters(codes: readonly Code[]) {
  const parameters = CARRIED.map((it) => [
    it.name,
    looseParameter(jsonSchemaOf(parameterOf(it, codes)), MAX_VALUE),
  ]);
  return Object.fromEntries(parameters) as Record<CarriedName, ReturnType<typeof looseParameter>>;
}

/** The parameters of a picture, which does not move: all attributes that have an effect on every look. */
export function stillParameters(codes: readonly Code[]) {
  const still = CARRIED.filter(({ looks }) => looks === undefined);
  const shape = Object.fromEntries(still.map((it) => [it.name, parameterOf(it, codes)]));
  return shape as unknown as { [Name in Exclude<CarriedName, MovingName>]: Parameter<Still[Name]> };
}
