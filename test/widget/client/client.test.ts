import { expect, it } from 'vitest';
import { connect } from '../../../widget/client/client.ts';

it.each(['', '/rates', 'rates.example', 'mailto:a@rates.example'])(
  'refuses %j as an address at once',
  (src) => {
    expect(() => connect({ src, fetch: async () => expect.fail('no request') })).toThrow(TypeError);
  },
);
