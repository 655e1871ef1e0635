// test: messages as short lines.
import type { ServerMessage } from '../../../src/rates/wire.ts';

/** `update 3 KGS2,KZT1`: the rates by code and local units for a dollar. */
export const brief = (messages: readonly ServerMessage[]): string[] =>
  messages.map((it) =>
    'rates' in it ? `${it.type} ${it.seq} ${it.rates.map((rate) => rate.base + rate.inverse)}` : it.type,
  );
