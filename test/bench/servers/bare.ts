// bench: bare sockets of Node: a handshake by hand, a frame encoded once, a write for each listener.
import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { webSocketFrame } from '../../../src/serve/stream/frame.ts';
import { changeOf, obey } from './lines.ts';

const server = createServer((_request, response) => response.end('{}'));
const sockets: Duplex[] = [];
server.on('upgrade', (request, socket) => {
  const key = `${request.headers['sec-websocket-key']}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`;
  const accept = createHash('sha1').update(key).digest('base64');
  socket.write(
    `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`,
  );
  socket.on('error', () => {});
  sockets.push(socket);
});
const frameOf = (seq: number) => webSocketFrame(changeOf(seq) as never);
const send = (frame: Buffer) => {
  for (const socket of sockets) socket.write(frame);
};
server.listen({ port: 0, host: '127.0.0.1', backlog: 4096 }, () =>
  obey((server.address() as AddressInfo).port, {
    change: (seq) => send(frameOf(seq)),
    burst: (seqs) => send(Buffer.concat(seqs.map(frameOf))),
  }),
);
