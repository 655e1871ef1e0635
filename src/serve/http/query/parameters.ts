// serve: the query parameters. Each has its check, its error and its description in one place.
import { z } from 'zod';
import { MAX_DECIMALS, MAX_DIGITS, OFF_WORDS } from '../../../attributes.ts';
import { codesIn } from '../../../codes.ts';
import { isIsoDate } from '../../../rates/date.ts';
import { readFigure } from '../../../rates/decimal.ts';
import type { Code } from '../../../rates/fixing.ts';
import type { JsonSchema } from '../../../rates/json-schema.ts';
import { readCodes, unknownText } from './selection.ts';

/** The parameters of a query by name. */
export type QuerySchema = z.ZodObject;
/** A parameter that is read as a `T`. */
export type Parameter<T> = z.ZodType<T>;
/** A checked query as the handler gets it. */
export type QueryOf<S extends QuerySchema> = z.infer<S>;

/** For a path without a query. Unknown parameters are ignored, as on every path. */
export const NO_QUERY = z.object({});
export const querySchema = z.object;

/** The checked query, or the fault of its first bad parameter, which begins with the name of the parameter. */
export type ReadQuery<S extends QuerySchema> = { query: QueryOf<S> } | { fault: string };

/**
 * Makes the reader of a query. It takes all values of each parameter. A list may be given in several parts. A parameter
 * with an empty value has its default, unless it accepts an empty value as a switch does. Of a loose parameter the first
 * value counts.
 */
export function createQueryReader<S extends QuerySchema>(
  schema: S,
): (given: Record<string, string[]>) => ReadQuery<S> {
  const parameters = Object.entries<z.core.$ZodType>(schema.shape).map(([name, of]) => ({
    name,
    isList: z.globalRegistry.get(of)?.type === 'array',
    isLoose: z.globalRegistry.get(of)?.anyOf !== undefined,
    takesEmpty: z.safeParse(of, '').success,
  }));
  return (given) => {
    const texts: Record<string, string> = {};
    for (const { name, isList, isLoose, takesEmpty } of parameters) {
      const values = Object.hasOwn(given, name) ? (given[name] ?? []) : [];
      if (values.length > 1 && !isList && !isLoose) return { fault: `${name}: given twice` };
      const text = isLoose ? (values[0] ?? '') : values.join();
      if (values.length > 0 && (text !== '' || takesEmpty)) texts[name] = text;
    }
    const { data, error } = schema.safeParse(texts);
    if (data !== undefined) return { query: data as QueryOf<S> };
    const [issue] = error?.issues ?? [];
    const name = issue?.path[0];
    return { fault: name === undefined ? String(issue?.message) : `${String(name)}: ${issue?.message}` };
  };
}

/** All values of each parameter, as the reader of a query takes them. */
export function valuesOf(parameters: URLSearchParams): Record<string, string[]> {
  return Object.fromEntries([...parameters.keys()].map((name) => [name, parameters.getAll(name)]));
}

/** The selected currencies; `null` or absent = all. */
export const codesParameter = (known: readonly Code[]) =>
  z
    .string()
    .transform((text, context) => {
      const { codes, unknown } = readCodes(text, known);
      if (unknown.length > 0) context.addIssue(unknownText(unknown, known));
      return codes;
    })
    .exactOptional()
    .meta({
      ...listOf(known),
      description: 'The currencies, for example KGS,UZS, in any case; default: all',
    });

/** The selected currencies in the order of the query; default: all, in the service's order. */
export const orderedCodesParameter = (known: readonly Code[], description: string) =>
  z
    .string()
    .transform((text, context) => {
      const { unknown } = readCodes(text, known);
      if (unknown.length > 0) context.addIssue(unknownText(unknown, known));
      const asked = codesIn(text);
      return asked.length === 0 ? known : asked;
    })
    .default(known)
    .meta({ ...listOf(known), description });

const listOf = (known: readonly Code[]) => ({
  type: 'array' as const,
  items: { type: 'string' as const, enum: [...known] },
});

