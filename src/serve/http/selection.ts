// serve: which currencies a client chose: the one reading of `?codes=`, and of the codes of a client's message.
import type { Code } from '../../rates/fixing.ts';

/** A choice of currencies. */
export interface Selection {
  /** `null` = all, so that both ways to ask for everything share their bodies and frames. */
  codes: ReadonlySet<Code> | null;
  /** What was asked for and nobody knows. What becomes of it is the path's own matter. */
  unknown: string[];
}

/** Reads `?codes=`: in any case, blanks around a code allowed; absent or empty = all. */
export function readCodes(query: string | null | undefined, known: readonly Code[]): Selection {
  if (query === undefined || query === null || query === '') return { codes: null, unknown: [] };
  const { codes, unknown } = sortCodes(query.split(','), known);
  return { codes: selectionOf(codes, known), unknown };
}

/** The known codes in their own order, and what else was asked for. */
export function sortCodes(
  asked: readonly string[],
  known: readonly Code[],
): { codes: Code[]; unknown: string[] } {
  const upper = new Set(asked.map((code) => code.trim().toUpperCase()));
  return {
    codes: known.filter((code) => upper.has(code)),
    unknown: [...upper].filter((code) => !known.includes(code)),
  };
}

export function selectionOf(codes: readonly Code[], known: readonly Code[]): ReadonlySet<Code> | null {
  return codes.length === known.length ? null : new Set(codes);
}

/** What an error says of unknown codes, short enough for a log. */
export function unknownText(unknown: readonly string[], known: readonly Code[]): string {
  return `${unknown.join(', ').slice(0, 100)} not among ${known.join(', ')}`;
}
