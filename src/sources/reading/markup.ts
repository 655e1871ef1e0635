// sources: one pass over the markup of an XML document, so that the parser sees only what it reads in linear time.
import { unreadable } from '../source.ts';

/** Deepest real document: root, row, field. A hundred thousand levels are an attack on the stack. */
const MAX_DEPTH = 8;
/** Tags, comments and declarations. The largest real document has 600 of them; NBT's range of a quarter has 900. */
const MAX_MARKS = 10_000;
/** Characters of one mark or of the text between two: the longest real one is a name of about a hundred. */
const MAX_LENGTH = 4_000;

/** What has an end mark of its own and no elements inside. */
const SPANS = [
  { opens: '<!--', closes: '-->' },
  { opens: '<![CDATA[', closes: ']]>' },
  { opens: '<?', closes: '?>' },
] as const;

/**
 * Throws `source-unreadable` for markup that no bank writes: an open comment, tag or quote, a `<` inside a tag, too many
 * marks or levels, one that is too long. The parser looks for each missing end up to the end of the text: 96 KiB of `<`
 * took ten seconds. Here the first missing end is the last thing that is looked for.
 */
export function checkMarkup(text: string): void {
  let depth = 0;
  let marks = 0;
  let end = 0;
  for (let at = text.indexOf('<'); at !== -1; at = text.indexOf('<', end)) {
    if (at - end > MAX_LENGTH) throw unreadable(`a text of more than ${MAX_LENGTH} characters`);
    const span = SPANS.find(({ opens }) => text.startsWith(opens, at));
    end = span === undefined ? endOfTag(text, at) : endOfSpan(text, at, span);
    if (span === undefined && text[at + 1] === '/') depth -= 1;
    else if (span === undefined && text[end - 2] !== '/') depth += 1;
    marks += 1;
    if (depth > MAX_DEPTH) throw unreadable(`nested deeper than ${MAX_DEPTH}`);
    if (marks > MAX_MARKS) throw unreadable(`more than ${MAX_MARKS} tags and comments`);
  }
  if (text.length - end > MAX_LENGTH) throw unreadable(`a text of more than ${MAX_LENGTH} characters`);
}

function endOfSpan(text: string, at: number, { opens, closes }: (typeof SPANS)[number]): number {
  const end = text.indexOf(closes, at + opens.length);
  if (end === -1 || end - at > MAX_LENGTH) throw unreadable(`broken XML: ${opens} without its ${closes}`);
  return end + closes.length;
}

/** The place behind the `>` that ends the tag at `at`; a `>` in a quoted value ends nothing. */
function endOfTag(text: string, at: number): number {
  const limit = Math.min(text.length, at + MAX_LENGTH);
  let quote = '';
  for (let index = at + 1; index < limit; index += 1) {
    const character = text.charAt(index);
    if (character === '<') break;
    if (quote !== '') {
      if (character === quote) quote = '';
    } else if (character === '"' || character === "'") quote = character;
    else if (character === '>') return index + 1;
  }
  throw unreadable('broken XML: a tag without its end');
}
