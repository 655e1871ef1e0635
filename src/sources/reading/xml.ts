// sources: one strict XML reader for all banks. The only importer of the parser.
import { createRequire } from 'node:module';
import { unreadable } from '../source.ts';
import { checkMarkup } from './markup.ts';

/** An element of a document. Text is never converted to a number. */
export interface XmlElement {
  name: string;
  attributes: ReadonlyMap<string, string>;
  children: readonly XmlElement[];
  /** Its own text, trimmed. */
  text: string;
}

const ENTITIES: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

const SETTINGS = {
  preserveOrder: true,
  ignoreAttributes: false,
  attributeNamePrefix: '',
  // Otherwise the parser converts 0012 to 12.
  parseTagValue: false,
  parseAttributeValue: false,
  processEntities: false,
};

const require = createRequire(import.meta.url);
/**
 * The parser, loaded with the first document, as one CommonJS file. `import` would load 40 ES modules at every start:
 * 7 % of its processor time.
 */
const library = (): typeof import('fast-xml-parser') => require('fast-xml-parser');

/**
 * Reads a whole document whose root is `root`. Throws `source-unreadable` for anything else: another root (an HTML
 * page with 200), a cut-off document (which the parser alone accepts), a DOCTYPE. Only the five predefined entities
 * are expanded.
 */
export function readXml(text: string, root: string): XmlElement {
  const trimmed = text.replace(/^\ufeff/, '').trim();
  // Checked before the document is parsed: a DOCTYPE can declare entities, and no bank uses any.
  if (/<!(?:DOCTYPE|ENTITY)/i.test(trimmed)) throw unreadable(`expected <${root}>, found a DOCTYPE`);
  if (!trimmed.startsWith('<')) throw unreadable(`expected <${root}>, found no XML`);
  if (!opens(trimmed, root)) throw unreadable(`expected <${root}>, found another document`);
  checkMarkup(trimmed);
  const nodes = parse(trimmed)
    .map(elementOf)
    .filter((it) => it !== null);
  const [element] = nodes;
  if (element?.name !== root || nodes.length !== 1)
    throw unreadable(`expected <${root}>, found another document`);
  return element;
}

/** The text of the first child of that name; `undefined` when there is none. */
export function childText(element: XmlElement, name: string): string | undefined {
  return element.children.find((child) => child.name === name)?.text;
}

/** All children of that name. */
export function childrenOf(element: XmlElement, name: string): XmlElement[] {
  return element.children.filter((child) => child.name === name);
}

/** An element in the form of the parser: its name is a key beside its attributes. */
type Node = Record<string, unknown>;

function elementOf(node: Node): XmlElement | null {
  const name = Object.keys(node).find((key) => key !== ':@');
  if (name === undefined || name.startsWith('?') || name.startsWith('#')) return null;
  const inside = node[name] as Node[];
  const attributes = Object.entries((node[':@'] ?? {}) as Record<string, unknown>);
  return {
    name,
    attributes: new Map(attributes.map(([key, value]) => [key, plainText(String(value))])),
    children: inside.map(elementOf).filter((child) => child !== null),
    text: plainText(inside.map((child) => String(child['#text'] ?? '')).join('')).trim(),
  };
}

/**
 * The parser accepts a cut-off document, and the validator accepts an unclosed comment: both must accept the text.
 */
function parse(text: string): Node[] {
  const { XMLParser, XMLValidator } = library();
  const valid = XMLValidator.validate(text);
  if (valid !== true) throw unreadable(`broken XML in line ${valid.err.line}: ${valid.err.code}`);
  try {
    return new XMLParser(SETTINGS).parse(text) as Node[];
  } catch (error) {
    throw unreadable('broken XML', error);
  }
}

/** All other entities stay as written: in a name they do no harm, and as a figure they are refused. */
function plainText(text: string): string {
  return text.replace(/&(\w{2,4});/g, (whole, name: string) => ENTITIES[name] ?? whole);
}

/** Whether the first element is the expected root: a cheap test that recognises an HTML page. */
function opens(text: string, root: string): boolean {
  const first = /<([A-Za-z_][\w.-]*)/.exec(text.replace(/^<\?[^>]*\?>/, ''));
  return first?.[1] === root;
}
