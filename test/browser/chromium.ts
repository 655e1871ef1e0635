// test: Chromium, and a foreign site whose pages embed the ticker.
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Browser, chromium } from 'playwright-core';

/** There is no sandbox for root in a container. The other flags prevent requests of the browser itself. */
const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export function launch(): Promise<Browser> {
  return chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: FLAGS });
}

/** A publisher's site. Its origin differs from the service's. */
export interface Site {
  origin: string;
  /** Serves a page at a path from now on. Returns its address. */
  put(path: string, page: Page): string;
  close(): Promise<void>;
}

export interface Page {
  body: string;
  head?: string;
  lang?: string;
  /** More attributes of `<html>`. */
  root?: string;
  headers?: Record<string, string>;
}

export async function startSite(): Promise<Site> {
  const pages = new Map<string, Page>();
  const server = createServer((request, response) => {
    const page = pages.get(request.url ?? '');
    if (page === undefined) {
      response.writeHead(404).end();
      return;
    }
    const { body, head = '', lang = 'en', root = '', headers = {} } = page;
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', ...headers });
    response.end(
      `<!doctype html><html lang="${lang}" ${root}><head><meta charset="utf-8"><title>A news page</title>` +
        `<meta name="viewport" content="width=device-width"><link rel="icon" href="data:,">${head}</head>` +
        `<body>${body}</body></html>`,
    );
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    origin,
    put(path, page) {
      pages.set(path, page);
      return origin + path;
    },
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