/** One of `words`, which is a list with blanks between them. The first one is the default. */
export const wordParameter = <W extends string>(words: string, description: string) => {
  const all = words.split(' ') as [W, ...W[]];
  return z
    .enum(all, `must be one of ${all.join(', ')}`)
    .default(all[0] as z.core.util.NoUndefined<W>)
    .describe(description);
};

/** One of these codes, in any case. */
export const oneCodeParameter = (known: readonly Code[], description: string) => {
  const fault = `must be one of ${known.join(', ')}`;
  return z.string(fault).toUpperCase().pipe(z.enum(known, fault)).describe(description);
};

/** A whole number as text, with no more digits than the largest one has. */
export const wholeParameter = (from: number, to: number) => {
  const fault = `must be a whole number from ${from} to ${to}`;
  return z
    .string()
    .regex(new RegExp(`^\\d{1,${String(to).length}}$`), fault)
    .transform(Number)
    .pipe(z.int(fault).min(from, fault).max(to, fault));
};

/** The precision of the arithmetic: further digits would be made up. */
const MAX_RESULT_DIGITS = 34;

/** How prices are rounded. */
export const roundingParameters = {
  decimals: wholeParameter(0, MAX_DECIMALS).exactOptional().describe('Decimal places'),
  digits: wholeParameter(1, MAX_DIGITS)
    .exactOptional()
    .describe('Significant digits; not together with decimals'),
};

const OFF = OFF_WORDS.split(' ');
const SWITCH = ['', '1', 'true', ...OFF];

/** A switch: `?inverse`, `?inverse=1` and `?inverse=true` turn it on. */
export const switchParameter = (description: string) =>
  z
    .enum(SWITCH, 'must be empty, 1, true, 0 or false')
    .transform((text) => !OFF.includes(text))
    .default(false)
    .meta({
      description,
      type: 'string',
      enum: SWITCH,
      // As it is written in an address; the value that was read is a boolean.
      default: '0',
    });

/** The direction of a price. */
export const inverseParameter = switchParameter('The price of one dollar in local units instead');

interface Rounding {
  decimals?: number | undefined;
  digits?: number | undefined;
}

export const isOneRounding = {
  check: ({ decimals, digits }: Rounding) => decimals === undefined || digits === undefined,
  fault: 'decimals or digits, not both',
};

export const resultDigitsParameter = wholeParameter(1, MAX_RESULT_DIGITS)
  .default(MAX_DIGITS)
  .describe(`Significant digits of the result; default: ${MAX_DIGITS}`);

export const amountParameter = z
  .string()
  .refine(
    (text) => readFigure(text) !== null,
    'must be a plain figure such as 100 or 0.25, with at most 15 digits on each side of the point',
  )
  .default('1')
  .describe('A plain figure such as 100 or 0.25; default: 1')
  .meta({ pattern: '^(0|[1-9][0-9]{0,14})(\\.[0-9]{1,15})?$' });

const NO_ADDRESS = 'must be an address of this service';
/** A web address of this service. The path that takes it checks it. */
export const ownAddressParameter = z
  .string(NO_ADDRESS)
  .min(1, NO_ADDRESS)
  .meta({ description: 'An address of this service', format: 'uri' });

/** Text that is not checked but cut to a length. `schema` describes the values that have an effect. */
export const textParameter = (schema: JsonSchema, maxLength: number) =>
  z
    .string()
    .transform((text) => text.slice(0, maxLength))
    .exactOptional()
    .meta(schema);

/** Text that is never an error. The schema describes the values that have an effect, and allows every other. */
export const looseParameter = ({ description, ...schema }: JsonSchema, maxLength: number) =>
  textParameter(
    {
      description: `${description}; another value counts as absent`,
      anyOf: [schema, { type: 'string' }],
    },
    maxLength,
  );

/** A day. `none` is its default. */
export const dayParameter = (none: string, description: string) =>
  z
    .string()
    .refine(isIsoDate, 'must be a day such as 2026-05-23')
    .default(none)
    .meta({ description, type: 'string', format: 'date', default: undefined });
