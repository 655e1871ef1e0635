// serve: one message as the bytes of each kind of stream.
import type { Position, ServerMessage } from '../../rates/wire.ts';

/** First byte of an unfragmented frame: FIN and the opcode. */
const TEXT = 0x81;
const CLOSE = 0x88;
/** A ping without payload. */
export const PING = Buffer.from([0x89, 0]);

/** A WebSocket frame from the server: unmasked and unfragmented. */
export function webSocketFrame(message: ServerMessage): Buffer {
  return framed(TEXT, Buffer.from(JSON.stringify(message)));
}

export function closeFrame(code: number, reason: string): Buffer {
  const payload = Buffer.alloc(2 + Buffer.byteLength(reason));
  payload.writeUInt16BE(code);
  payload.write(reason, 2);
  return framed(CLOSE, payload);
}

/**
 * An event without a name: only such events reach `onmessage`. JSON has no raw line break, so one `data` line is
 * enough. A goodbye also carries its delay as `retry`, the only form that an EventSource understands.
 */
export function sseFrame(message: ServerMessage): Buffer {
  const id = 'epoch' in message ? `id: ${positionText(message)}\n` : '';
  const retry = message.type === 'goodbye' ? `retry: ${message.retryAfterMs}\n` : '';
  return Buffer.from(`${id}${retry}data: ${JSON.stringify(message)}\n\n`);
}

export function positionText({ epoch, seq }: Position): string {
  return `${epoch}:${seq}`;
}

/** The position that a client sends to resume from, or `null` if it is malformed: then the client gets a snapshot. */
export function readPosition(epoch: string | null, seq: string | null): Position | null {
  if (epoch === null || seq === null || !/^[a-z0-9]{8,16}$/.test(epoch) || !/^\d{1,15}$/.test(seq))
    return null;
  return { epoch, seq: Number(seq) };
}

/** RFC 6455, 5.2: the length has seven bits, or is a marker followed by two or eight bytes. */
function framed(first: number, payload: Buffer): Buffer {
  const { length } = payload;
  const head = Buffer.alloc(length < 126 ? 2 : length < 65_536 ? 4 : 10);
  head[0] = first;
  head[1] = length < 126 ? length : length < 65_536 ? 126 : 127;
  if (head.length === 4) head.writeUInt16BE(length, 2);
  if (head.length === 10) head.writeBigUInt64BE(BigInt(length), 2);
  return Buffer.concat([head, payload]);
}
