// test: a proxy that closes every connection after the first whole message from the server.
import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

export interface ClosingProxy {
  origin: string;
  /** Connections closed so far. */
  readonly closed: number;
  close(): Promise<void>;
}

/** The end of the first message after the header, or -1 while it is incomplete. */
type MessageEnd = (body: Buffer) => number;

/** A text frame; a ping before it is passed on. */
export const endOfFrame: MessageEnd = (body) => {
  for (let at = 0; at + 2 <= body.length; ) {
    const short = (body[at + 1] ?? 0) & 0x7f;
    const isLong = short === 126;
    if (isLong && at + 4 > body.length) return -1;
    const end = at + (isLong ? 4 + body.readUInt16BE(at + 2) : 2 + short);
    if (end > body.length) return -1;
    if (((body[at] ?? 0) & 0x0f) === 1) return end;
    at = end;
  }
  return -1;
};

/** An event with data; the `retry` before it is passed on. */
export const endOfEvent: MessageEnd = (body) => {
  const data = body.indexOf('data:');
  const end = data < 0 ? -1 : body.indexOf('\n\n', data);
  return end < 0 ? -1 : end + 2;
};

export async function openClosingProxy(port: number, endOf: MessageEnd): Promise<ClosingProxy> {
  const sockets = new Set<Socket>();
  let closed = 0;
  const server = createServer((client) => {
    const upstream = connect(port, '127.0.0.1');
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on('error', () => socket.destroy());
      socket.on('close', () => {
        sockets.delete(socket);
        client.destroySoon();
        upstream.destroy();
      });
    }
    client.on('data', (chunk) => upstream.write(chunk));
    let kept = Buffer.alloc(0);
    upstream.on('data', (chunk) => {
      kept = Buffer.concat([kept, chunk]);
      const head = kept.indexOf('\r\n\r\n') + 4;
      if (head < 4) return;
      const end = endOf(kept.subarray(head));
      if (end < 0) return;
      closed += 1;
      upstream.removeAllListeners('data');
      client.end(kept.subarray(0, head + end), () => upstream.destroy());
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    get closed() {
      return closed;
    },
    async close() {
      for (const socket of sockets) socket.destroy();
      const ended = once(server, 'close');
      server.close();
      await ended;
    },
  };
}
