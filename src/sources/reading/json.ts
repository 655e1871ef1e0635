// sources: reads JSON and keeps numbers as the text that was sent. The only importer of the parser.
import { parse } from 'lossless-json';
import { unreadable } from '../source.ts';

/** An object of a document; numbers are text as printed: `87.4568503`. */
export type Fields = Record<string, unknown>;

/**
 * Reads a document that is one object. Throws `source-unreadable`. `JSON.parse` would convert its figures to floats.
 */
export function readJsonObject(text: string): Fields {
  const document = readJson(text);
  if (!isFields(document)) throw unreadable('expected an object');
  return document;
}

/** Reads any document. Throws `source-unreadable`. */
export function readJson(text: string): unknown {
  checkRuns(text);
  try {
    return parse(text, null, { parseNumber: (figure) => figure });
  } catch (error) {
    throw unreadable('not JSON', error);
  }
}

/** Characters from one quote to the next. The longest real run is a name of about a hundred characters. */
const MAX_RUN = 4_000;

/** The parser reads one character at a time: a string of half a megabyte blocked the process for 0.1 s. */
function checkRuns(text: string): void {
  for (let at = 0; at < text.length; ) {
    const quote = text.indexOf('"', at);
    const end = quote === -1 ? text.length : quote;
    if (end - at > MAX_RUN) throw unreadable(`not JSON: a text of more than ${MAX_RUN} characters`);
    at = end + 1;
  }
}

/** Whether a value is an object and not a list. */
export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
