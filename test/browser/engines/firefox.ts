// test: the engine Firefox, controlled through WebDriver BiDi. It needs no separate driver.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { until } from '../../support/until.ts';
import { createInput } from './actions.ts';
import { type Bidi, connectBidi } from './bidi.ts';
import { callOf, type EnginePage, type Launcher, type LaunchOptions } from './engine.ts';

/** Long enough for a first start on a busy machine. */
const START_MS = 30_000;

/** Prevents requests of the browser itself and its first-run page. `ui.prefersReducedMotion` replaces the system's setting. */
function preferences({ reducedMotion }: LaunchOptions): string {
  const all = {
    'app.normandy.enabled': false,
    'app.update.auto': false,
    'browser.shell.checkDefaultBrowser': false,
    'datareporting.policy.dataSubmissionEnabled': false,
    'network.captive-portal-service.enabled': false,
    'network.connectivity-service.enabled': false,
    'services.settings.server': 'data:,',
    'toolkit.telemetry.enabled': false,
    'ui.prefersReducedMotion': reducedMotion ? 1 : 0,
  };
  return Object.entries(all)
    .map(([name, value]) => `user_pref("${name}", ${JSON.stringify(value)});\n`)
    .join('');
}

interface Remote {
  result: { value?: string };
  exceptionDetails?: { text: string };
}

async function openPage(bidi: Bidi, width: number, height: number): Promise<EnginePage> {
  // A window, not a tab: a tab behind another one draws no frames.
  const { context } = await bidi.send('browsingContext.create', { type: 'window' });
  const resize = async (nextWidth: number, nextHeight: number) => {
    const viewport = { width: nextWidth, height: nextHeight };
    await bidi.send('browsingContext.setViewport', { context, viewport });
  };
  await resize(width, height);
  async function evaluate(fn: unknown, argument?: unknown): Promise<unknown> {
    const expression = `(async () => JSON.stringify(await ${callOf(fn, argument)}))()`;
    const params = { expression, target: { context }, awaitPromise: true, userActivation: true };
    const answer = (await bidi.send('script.evaluate', params)) as unknown as Remote;
    if (answer.exceptionDetails) throw new Error(answer.exceptionDetails.text);
    return answer.result.value === undefined ? undefined : JSON.parse(answer.result.value);
  }
  return {
    evaluate: evaluate as EnginePage['evaluate'],
    async goto(url) {
      await bidi.send('browsingContext.navigate', { context, url, wait: 'complete' });
    },
    resize,
    ...createInput((actions) => bidi.send('input.performActions', { context, actions })),
    async screenshot() {
      const { data } = await bidi.send('browsingContext.captureScreenshot', { context });
      return Buffer.from(String(data), 'base64');
    },
    async close() {
      await bidi.send('browsingContext.close', { context });
    },
  };
}

export const firefox: Launcher = {
  name: 'Firefox',
  async launch(options) {
    const profile = await mkdtemp(join(tmpdir(), 'firefox-'));
    await writeFile(join(profile, 'user.js'), preferences(options));
    const flags = ['--headless', '--no-remote', '--remote-debugging-port', '0', '--profile', profile];
    const child = spawn(process.env.FIREFOX ?? 'firefox-esr', [...flags, 'about:blank'], { stdio: 'ignore' });
    let address = '';
    const readAddress = async () => {
      const text = await readFile(join(profile, 'WebDriverBiDiServer.json'), 'utf8').catch(() => '');
      const at = text && (JSON.parse(text) as { ws_host: string; ws_port: number });
      if (at) address = `ws://${at.ws_host}:${at.ws_port}/session`;
      if (child.exitCode !== null) throw new Error(`Firefox ended with ${child.exitCode}`);
      return address !== '';
    };
    await until('Firefox has written its address', readAddress, START_MS);
    const bidi = await connectBidi(address);
    await bidi.send('session.new', { capabilities: {} });
    return {
      open: (width, height) => openPage(bidi, width, height),
      async close() {
        const ended = once(child, 'exit');
        await bidi.send('browser.close', {});
        await ended;
        bidi.close();
        await rm(profile, { recursive: true, force: true, maxRetries: 5 });
      },
    };
  },
};
