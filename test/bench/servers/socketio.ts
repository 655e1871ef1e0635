// bench: Socket.IO over WebSocket only.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Server } from 'socket.io';
import { changeOf, obey } from './lines.ts';

const server = createServer((_request, response) => response.end('{}'));
const io = new Server(server, { transports: ['websocket'], perMessageDeflate: false, serveClient: false });
const send = (seq: number) => void io.emit('update', changeOf(seq));
server.listen({ port: 0, host: '127.0.0.1', backlog: 4096 }, () =>
  obey((server.address() as AddressInfo).port, {
    change: send,
    burst: (seqs) => seqs.forEach(send),
  }),
);
