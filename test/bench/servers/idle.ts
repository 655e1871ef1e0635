// bench: idle connections of ws with one feature after the other removed; the arguments select the remaining ones.
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createServer as createTcp } from 'node:net';
import { type WebSocket, WebSocketServer } from 'ws';
import { obey } from './lines.ts';

const has = (word: string) => process.argv.includes(word);
const HELLO = 'HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n';

if (has('tcp')) {
  // Sockets of Node without HTTP: the lower limit.
  const sockets = new Set<unknown>();
  const server = createTcp((socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
    socket.once('data', () => socket.write(HELLO));
  });
  server.listen({ port: 0, host: '127.0.0.1', backlog: 4096 }, () =>
    obey((server.address() as AddressInfo).port, { change: () => {} }),
  );
} else {
  const server = createServer();
  const isTracked = has('tracking');
  const wss = new WebSocketServer({
    noServer: true,
    clientTracking: isTracked,
    autoPong: isTracked,
    perMessageDeflate: false,
  });
  const clients = new Map<WebSocket, { request?: IncomingMessage; isAlive: boolean }>();
  function onPong(this: WebSocket): void {
    const client = clients.get(this);
    if (client !== undefined) client.isAlive = true;
  }
  function onClose(this: WebSocket): void {
    clients.delete(this);
  }
  function onNothing(): void {}
  wss.on('connection', (ws: WebSocket, request: IncomingMessage) => {
    const client = { isAlive: true, ...(has('request') ? { request } : {}) };
    clients.set(ws, client);
    if (has('closures')) {
      ws.on('pong', () => {
        client.isAlive = true;
      });
      ws.on('message', (data) => console.error(client.isAlive, data));
      ws.on('error', (error) => console.error(client.isAlive, error));
      ws.on('close', () => clients.delete(ws));
    } else {
      ws.on('pong', onPong);
      ws.on('message', onNothing);
      ws.on('error', onNothing);
      ws.on('close', onClose);
    }
  });
  server.on('upgrade', (request, socket, head) => {
    wss.handleUpgrade(request, socket, head, (ws) => wss.emit('connection', ws, request));
  });
  server.listen({ port: 0, host: '127.0.0.1', backlog: 4096 }, () =>
    obey((server.address() as AddressInfo).port, { change: () => {} }),
  );
}
