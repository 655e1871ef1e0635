// bench: other servers that answer GET /rates with one body; an argument of the command selects one.
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { serve } from '@hono/node-server';
import fastify from 'fastify';
import { Hono } from 'hono';
import { compress } from 'hono/compress';
import { cors } from 'hono/cors';
import { etag } from 'hono/etag';
import { logger } from 'hono/logger';
import { jsonSchemas } from '../../../src/rates/json-schema.ts';

const [, , kind = '', file = ''] = process.argv;
const text = readFileSync(file, 'utf8');
const say = (port: number) => console.log(`port ${port}`);

/** The fastest way with node:http: one buffer, one header. */
function bare(): void {
  const body = Buffer.from(text);
  const head = { 'content-type': 'application/json', 'content-length': body.length };
  const server = createServer((_request, response) => response.writeHead(200, head).end(body));
  server.listen(0, '127.0.0.1', () => say((server.address() as AddressInfo).port));
}

/** The object, serialized by Fastify's compiled schema. */
async function withFastify(): Promise<void> {
  const { components } = jsonSchemas();
  const inline = JSON.parse(
    JSON.stringify(components.Snapshot, (_key, value) => {
      const [, name] = /^#\/components\/schemas\/(.*)$/.exec(value?.$ref ?? '') ?? [];
      return Reflect.get(components, name ?? '') ?? value;
    }),
  );
  const app = fastify();
  const snapshot = JSON.parse(text);
  app.get('/rates', { schema: { response: { 200: inline } } }, async () => snapshot);
  await app.listen({ port: 0, host: '127.0.0.1' });
  say((app.server.address() as AddressInfo).port);
}

/** As in its documentation. */
async function withExpress(): Promise<void> {
  // Express has no types.
  const name = 'express';
  const { default: express } = (await import(name)) as {
    default: () => {
      get(path: string, handler: (request: unknown, response: { json(value: unknown): void }) => void): void;
      listen(port: number, host: string, then: () => void): { address(): AddressInfo };
    };
  };
  const app = express();
  const snapshot = JSON.parse(text);
  app.get('/rates', (_request, response) => response.json(snapshot));
  const server = app.listen(0, '127.0.0.1', () => say(server.address().port));
}

/** With its middlewares for what the service does by hand. Log lines are discarded. */
function withHono(): void {
  const app = new Hono();
  app.use(
    logger(() => {}),
    cors(),
    etag(),
    compress(),
  );
  const snapshot = JSON.parse(text);
  app.get('/rates', (c) => c.json(snapshot));
  serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' }, ({ port }) => say(port));
}

const WAYS: Record<string, () => void | Promise<void>> = {
  bare,
  fastify: withFastify,
  express: withExpress,
  hono: withHono,
};
await WAYS[kind]?.();
