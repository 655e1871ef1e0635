// test: a tab that can really be hidden. Playwright's own pages are always told that they have the focus.
import type { Browser } from 'playwright-core';

export interface Tab {
  /** Returns the value of an expression in the page. It must be plain data. */
  ask<T>(expression: string): Promise<T>;
  /** Opens another tab in front of this one. */
  hide(): Promise<void>;
  show(): Promise<void>;
}

/** Opens a tab outside of Playwright's contexts, controlled by the DevTools protocol. */
export async function openTab(browser: Browser, url: string): Promise<Tab> {
  const session = await browser.newBrowserCDPSession();
  const { targetId } = await session.send('Target.createTarget', { url });
  const { sessionId } = await session.send('Target.attachToTarget', { targetId, flatten: false });
  const answers = new Map<number, (value: unknown) => void>();
  session.on('Target.receivedMessageFromTarget', ({ message }) => {
    const { id, result } = JSON.parse(message) as { id: number; result?: { result?: { value?: unknown } } };
    answers.get(id)?.(result?.result?.value);
  });
  let id = 0;
  return {
    ask: <T>(expression: string) =>
      new Promise<T>((resolve) => {
        id += 1;
        answers.set(id, (value) => resolve(value as T));
        const params = { expression, returnByValue: true };
        const message = JSON.stringify({ id, method: 'Runtime.evaluate', params });
        void session.send('Target.sendMessageToTarget', { sessionId, message });
      }),
    async hide() {
      const other = await session.send('Target.createTarget', { url: 'about:blank' });
      await session.send('Target.activateTarget', other);
    },
    async show() {
      await session.send('Target.activateTarget', { targetId });
    },
  };
}
