// serve: which currencies a request asks for, read in one way by every path that takes `?codes=`.
import { badRequest } from './problem.ts';

/** The chosen codes in the order asked for, `null` for all, or the 400 that names the unknown ones. */
export function readCodes(text: string | undefined, known: readonly string[]): Set<string> | null | Response {
  if (text === undefined || text === '') return null;
  const asked = text.split(',').map((code) => code.trim().toUpperCase());
  const unknown = asked.filter((code) => !known.includes(code));
  if (unknown.length === 0) return new Set(asked);
  return badRequest(`codes: ${unknown.join(', ').slice(0, 100)} not among ${known.join(', ')}`);
}
