// serve: the currencies that a client selects, by `?codes=` or by a message on a stream.
import { codesIn } from '../../../codes.ts';
import type { Code } from '../../../rates/fixing.ts';

/** A selection of currencies. */
export interface Selection {
  /** `null` = all, so that a list of all codes and no list share their bodies and frames. */
  codes: ReadonlySet<Code> | null;
  /** Requested codes that are not served. Each path decides how to answer them. */
  unknown: string[];
}

/** Reads `?codes=`. Absent or empty = all. */
export function readCodes(query: string | null | undefined, known: readonly Code[]): Selection {
  const asked = codesIn(query ?? '');
  if (asked.length === 0) return { codes: null, unknown: [] };
  const { codes, unknown } = sortCodes(asked, known);
  return { codes: selectionOf(codes, known), unknown };
}

/** The served codes among those requested, in the service's order, and the unknown ones. `asked` has each code once. */
export function sortCodes(
  asked: readonly string[],
  known: readonly Code[],
): { codes: Code[]; unknown: string[] } {
  return {
    codes: known.filter((code) => asked.includes(code)),
    unknown: asked.filter((code) => !known.includes(code)),
  };
}

export function selectionOf(codes: readonly Code[], known: readonly Code[]): ReadonlySet<Code> | null {
  return codes.length === known.length ? null : new Set(codes);
}

/** The error text for unknown codes, cut so that it stays short in a log. */
export function unknownText(unknown: readonly string[], known: readonly Code[]): string {
  return `${unknown.join(', ').slice(0, 100)} not among ${known.join(', ')}`;
}
