// bench: the usual code: a loop over the clients with JSON.stringify inside.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { WebSocketServer } from 'ws';
import { changeOf, obey } from './lines.ts';

const server = createServer((_request, response) => response.end('{}'));
const wss = new WebSocketServer({ server, perMessageDeflate: false });
const send = (seq: number) => {
  const change = changeOf(seq);
  for (const client of wss.clients) client.send(JSON.stringify(change));
};
server.listen({ port: 0, host: '127.0.0.1', backlog: 4096 }, () =>
  obey((server.address() as AddressInfo).port, {
    change: send,
    burst: (seqs) => seqs.forEach(send),
  }),
);
