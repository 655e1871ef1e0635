// attack: a raw WebSocket peer: a handshake, then the bytes of the attack.
import { connect, type Socket } from 'node:net';

export interface RawPeer {
  socket: Socket;
  /** Status of the answer to the handshake; 0 = no answer. */
  status: number;
  /** How the connection ended: the code of the close frame (0 = none), and how long after `send`. */
  ended: Promise<{ code: number; afterMs: number }>;
  /** Sends bytes. The time of `ended` starts with the first call. */
  send(bytes: Buffer): void;
}

const HANDSHAKE =
  'GET /ws HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n' +
  'Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n';

/** Connects and does the handshake. Also resolves when it is refused. */
export function openRaw(port: number, headers = '', localAddress = '127.0.0.1'): Promise<RawPeer> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1', localAddress });
    let kept = Buffer.alloc(0);
    let started = 0;
    let code = 0;
    let end: (how: { code: number; afterMs: number }) => void = () => {};
    const peer: RawPeer = {
      socket,
      status: 0,
      ended: new Promise((settle) => {
        end = settle;
      }),
      send(bytes) {
        if (started === 0) started = performance.now();
        socket.write(bytes);
      },
    };
    socket.on('error', () => {});
    socket.on('connect', () => socket.write(`${HANDSHAKE}${headers}\r\n`));
    socket.on('data', (chunk) => {
      kept = Buffer.concat([kept, chunk]);
      if (peer.status === 0) {
        const head = kept.indexOf('\r\n\r\n');
        if (head < 0) return;
        peer.status = Number(kept.subarray(9, 12));
        kept = kept.subarray(head + 4);
        resolve(peer);
      }
      if (peer.status === 101) ({ code, rest: kept } = readFrames(kept, code));
    });
    socket.on('close', () => {
      end({ code, afterMs: performance.now() - started });
      resolve(peer);
    });
  });
}

/** Skips whole frames and keeps the code of a close frame. */
function readFrames(bytes: Buffer, known: number): { code: number; rest: Buffer<ArrayBuffer> } {
  let code = known;
  let at = 0;
  while (at + 2 <= bytes.length) {
    const short = (bytes[at + 1] ?? 0) & 0x7f;
    const head = short < 126 ? 2 : 4;
    if (at + head > bytes.length) break;
    const length = short < 126 ? short : bytes.readUInt16BE(at + 2);
    if (at + head + length > bytes.length) break;
    if (((bytes[at] ?? 0) & 0x0f) === 8) code = length >= 2 ? bytes.readUInt16BE(at + head) : 1005;
    at += head + length;
  }
  return { code, rest: Buffer.from(bytes.subarray(at)) };
}

/** A client's frame. Its mask is zeros, so that the payload is unchanged. */
export function clientFrame(first: number, payload: Buffer): Buffer {
  const { length } = payload;
  const head = Buffer.alloc(length < 126 ? 2 : length < 65_536 ? 4 : 10);
  head[0] = first;
  head[1] = 0x80 | (length < 126 ? length : length < 65_536 ? 126 : 127);
  if (head.length === 4) head.writeUInt16BE(length, 2);
  if (head.length === 10) head.writeBigUInt64BE(BigInt(length), 2);
  return Buffer.concat([head, Buffer.alloc(4), payload]);
}
