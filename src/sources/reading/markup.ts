// sources: checks the markup of an XML document in one pass, so that the parser gets only text that it reads in
// linear time.
import { unreadable } from '../source.ts';

/** The deepest real document has three levels: root, row, field. A hundred thousand levels overflow the stack. */
const MAX_DEPTH = 8;
/** Tags, comments and declarations. The largest real document has 600; NBT's range of a quarter has 900. */
const MAX_MARKS = 10_000;
/**
 * Characters of one mark or of the text between two. The longest real one is a name of about a hundred characters.
 */
const MAX_LENGTH = 4_000;

/** Spans with an end mark and without elements inside. */
const SPANS = [
  { opens: '<!--', closes: '-->' },
  { opens: '<![CDATA[', closes: ']]>' },
  { opens: '<?', closes: '?>' },
] as const;

/**
 * Throws `source-unreadable` for markup that no bank writes: an unclosed comment, tag or quote, a `<` inside a tag,
 * too many marks or levels, a mark that is too long. The parser searches each missing end up to the end of the text:
 * 96 KiB of `<` took ten seconds. This check stops at the first missing end.
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

/** The index after the `>` that ends the tag at `at`; a `>` in a quoted value does not count. */
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
