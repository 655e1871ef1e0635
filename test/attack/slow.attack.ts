// attack: requests with endless headers, and offers of an unsupported protocol.
import { get } from 'node:http';
import { connect } from 'node:net';
import type { FaultRow } from '../support/fault/table.ts';
import { startChild } from '../support/service/child.ts';

/** A header line that grows by a byte a second. Resolves with the time until it was closed. */
function drip(port: number): Promise<number> {
  return new Promise((resolve) => {
    const started = performance.now();
    const socket = connect(port, '127.0.0.1', () =>
      socket.write('GET /rates HTTP/1.1\r\nHost: x\r\nX-Slow: '),
    );
    const timer = setInterval(() => socket.write('x'), 1_000);
    socket.on('error', () => {});
    socket.resume();
    // This side is half-closed, so that only a failed write shows that the other side has closed.
    socket.on('close', () => {
      clearInterval(timer);
      resolve(performance.now() - started);
    });
  });
}

function offerH2c(port: number): Promise<{ status: number; tookMs: number }> {
  return new Promise((resolve) => {
    const started = performance.now();
    const headers = {
      connection: 'Upgrade, HTTP2-Settings',
      upgrade: 'h2c',
      'http2-settings': 'AAMAAABkAAQAAP__',
    };
    const request = get({ port, host: '127.0.0.1', path: '/rates', headers }, (response) => {
      response.resume();
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, tookMs: performance.now() - started }),
      );
    });
    request.setTimeout(5_000, () => request.destroy());
    request.on('error', () => resolve({ status: 0, tookMs: performance.now() - started }));
  });
}

export async function beSlow(count: number, limitMs = 7_000, h2cMs = 1_000): Promise<FaultRow> {
  const service = await startChild();
  const drips = Promise.all(Array.from({ length: count }, () => drip(service.port)));
  const h2c = await offerH2c(service.port);
  const slowest = Math.max(...(await drips));
  const exitCode = await service.end();
  return {
    id: 'C7',
    fault: `${count} peers with slow headers; Upgrade: h2c on GET /rates`,
    measured: `all closed within ${(slowest / 1_000).toFixed(1)} s; h2c answered ${h2c.status} in ${h2c.tookMs.toFixed(0)} ms`,
    due: 'closed within 7 s; answered within 1 s',
    passed: slowest <= limitMs && h2c.status === 200 && h2c.tookMs <= h2cMs && exitCode === 0,
  };
}

export const run = async (): Promise<FaultRow[]> => [await beSlow(1_000)];
