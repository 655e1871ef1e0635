import { afterEach, expect, it, vi } from 'vitest';
import type { State } from '../../widget/client/options.ts';
import { joinFeed } from '../../widget/shared-feed.ts';

afterEach(() => vi.unstubAllGlobals());

it('goes on asking where something else answers in JSON', async () => {
  const asked: string[] = [];
  vi.stubGlobal('WebSocket', undefined);
  vi.stubGlobal('fetch', async (url: string) => {
    asked.push(new URL(url).pathname);
    return asked.length === 1 ? Response.json({ status: 'up' }) : new Response('', { status: 404 });
  });
  const states: State[] = [];
  const membership = joinFeed('http://ticker.example/', {
    onRates: () => expect.fail('there are none'),
    onState: (state) => void states.push(state),
  });
  membership.setVisible(true);
  await expect.poll(() => asked).toContain('/stream');
  expect(states[0]).toBe('offline');
  membership.leave();
});
