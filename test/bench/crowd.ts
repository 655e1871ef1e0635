// bench: a server on one core and many listeners on the other, controlled together.
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { changeOf } from './servers/lines.ts';

export interface Way {
  name: string;
  /** File in `servers`, or `epoll` for the one in C. */
  server: string;
  args?: string[];
  mode: 'ws' | 'sio' | 'sse';
  /** The start of a message that counts. */
  marker: string;
  paths: string[];
}

/** One change or several, from the start to the last listener. */
export interface Round {
  firstMs: number;
  lastMs: number;
  /** User time of the server. */
  cpuMs: number;
  /** Requests of /rates answered meanwhile, and the slowest one. */
  probes: number;
  slowestMs: number;
}

export interface Pair {
  way: Way;
  /** The port of the server. */
  port: number;
  /** `go`: one change after the other; `burst`: all within one turn. */
  round(kind: 'go' | 'burst', changes: number, isProbed?: boolean): Promise<Round>;
  /** Memory of the server after a collection, in bytes. */
  memory(): Promise<number>;
  end(): Promise<void>;
}

const UPDATE = '{"type":"update"';
export const USUAL: Way = { name: 'usual loop', server: 'usual', mode: 'ws', marker: UPDATE, paths: ['/'] };
export const BARE: Way = { ...USUAL, name: 'bare sockets, frame made once', server: 'bare' };
export const OURS: Way = { ...USUAL, name: 'Silk Ticker', server: 'ours', paths: ['/ws'] };
export const OURS_SSE: Way = {
  ...OURS,
  name: 'Silk Ticker over SSE',
  mode: 'sse',
  marker: `data: ${UPDATE}`,
  paths: ['/stream'],
};
export const SOCKET_IO: Way = {
  name: 'Socket.IO',
  server: 'socketio',
  mode: 'sio',
  marker: '42["update"',
  paths: ['/socket.io/?EIO=4&transport=websocket'],
};
export const EPOLL: Way = { ...USUAL, name: 'C, epoll', server: 'epoll' };

const here = (path: string) => new URL(path, import.meta.url).pathname;

/** Compiles the programs in C. Throws without a compiler: listeners in Node would measure themselves. */
export function compile(): (name: string) => string {
  const dir = mkdtempSync(join(tmpdir(), 'ticker-bench-'));
  for (const name of ['crowd', 'epoll', 'pace']) {
    execFileSync('cc', ['-O2', '-o', join(dir, name), here(`c/${name}.c`)], { stdio: 'inherit' });
  }
  return (name) => join(dir, name);
}

/** Waits for lines that start with a word. */
function lineReader(child: ChildProcess, who: string): (word: string) => Promise<string[]> {
  const kept: string[] = [];
  let wake = () => {};
  if (child.stdout === null) throw new Error('no output to read');
  createInterface({ input: child.stdout }).on('line', (line) => {
    kept.push(line);
    wake();
  });
  let ended: string | null = null;
  child.once('exit', (code, signal) => {
    ended = `${who} ended with ${code ?? signal}`;
    wake();
  });
  return async (word) => {
    for (;;) {
      const at = kept.findIndex((line) => line.split(' ', 1)[0] === word);
      if (at >= 0) return (kept.splice(at, 1)[0] ?? '').split(' ').slice(1);
      if (ended !== null) throw new Error(`${ended} before it said ${word}`);
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
  };
}

/** Starts a server and its listeners, and waits until all are connected. */
export async function startPair(way: Way, count: number, binary: (name: string) => string): Promise<Pair> {
  const script = ['--expose-gc', '--import', 'tsx', here(`servers/${way.server}.ts`), ...(way.args ?? [])];
  const sample = JSON.stringify(changeOf(1));
  const command = way.server === 'epoll' ? [binary('epoll'), sample] : [process.execPath, ...script];
  const stdio: ('pipe' | 'inherit')[] = ['pipe', 'pipe', 'inherit'];
  const server = spawn('taskset', ['-c', '0', ...command], { stdio });
  const fromServer = lineReader(server, way.name);
  const [port = ''] = await fromServer('port');
  const memory = async () => {
    server.stdin?.write('memory\n');
    return Number((await fromServer('memory'))[0]);
  };
  const crowdArgs = [binary('crowd'), port, String(count), way.mode, way.marker, ...way.paths];
  const crowd = spawn('taskset', ['-c', '1', ...crowdArgs], { stdio });
  const fromCrowd = lineReader(crowd, `the listeners of ${way.name}`);
  await fromCrowd('ready');
  return {
    way,
    port: Number(port),
    memory,
    async round(kind, changes, isProbed = false) {
      crowd.stdin?.write(`expect ${changes}\n`);
      await fromCrowd('armed');
      if (isProbed) crowd.stdin?.write('probe\n');
      server.stdin?.write(`${kind} ${changes}\n`);
      const [started = '0'] = await fromServer('started');
      const [first = '0', last = '0', probes = '0', slowest = '0'] = await fromCrowd('got');
      const [cpu = '0'] = await fromServer('cpu');
      const since = (ns: string) => Number(BigInt(ns) - BigInt(started)) / 1e6;
      return {
        firstMs: since(first),
        lastMs: since(last),
        cpuMs: Number(cpu) / 1e3,
        probes: Number(probes),
        slowestMs: Number(slowest) / 1e3,
      };
    },
    async end() {
      const ends = [once(crowd, 'exit'), once(server, 'exit')];
      crowd.kill('SIGKILL');
      server.kill('SIGKILL');
      await Promise.all(ends);
    },
  };
}
