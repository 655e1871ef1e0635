import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { WebSocket } from 'ws';
import { connect } from '../../widget/client/client.ts';
import { FIVE, rateFor } from '../support/figures.ts';
import { brief } from '../support/listeners/brief.ts';
import { follow, parts, reopen } from '../support/listeners/clients.ts';
import { endOfEvent, endOfFrame, openClosingProxy } from '../support/network/closing-proxy.ts';
import { until } from '../support/until.ts';

const WAYS = [
  ['WebSocket', { WebSocket }, endOfFrame],
  ['SSE', {}, endOfEvent],
] as const;

describe.each(WAYS)('the client over %s', (_name, way, endOf) => {
  // From Node 22 on there is a global WebSocket, and this would test WebSocket a second time.
  beforeEach(() => void vi.stubGlobal('WebSocket', undefined));
  afterEach(() => void vi.unstubAllGlobals());

  it('delivers the snapshot and each change of the selected codes, in any case', async () => {
    const client = follow({ ...way, codes: ['kgs', 'XXX'] });
    await until('the snapshot', () => client.texts.length === 1);
    await parts.commit(rateFor('KZT', '2.5'));
    await parts.commit(rateFor('KGS', '2.5'));
    await until('the change', () => client.texts.length === 2);
    expect(client.texts).toEqual(['snapshot 1 KGS1', 'update 3 KGS2.5']);
    expect(client.connection.state).toBe('live');
  });

  it('starts after a position that was fetched before', async () => {
    const { epoch = '', seq = 0 } = parts.feed.snapshot() ?? {};
    await parts.commit(rateFor('KGS', '2.5'));
    const client = follow({ ...way, from: { epoch, seq } });
    await until('the change', () => client.texts.length === 1);
    expect(client.texts).toEqual(['update 2 KGS2.5']);
  });

  it('is an async iterator that loses nothing before the loop starts, and closes after it', async () => {
    const connection = connect({ ...way, src: `${parts.origin}/`, random: () => 0 });
    await until('the stream', () => connection.state === 'live');
    await parts.commit(rateFor('KGS', '2.5'));
    const received: string[] = [];
    for await (const message of connection) {
      received.push(...brief([message]));
      if (received.length === 2) break;
    }
    expect(received).toEqual(['snapshot 1 KGS1,KZT1,TJS1,UZS1,TMT1', 'update 2 KGS2.5']);
    await until('its close', () => parts.hub.size === 0);
    expect(connection.state).toBe('offline');
  });

  it('pauses, continues and resumes from its position', async () => {
    const client = follow(way);
    await until('the snapshot', () => client.texts.length === 1);
    client.connection.rest();
    await until('its close', () => parts.hub.size === 0);
    await parts.commit(rateFor('KGS', '2.5'));
    await parts.commit(rateFor('KGS', '3.5'));
    expect(client.connection.state).toBe('offline');
    client.connection.wake();
    await until('the replay', () => client.texts.length === 3);
    expect(client.texts.slice(1)).toEqual(['update 2 KGS2.5', 'update 3 KGS3.5']);
  });

  it('has the same end state when its connection is closed after every message', async () => {
    const proxy = await openClosingProxy(parts.port, endOf);
    const whole = follow(way);
    const cut = follow({ ...way, src: proxy.origin });
    await until('both snapshots', () => whole.texts.length === 1 && cut.texts.length === 1);
    for (let change = 0; change < 120; change += 1) {
      const [first = '', second = ''] = [FIVE[change % 4], FIVE[(change * 7 + 1) % 4]];
      await parts.commit(
        rateFor(first, `${change}.25`),
        ...(first === second ? [] : [rateFor(second, `9${change}`)]),
      );
      // Bursts and single changes: connections are closed between, within and after them.
      if (change % 5 === 0) await until('the change', () => cut.told.at(-1)?.seq === change + 2);
    }
    await until('the last change', () => cut.told.at(-1)?.seq === 121 && whole.told.at(-1)?.seq === 121);
    expect(cut.texts).toEqual(whole.texts);
    expect(cut.told).toHaveLength(120);
    expect([...cut.shown]).toEqual([...whole.shown]);
    expect(proxy.closed).toBeGreaterThan(120);
    cut.connection.close();
    await proxy.close();
  });

  it('reconnects after a restart of the service, with its new rates', async () => {
    const client = follow(way);
    await until('the snapshot', () => client.texts.length === 1);
    const { port } = parts;
    await parts.stop();
    await reopen({}, port);
    await parts.commit(rateFor('KGS', '7.5'));
    await until('the new rates', () => client.shown.get('KGS') === '7.5');
    // If the service starts between a failed stream and the poll after it, the poll is first.
    await until('the stream', () => client.connection.state === 'live');
    expect(client.states.slice(-2)).toEqual(['connecting', 'live']);
  });

  it('sets no negative timeout, about which Node 24 warns', async () => {
    const waits = vi.spyOn(globalThis, 'setTimeout');
    const { port } = parts;
    const client = follow(way);
    await until('the snapshot', () => client.texts.length === 1);
    await parts.stop();
    await until('more tries', () => client.states.filter((it) => it === 'connecting').length > 5);
    const negative = waits.mock.calls.filter(([, ms = 0]) => ms < 0);
    waits.mockRestore();
    await reopen({}, port);
    expect(negative).toEqual([]);
  });

  it('continues after a callback that throws, and reports its error', async () => {
    const faults: unknown[] = [];
    const onFault = (error: unknown) => faults.push(error);
    const before = process.listeners('uncaughtException');
    process.removeAllListeners('uncaughtException');
    process.on('uncaughtException', onFault);
    const client = follow({
      ...way,
      onSnapshot() {
        throw new Error('a fault of the page');
      },
    });
    await until('the fault', () => faults.length === 1);
    process.off('uncaughtException', onFault);
    for (const listener of before) process.on('uncaughtException', listener);
    await parts.commit(rateFor('KGS', '2.5'));
    await until('the change', () => client.texts.length === 1);
    expect(client.texts).toEqual(['update 2 KGS2.5']);
  });
});
