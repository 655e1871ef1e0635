// test: decodes a PNG.
import { inflateSync } from 'node:zlib';

export interface Decoded {
  width: number;
  height: number;
  /** The bytes of all rows. The first byte of each row is its filter. */
  rows: Buffer;
}

/** Reads the form that resvg writes: eight bits a channel with alpha, not interlaced. Throws for any other form. */
export function decodePng(bytes: Uint8Array): Decoded {
  const file = Buffer.from(bytes);
  if (file.toString('latin1', 1, 4) !== 'PNG') throw new Error('not a PNG');
  const parts: Buffer[] = [];
  let head = Buffer.alloc(13);
  for (let at = 8; at < file.length; ) {
    const length = file.readUInt32BE(at);
    const name = file.toString('latin1', at + 4, at + 8);
    const content = file.subarray(at + 8, at + 8 + length);
    if (name === 'IHDR') head = Buffer.from(content);
    if (name === 'IDAT') parts.push(content);
    at += length + 12;
  }
  const [width, height] = [head.readUInt32BE(0), head.readUInt32BE(4)];
  if (head.toString('hex', 8) !== '0806000000')
    throw new Error(`the PNG has the form ${head.toString('hex', 8)}`);
  const rows = inflateSync(Buffer.concat(parts));
  if (rows.length !== (width * 4 + 1) * height) throw new Error('the PNG has incomplete rows');
  return { width, height, rows };
}
