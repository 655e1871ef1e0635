// test: the engine WebKitGTK, controlled through its WebDriver, on a screen in memory.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { until } from '../../support/until.ts';
import { createInput } from './actions.ts';
import { callOf, type EnginePage, type Launcher, type LaunchOptions } from './engine.ts';

/** Large enough for the widest view of a test. The mouse of the screen is in its middle. */
const SCREEN = [4_000, 2_000] as const;
const EDGE_PX = 8;

/** Starts a screen on any free display. Xvfb writes its number to its fourth stream. */
async function startScreen(): Promise<{ child: ChildProcess; display: string }> {
  const flags = ['-displayfd', '3', '-screen', '0', `${SCREEN.join('x')}x24`, '-nolisten', 'tcp'];
  const child = spawn('Xvfb', flags, { stdio: ['ignore', 'ignore', 'ignore', 'pipe'] });
  const [line] = await once(createInterface({ input: child.stdio[3] as Readable }), 'line');
  return { child, display: `:${line}` };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, 'close');
  return port;
}

/** Finds the small browser that the driver starts. Debian installs it beside the library, in a folder of the architecture. */
async function findBrowser(): Promise<string> {
  for (const triplet of await readdir('/usr/lib')) {
    const folder = join('/usr/lib', triplet);
    const names = await readdir(folder).catch(() => []);
    const found = names.find((name) => name.startsWith('webkit2gtk-4.'));
    if (found) return join(folder, found, 'MiniBrowser');
  }
  throw new Error('no MiniBrowser: install libwebkit2gtk-4.1-0');
}

type Send = (method: string, path: string, body?: object) => Promise<unknown>;

/** Returns a function that sends commands of WebDriver to one address. */
function createSend(base: string): Send {
  return async (method, path, body) => {
    const response = await fetch(base + path, {
      method,
      ...(body && { body: JSON.stringify(body) }),
      headers: { 'content-type': 'application/json' },
    });
    const { value } = (await response.json()) as { value: { error?: string; message?: string } | null };
    if (!response.ok) throw new Error(`${path}: ${value?.error}: ${value?.message}`);
    return value;
  };
}

const SCRIPT = `const done = arguments[arguments.length - 1];
(async () => JSON.stringify({ value: await (CALL) }))()
  .catch((error) => JSON.stringify({ error: String(error) }))
  .then(done);`;

async function openPage(send: Send, home: string, width: number, height: number): Promise<EnginePage> {
  // A closed window cannot open another one.
  await send('POST', '/window', { handle: home });
  const { handle } = (await send('POST', '/window/new', { type: 'window' })) as { handle: string };
  /** The driver has one current window for all commands, so each command first selects its window. */
  const own: Send = async (method, path, body) => {
    await send('POST', '/window', { handle });
    return send(method, path, body);
  };
  async function evaluate(fn: unknown, argument?: unknown): Promise<unknown> {
    const script = SCRIPT.replace('CALL', () => callOf(fn, argument));
    const text = (await own('POST', '/execute/async', { script, args: [] })) as string;
    const { value, error } = JSON.parse(text) as { value?: unknown; error?: string };
    if (error) throw new Error(error);
    return value;
  }
  /** The driver sets the size of the window. The difference to the view in it is measured and added. */
  async function resize(nextWidth: number, nextHeight: number): Promise<void> {
    const size = async () => (await evaluate('[innerWidth, innerHeight]')) as [number, number];
    const { width: outer, height: outerHeight } = (await own('GET', '/window/rect')) as Record<
      string,
      number
    >;
    const [inner, innerHeight] = await size();
    const [across, down] = [
      nextWidth + Number(outer) - inner,
      nextHeight + Number(outerHeight) - innerHeight,
    ];
    // Without a window manager the window under the mouse of the screen has the focus. The window is placed with its lower
    // edge under this mouse, where it hovers over no item.
    const x = Math.round((SCREEN[0] - across) / 2);
    const y = Math.round(SCREEN[1] / 2 - down + EDGE_PX);
    const rect = { x, y, width: across, height: down };
    await own('POST', '/window/rect', rect);
    await until(`a view ${nextWidth} px wide`, async () => (await size())[0] === nextWidth);
  }
  await resize(width, height);
  return {
    evaluate: evaluate as EnginePage['evaluate'],
    async goto(url) {
      await own('POST', '/url', { url });
    },
    resize,
    ...createInput((actions) => own('POST', '/actions', { actions })),
    async screenshot() {
      return Buffer.from(String(await own('GET', '/screenshot')), 'base64');
    },
    async close() {
      await own('DELETE', '/window');
    },
  };
}

/** With its animations off, GTK reports the preference for less motion to pages. */
async function writeSettings(home: string, { reducedMotion }: LaunchOptions): Promise<void> {
  await mkdir(join(home, 'gtk-3.0'), { recursive: true });
  const text = `[Settings]\ngtk-enable-animations=${reducedMotion ? 0 : 1}\n`;
  await writeFile(join(home, 'gtk-3.0', 'settings.ini'), text);
}

export const webkit: Launcher = {
  name: 'WebKit',
  async launch(options) {
    const home = await mkdtemp(join(tmpdir(), 'webkit-'));
    await writeSettings(home, options);
    const [screen, port, binary] = await Promise.all([startScreen(), freePort(), findBrowser()]);
    const env = {
      ...process.env,
      DISPLAY: screen.display,
      XDG_CONFIG_HOME: home,
      XDG_DATA_HOME: home,
      XDG_CACHE_HOME: home,
    };
    const driver = spawn('WebKitWebDriver', [`--port=${port}`], { env, stdio: 'ignore' });
    const root = createSend(`http://127.0.0.1:${port}`);
    const isReady = () =>
      root('GET', '/status').then(
        () => true,
        () => false,
      );
    await until('WebKitWebDriver listens', isReady);
    const wanted = { 'webkitgtk:browserOptions': { binary, args: ['--automation'] } };
    const session = (await root('POST', '/session', { capabilities: { alwaysMatch: wanted } })) as {
      sessionId: string;
    };
    const send = createSend(`http://127.0.0.1:${port}/session/${session.sessionId}`);
    const first = String(await send('GET', '/window'));
    return {
      open: (width, height) => openPage(send, first, width, height),
      async close() {
        await send('DELETE', '');
        for (const child of [driver, screen.child]) {
          const ended = once(child, 'exit');
          child.kill();
          await ended;
        }
        await rm(home, { recursive: true, force: true, maxRetries: 5 });
      },
    };
  },
};
