// fault: damages of a document in transfer, from a seeded generator so that a run can be repeated.

/** Returns values like Math.random, the same sequence for the same seed (mulberry32). */
export function createRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

type Pick = (below: number) => number;
type Mutation = (body: Buffer, pick: Pick) => Buffer;

/** The longest piece that is lost, doubled or moved: a row of every publisher is shorter. */
const LONGEST_PIECE = 400;
const ZERO = 0x30;

function pieceOf(body: Buffer, pick: Pick): [start: number, end: number] {
  const start = pick(body.length);
  return [start, Math.min(body.length, start + 1 + pick(LONGEST_PIECE))];
}

const MUTATIONS: readonly Mutation[] = [
  function flipBit(body, pick) {
    const at = pick(body.length);
    body[at] = (body[at] ?? 0) ^ (1 << pick(8));
    return body;
  },
  function changeByte(body, pick) {
    body[pick(body.length)] = pick(256);
    return body;
  },
  function changeDigit(body, pick) {
    const digits = [...body.keys()].filter((at) => ((body[at] ?? 0) ^ ZERO) < 10);
    const at = digits[pick(digits.length)];
    if (at !== undefined) body[at] = ZERO + pick(10);
    return body;
  },
  function loseByte(body, pick) {
    const at = pick(body.length);
    return Buffer.concat([body.subarray(0, at), body.subarray(at + 1)]);
  },
  function losePiece(body, pick) {
    const [start, end] = pieceOf(body, pick);
    return Buffer.concat([body.subarray(0, start), body.subarray(end)]);
  },
  function doublePiece(body, pick) {
    const [start, end] = pieceOf(body, pick);
    return Buffer.concat([body.subarray(0, end), body.subarray(start)]);
  },
  function movePiece(body, pick) {
    const [start, end] = pieceOf(body, pick);
    const rest = Buffer.concat([body.subarray(0, start), body.subarray(end)]);
    const to = pick(rest.length + 1);
    return Buffer.concat([rest.subarray(0, to), body.subarray(start, end), rest.subarray(to)]);
  },
  function swapNeighbours(body, pick) {
    const at = pick(body.length - 1);
    return Buffer.concat([
      body.subarray(0, at),
      Buffer.from([body[at + 1] ?? 0, body[at] ?? 0]),
      body.subarray(at + 2),
    ]);
  },
  function insertBytes(body, pick) {
    const at = pick(body.length + 1);
    const bytes = Buffer.from(Array.from({ length: 1 + pick(4) }, () => pick(256)));
    return Buffer.concat([body.subarray(0, at), bytes, body.subarray(at)]);
  },
  (body, pick) => body.subarray(0, pick(body.length)),
];

/** A damaged copy, never equal to the document: one mutation in two cases of three, else up to four. */
export function mutate(body: Buffer, random: () => number): Buffer {
  const pick: Pick = (below) => Math.floor(random() * below);
  for (;;) {
    const times = pick(3) < 2 ? 1 : 2 + pick(3);
    let damaged = Buffer.from(body);
    for (let time = 0; time < times && damaged.length > 1; time += 1)
      damaged = Buffer.from(MUTATIONS[pick(MUTATIONS.length)]?.(damaged, pick) ?? damaged);
    if (!damaged.equals(body)) return damaged;
  }
}
