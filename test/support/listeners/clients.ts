// test: clients of one local service, with their messages recorded; all of it is closed at the end of the test.
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, vi } from 'vitest';
import { type Connection, type ConnectOptions, connect } from '../../../widget/client/client.ts';
import { type ServingParts, startParts } from '../service/serving-parts.ts';
import { brief } from './brief.ts';

export let parts: ServingParts;
export const connections: Connection[] = [];
const servers: Server[] = [];
beforeEach(async () => {
  parts = await startParts();
});
afterEach(async () => {
  for (const connection of connections.splice(0)) connection.close();
  vi.useRealTimers();
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
  await parts.stop();
});

/** Starts another service in place of the stopped one, with its own limits or port. */
export async function reopen(...how: Parameters<typeof startParts>): Promise<void> {
  parts = await startParts(...how);
}

/** A client that records all its messages, and the rates that it would show. */
export function follow(options: Partial<ConnectOptions> = {}) {
  const told: Parameters<NonNullable<ConnectOptions['onUpdate']>>[0][] = [];
  const states: string[] = [];
  const shown = new Map<string, string>();
  const texts: string[] = [];
  const connection = connect({
    src: parts.origin,
    random: () => 0,
    onSnapshot(message) {
      shown.clear();
      for (const rate of message.rates) shown.set(rate.base, rate.inverse);
      texts.push(...brief([message]));
    },
    onUpdate(message) {
      for (const rate of message.rates) shown.set(rate.base, rate.inverse);
      told.push(message);
      texts.push(...brief([message]));
    },
    onState: (state) => states.push(state),
    ...options,
  });
  connections.push(connection);
  return { connection, told, states, shown, texts };
}

/** A server with scripted answers, in place of a service behind a faulty network. */
export async function answering(listener: RequestListener): Promise<string> {
  const server = createServer(listener).listen(0, '127.0.0.1');
  servers.push(server);
  await new Promise((resolve) => server.once('listening', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
