// test: texts that a careless parser reads in more than linear time: unclosed openers, marks, quotes, entities,
// digits.
/** A text and its parts, so that a failure can be repeated. */
export interface Hostile {
  name: string;
  text: string;
}

/** The repeated pieces. Each of them opens, closes or continues something that a parser may search for. */
const PIECES = [
  ...['<', '>', '<a', '<a ', '<a>', '</a>', '</', '<a/>', '<a></a>', '/>', '<<>', '< ', '<a b', '<a b="1" '],
  ...[
    '<a b="',
    " b='1'",
    ' b="1"',
    '=',
    '"',
    "'",
    '"\'',
    '<!',
    '<!-',
    '<!--',
    '-->',
    '--',
    '<!-- -->',
    '<!---->',
  ],
  ...[
    '<![CDATA[',
    ']]>',
    ']',
    ']]',
    '<![CDATA[]]>',
    '<?',
    '?>',
    '<?a ',
    '<?a?>',
    '?',
    '<!DOCTYP',
    '<!ENTIT',
    '!',
  ],
  ...['&', '&amp;', '&amp', '&a', '&#', '&#1;', '&#x', ';', '&;', '<b>1</b>', '<b>', '<a\n', 'a:', ':'],
  ...[
    '<!--date-->',
    '<!--value-->',
    '<!--date',
    '<!--date--><!--value-->',
    '<!--date-->1<!--date-->',
    '</table',
  ],
  ...[
    '{',
    '}',
    '[',
    '[[',
    '{"a":',
    '[{',
    '{},',
    '[],',
    '"a":1,',
    '{"a":1},',
    ',',
    '\\',
    '\\"',
    '\\u',
    '\\u0041',
    '"\\',
  ],
  ...[
    '0',
    '9',
    '1.',
    '1e',
    '-',
    '9,',
    '.',
    '1 ',
    '0.',
    'e9',
    'true,',
    'null,',
    ' ',
    '\n',
    '\r\n',
    '\t',
    '\ufeff',
    'ы',
    '\u0000',
  ],
];

/** The text between the first half of a document and the repetition. */
const WAYS_IN = ['', '<a>', '<a b="', '<!--', '<![CDATA[', '"', '{"a":"', '[', '<?'];

/** A small random generator (mulberry32): the same seed makes the same texts on every machine. */
function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let value = Math.imul(state ^ (state >>> 15), 1 | state);
    value = (value + Math.imul(value ^ (value >>> 7), 61 | value)) ^ value;
    return ((value ^ (value >>> 14)) >>> 0) / 2 ** 32;
  };
}

/**
 * `count` texts of `size` characters: the start of `document`, so that they pass the first checks, then an opener, a
 * repetition of one to three pieces, and sometimes the rest of the document. The first texts are each piece alone,
 * and each piece in the middle of the document.
 */
export function* hostileTexts(document: string, count: number, size: number, seed = 1): Generator<Hostile> {
  const random = randomOf(seed);
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
  for (let index = 0; index < count; index += 1) {
    const alone = PIECES[index % PIECES.length] ?? '';
    const round = Math.floor(index / PIECES.length);
    const isMixed = round > 1;
    const piece = isMixed
      ? Array.from({ length: 1 + Math.floor(random() * 3) }, () => pick(PIECES)).join('')
      : alone;
    const cut = round === 0 ? 0 : Math.floor(document.length * (isMixed ? random() : 0.6));
    const wayIn = isMixed ? pick(WAYS_IN) : '';
    const rest = isMixed && random() < 0.5 ? document.slice(cut) : '';
    yield {
      name: `${JSON.stringify(piece)} after ${cut} characters and ${JSON.stringify(wayIn)}${rest && ', with the rest behind'}`,
      text: filled(document.slice(0, cut) + wayIn, piece, rest, size),
    };
  }
}

function filled(head: string, piece: string, rest: string, size: number): string {
  const room = Math.max(0, size - head.length - rest.length);
  return head + piece.repeat(Math.ceil(room / piece.length)).slice(0, room) + rest;
}
