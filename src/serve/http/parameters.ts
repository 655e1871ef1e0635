// serve: the parameters of requests, each with its check, its error and its description in one place.
import { z } from 'zod';
import { isIsoDate } from '../../rates/date.ts';
import { readFigure } from '../../rates/decimal.ts';
import type { Code } from '../../rates/fixing.ts';
import { readCodes, unknownText } from './selection.ts';

/** A query by name of its parameters. */
export type QuerySchema = z.ZodObject;
/** What a handler is given of it. */
export type QueryOf<S extends QuerySchema> = z.infer<S>;

/** A path without a query: what comes all the same is ignored, as everywhere. */
export const NO_QUERY = z.object({});
export const query = z.object;

/** The query, or what is wrong with it, its parameter's name first. */
export function readQuery<S extends QuerySchema>(
  schema: S,
  given: Record<string, string>,
): { query: QueryOf<S> } | { fault: string } {
  const { data, error } = schema.safeParse(given);
  if (data !== undefined) return { query: data as QueryOf<S> };
  const [issue] = error?.issues ?? [];
  const name = issue?.path[0];
  return { fault: name === undefined ? String(issue?.message) : `${String(name)}: ${issue?.message}` };
}

/** Which currencies; `null` or none = all. */
export const codes = (known: readonly Code[]) =>
  z
    .string()
    .transform((text, context) => {
      const { codes, unknown } = readCodes(text, known);
      if (unknown.length > 0) context.addIssue(unknownText(unknown, known));
      return codes;
    })
    .exactOptional()
    .meta({ ...listOf(known), description: 'Which currencies: KGS,UZS, in any case. None = all' });

/** Which currencies, in the order in which they are shown; none = all in the service's order. */
export const orderedCodes = (known: readonly Code[]) =>
  z
    .string()
    .transform((text, context) => {
      const asked = new Set(
        text
          .toUpperCase()
          .split(',')
          .map((code) => code.trim()),
      );
      const { unknown } = readCodes(text, known);
      if (unknown.length > 0) context.addIssue(unknownText(unknown, known));
      return text === '' ? known : [...asked];
    })
    .default(known)
    .meta({ ...listOf(known), description: 'Which currencies, in this order: UZS,KGS. None = all' });

const listOf = (known: readonly Code[]) => ({
  type: 'array' as const,
  items: { type: 'string' as const, enum: [...known] },
});

/** One of some words with blanks between them, of which the first holds without it. */
export const word = <W extends string>(words: string, description: string) => {
  const all = words.split(' ') as [W, ...W[]];
  return z
    .enum(all, `one of ${all.join(', ')} is due`)
    .default(all[0] as z.core.util.NoUndefined<W>)
    .describe(description);
};

/** One of these codes, in any case. */
export const oneOf = (known: readonly Code[], description: string) => {
  const due = `one of ${known.join(', ')} is due`;
  return z.string(due).toUpperCase().pipe(z.enum(known, due)).describe(description);
};

/** A whole number, as text of no more digits than the largest has. */
export const whole = (from: number, to: number) => {
  const due = `a whole number from ${from} to ${to} is due`;
  return z
    .string()
    .regex(new RegExp(`^\\d{1,${String(to).length}}$`), due)
    .transform(Number)
    .pipe(z.int(due).min(from, due).max(to, due));
};

// Rates have 12 significant digits; UZS/USD shows them within 16 places, and nobody asked for more than 20.
const MAX_DECIMALS = 20;
const MAX_DIGITS = 12;
/** As many as the arithmetic carries: more would be invented. */
const MAX_RESULT_DIGITS = 34;

/** How prices are cut. */
export const cut = {
  decimals: whole(0, MAX_DECIMALS).exactOptional().describe(`Places after the point, 0 to ${MAX_DECIMALS}`),
  digits: whole(1, MAX_DIGITS)
    .exactOptional()
    .describe(`Significant digits, 1 to ${MAX_DIGITS}; not together with decimals`),
};

/** A switch: `?inverse`, `?inverse=1` and `?inverse=true` put it on. */
export const inverse = z
  .enum(['', '1', 'true', '0', 'false'], 'nothing, 1, true, 0 or false is due')
  .transform((text) => text !== '0' && text !== 'false')
  .default(false)
  .meta({
    description: 'One dollar in local units instead',
    type: 'string',
    enum: ['', '1', 'true', '0', 'false'],
  });

export const isOneCut = {
  check: ({ decimals, digits }: { decimals?: number; digits?: number }) =>
    decimals === undefined || digits === undefined,
  due: 'decimals or digits, not both',
};

export const resultDigits = whole(1, MAX_RESULT_DIGITS)
  .default(MAX_DIGITS)
  .describe(`Significant digits of the result, 1 to ${MAX_RESULT_DIGITS}; none = ${MAX_DIGITS}`);

export const amount = z
  .string()
  .refine(
    (text) => readFigure(text) !== null,
    'a plain figure such as 100 or 0.25 is due, at most 15 digits on each side',
  )
  .default('1')
  .describe('A plain figure; none = 1')
  .meta({ pattern: '^(0|[1-9][0-9]{0,14})(\\.[0-9]{1,15})?$' });

/** A web address, taken as it comes. */
export const address = z.string().exactOptional().meta({ format: 'uri' });

/** A day; empty counts as none. */
export const day = (none: string, description: string) =>
  z
    .string()
    .transform((text) => text || none)
    .refine(isIsoDate, 'a day such as 2026-05-23 is due')
    .default(none)
    .meta({ description, type: 'string', format: 'date' });
