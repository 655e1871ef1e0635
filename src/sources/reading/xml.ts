// sources: one strict XML reader for every bank. The only importer of the parser.
import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { unreadable } from '../source.ts';
import { checkMarkup } from './markup.ts';

/** An element as the document has it: text is never turned into a number. */
export interface XmlElement {
  name: string;
  attributes: ReadonlyMap<string, string>;
  children: readonly XmlElement[];
  /** Its own text, trimmed. */
  text: string;
}

const ENTITIES: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

const parser = new XMLParser({
  preserveOrder: true,
  ignoreAttributes: false,
  attributeNamePrefix: '',
  // The parser would make 12 of 0012.
  parseTagValue: false,
  parseAttributeValue: false,
  processEntities: false,
});

/**
 * Reads a whole document whose root is `root`. Throws `source-unreadable` for anything else: another root (an HTML
 * page with 200), a cut-off document (which the parser alone accepts), a DOCTYPE. No entity but the five predefined ones is ever expanded.
 */
export function readXml(text: string, root: string): XmlElement {
  const trimmed = text.replace(/^\ufeff/, '').trim();
  // Before anything is parsed: entities are declared here, and no bank declares any.
  if (/<!(?:DOCTYPE|ENTITY)/i.test(trimmed)) throw unreadable(`a DOCTYPE where <${root}> was due`);
  if (!trimmed.startsWith('<')) throw unreadable(`not XML: <${root}> was due`);
  if (!opens(trimmed, root)) throw unreadable(`another document where <${root}> was due`);
  checkMarkup(trimmed);
  const nodes = parse(trimmed)
    .map(elementOf)
    .filter((it) => it !== null);
  const [element] = nodes;
  if (element?.name !== root || nodes.length !== 1)
    throw unreadable(`another document where <${root}> was due`);
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

/** An element in the parser's own form: its name as a key beside its attributes. */
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

/** The parser takes a cut-off document for a whole one, the validator an open comment: both must agree. */
function parse(text: string): Node[] {
  const valid = XMLValidator.validate(text);
  if (valid !== true) throw unreadable(`broken XML in line ${valid.err.line}: ${valid.err.code}`);
  try {
    return parser.parse(text) as Node[];
  } catch (error) {
    throw unreadable('broken XML', error);
  }
}

/** Anything but the five stays as it is written: in a name it does no harm, and as a figure it is refused. */
function plainText(text: string): string {
  return text.replace(/&(\w{2,4});/g, (whole, name: string) => ENTITIES[name] ?? whole);
}

/** Whether the first element is the root that is due, so that a page for people is told apart cheaply. */
function opens(text: string, root: string): boolean {
  const first = /<([A-Za-z_][\w.-]*)/.exec(text.replace(/^<\?[^>]*\?>/, ''));
  return first?.[1] === root;
}
