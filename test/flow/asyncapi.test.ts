import schema from '@asyncapi/specs/schemas/3.0.0.json' with { type: 'json' };
import { Ajv } from 'ajv';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ServerMessage } from '../../src/rates/wire.ts';
import { createAsyncApi } from '../../src/serve/description/asyncapi.ts';
import { FIVE, rateFor } from '../support/figures.ts';
import { listenSse, listenWs } from '../support/listeners/recorded-streams.ts';
import { type ServingParts, startParts } from '../support/service/serving-parts.ts';
import { until } from '../support/until.ts';

type Description = ReturnType<typeof createAsyncApi>;
let parts: ServingParts;
let served: Description;
beforeAll(async () => {
  parts = await startParts();
  served = (await (await fetch(`${parts.origin}/asyncapi.json`)).json()) as Description;
});
afterAll(() => parts.stop());

/** The fault of a message by the served description; `null` for none. */
function faultOf(message: { type: string }, channel: 'ws' | 'stream'): string | null {
  const ajv = new Ajv({ strict: false });
  ajv.addFormat('date', /^\d{4}-\d\d-\d\d$/);
  ajv.addFormat('date-time', /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
  ajv.addSchema({ ...served, $id: 'served' });
  if (!(message.type in served.channels[channel].messages)) return `${message.type} is not of ${channel}`;
  const validate = ajv.compile({ $ref: `served#/components/messages/${message.type}/payload` });
  return validate(message) ? null : ajv.errorsText(validate.errors);
}

const QUESTIONS = [
  { type: 'subscribe', codes: ['KZT'], id: 'a' },
  { type: 'unsubscribe', codes: ['KGS'], id: 2 },
  { type: 'ping', id: 3 },
];

describe('/asyncapi.json', () => {
  it('describes every message that the running service sends, over both kinds of stream', async () => {
    const ws = await listenWs(`${parts.origin}/ws?codes=KGS`);
    const sse = await listenSse(`${parts.origin}/stream?codes=KGS,XXX`);
    for (const question of QUESTIONS) ws.send(JSON.stringify(question));
    for (const bad of ['{', '{"type":"buy"}', '{"type":"subscribe","codes":["XXX"]}']) ws.send(bad);
    for (let count = 0; count < 6; count += 1) ws.send('{"type":"ping"}');
    await parts.commit(rateFor('KZT', '2.5'), rateFor('KGS', '2.5'));
    const wholeSet = { ...rateFor('TJS', '2.5'), change: change() };
    await parts.commit(wholeSet);
    // Waits in real time, so that the heartbeat is a real one.
    await until(
      'heartbeats',
      () => [ws, sse].every((stream) => stream.messages.at(-1)?.type === 'heartbeat'),
      18_000,
    );
    await parts.stream.close();
    await until('the goodbyes', () =>
      [ws, sse].every((stream) => stream.messages.at(-1)?.type === 'goodbye'),
    );
    const faults = [
      ...ws.messages.map((message: ServerMessage) => faultOf(message, 'ws')),
      ...sse.messages.map((message: ServerMessage) => faultOf(message, 'stream')),
    ];
    expect(faults.filter((fault) => fault !== null)).toEqual([]);
    const types = (stream: { messages: ServerMessage[] }) =>
      [...new Set(stream.messages.map(({ type }) => type))].sort();
    expect(types(ws)).toEqual(['error', 'goodbye', 'heartbeat', 'pong', 'snapshot', 'subscribed', 'update']);
    expect(types(sse)).toEqual(['error', 'goodbye', 'heartbeat', 'snapshot', 'update']);
  }, 30_000);

  it('is valid by the schema of AsyncAPI, with and without a public address', () => {
    // The schema contains the schema of JSON Schema, which ajv would otherwise add itself.
    const ajv = new Ajv({ strict: false, validateFormats: false, meta: false });
    const validate = ajv.compile(schema);
    for (const publicUrl of [null, 'https://rates.example/fx']) {
      const { info, ...rest } = createAsyncApi({
        version: '1.0.0',
        publicUrl,
        codes: FIVE,
        snapshot: parts.feed.snapshot(),
      });
      const isValid = validate(JSON.parse(JSON.stringify({ info, ...rest })));
      expect(isValid, ajv.errorsText(validate.errors)).toBe(true);
      expect(validate(rest)).toBe(false);
    }
  }, 30_000);

  it('describes the messages of a client', () => {
    expect(QUESTIONS.map((question) => faultOf(question, 'ws'))).toEqual([null, null, null]);
  });

  it('refuses messages that are never sent', () => {
    const { epoch, seq, asOf } = parts.feed.snapshot() ?? {};
    const update = { type: 'update', epoch, seq, asOf, rates: [rateFor('KGS', '2.5')] };
    expect(faultOf(update, 'ws')).toBeNull();
    for (const wrong of [
      { ...update, rates: [{ ...rateFor('KGS', '2.5'), rate: 0.4 }] },
      { ...update, rates: [{ ...rateFor('KGS', '2.5'), rate: '4e-1' }] },
      { ...update, seq: '7' },
      { type: 'update', epoch, rates: [] },
      { type: 'ticker' },
      { type: 'error', code: 'other', message: '' },
    ]) {
      expect(faultOf(wrong, 'ws')).not.toBeNull();
    }
  });

  it('describes the query of both streams by the parameters that are read', () => {
    const names = ['codes', 'epoch', 'seq'];
    expect(Object.keys(served.channels.ws.bindings.ws.query.properties)).toEqual(names);
    expect(Object.keys(served.operations.saySse.bindings.http.query.properties)).toEqual(names);
  });

  it('has an example of each message, which its payload allows', async () => {
    await parts.commit(rateFor('KGS', '88.0000'));
    const now = (await (await fetch(`${parts.origin}/asyncapi.json`)).json()) as Description;
    for (const { name, examples } of Object.values(now.components.messages)) {
      expect(faultOf(examples?.[0]?.payload as { type: string }, 'ws'), name).toBeNull();
    }
  });

  it('names the payload of each message, for the types that generators make', () => {
    const titles = Object.values(served.components.messages).map(({ payload }) => payload.title);
    expect(titles.slice(0, 2)).toEqual(['SnapshotMessage', 'UpdateMessage']);
    expect(new Set(titles).size).toBe(10);
  });

  it('has no line end within a sentence', () => {
    expect(JSON.stringify(served)).not.toContain('\\n');
  });

  it('names no server without a public address', () => {
    expect(served).not.toHaveProperty('servers');
    expect(served.channels.ws).not.toHaveProperty('servers');
  });

  it('contains the public servers and the codes', () => {
    const { servers, components } = createAsyncApi({
      version: '1.0.0',
      publicUrl: 'https://rates.example/fx',
      codes: FIVE,
      snapshot: null,
    });
    expect(servers).toEqual({
      ws: { host: 'rates.example', protocol: 'wss', pathname: '/fx' },
      sse: { host: 'rates.example', protocol: 'https', pathname: '/fx' },
    });
    expect(components.messages.subscribe.payload).toMatchObject({
      properties: { codes: { type: 'array', items: { enum: FIVE } } },
    });
  });
});

function change() {
  const { rate } = rateFor('TJS', '2.4');
  return {
    percent: '-4.00',
    inversePercent: '4.17',
    absolute: '-0.0166666666667',
    direction: 'down' as const,
    previous: rate,
    previousDate: '2026-04-01',
  };
}
