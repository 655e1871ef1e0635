// sources: JSON whose numbers stay the text that was sent. The only importer of the parser.
import { parse } from 'lossless-json';
import { unreadable } from '../source.ts';

/** An object of a document; numbers are text, as printed: `87.4568503`. */
export type Fields = Record<string, unknown>;

/** Reads a document that is one object. Throws `source-unreadable`. `JSON.parse` would make floats of its figures. */
export function readJsonObject(text: string): Fields {
  const document = readJson(text);
  if (!isFields(document)) throw unreadable('an object was due');
  return document;
}

/** Reads any document. Throws `source-unreadable`. */
export function readJson(text: string): unknown {
  try {
    return parse(text, null, { parseNumber: (figure) => figure });
  } catch (error) {
    throw unreadable('not JSON', error);
  }
}

/** Whether a value is an object, and no list. */
export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
