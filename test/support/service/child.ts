// test: the built service as a child process.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

export interface ServiceChild {
  /** `http://127.0.0.1:port` */
  origin: string;
  opsOrigin: string | null;
  port: number;
  process: ChildProcess;
  /** Log lines so far. */
  lines: Record<string, unknown>[];
  /** Sends a signal and waits for the end. Returns the exit code. */
  end(signal?: NodeJS.Signals): Promise<number | null>;
}

const MAIN = new URL('../../../dist/main.js', import.meta.url).pathname;

/** Starts `node dist/main.js` on free ports with this environment and waits until it listens. */
export async function startChild(env: Record<string, string> = {}): Promise<ServiceChild> {
  const defaults = { HOST: '127.0.0.1', PORT: '0', OPS_PORT: '0', DATA_DIR: '', SOURCES: 'seed' };
  const child = spawn(process.execPath, [MAIN], {
    env: { PATH: process.env.PATH ?? '', ...defaults, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let errors = '';
  child.stderr.on('data', (chunk) => {
    errors += String(chunk);
  });
  const lines: Record<string, unknown>[] = [];
  const listening = new Promise<Record<string, unknown>>((resolve, reject) => {
    createInterface({ input: child.stdout }).on('line', (text) => {
      const line = JSON.parse(text) as Record<string, unknown>;
      lines.push(line);
      if (line.msg === 'listening') resolve(line);
    });
    child.once('exit', (code) => reject(new Error(`ended with ${code} before it listened: ${errors}`)));
  });
  const { port, opsPort } = await listening;
  return {
    origin: `http://127.0.0.1:${port}`,
    opsOrigin: opsPort === null ? null : `http://127.0.0.1:${opsPort}`,
    port: Number(port),
    process: child,
    lines,
    async end(signal = 'SIGTERM') {
      if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
      const ended = once(child, 'exit');
      child.kill(signal);
      return (await ended)[0] as number | null;
    },
  };
}
