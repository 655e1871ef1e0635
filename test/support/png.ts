// test: a PNG as it is decoded.
import { inflateSync } from 'node:zlib';

export interface Decoded {
  width: number;
  height: number;
  /** As many bytes as its rows and columns come to, with a byte before each row that tells its filter. */
  rows: Buffer;
}

/** Reads what resvg writes: eight bits a channel with alpha, not interlaced. Throws for anything else. */
export function decodePng(bytes: Uint8Array): Decoded {
  const file = Buffer.from(bytes);
  if (file.toString('latin1', 1, 4) !== 'PNG') throw new Error('no PNG');
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
  if (head.toString('hex', 8) !== '0806000000') throw new Error(`a PNG of kind ${head.toString('hex', 8)}`);
  const rows = inflateSync(Buffer.concat(parts));
  if (rows.length !== (width * 4 + 1) * height) throw new Error('a PNG whose rows are not whole');
  return { width, height, rows };
}
