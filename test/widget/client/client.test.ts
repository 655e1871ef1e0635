import { expect, it } from 'vitest';
import { connect } from '../../../widget/client/client.ts';

it.each([
  '',
  '/rates',
  'rates.example',
  'localhost:3000',
  'mailto:a@rates.example',
  'ws://rates.example',
  'ftp://rates.example',
])('refuses %j as an address at once, with the form that it must have', (src) => {
  const start = () => connect({ src, fetch: async () => expect.fail('no request') });
  expect(start).toThrow(TypeError);
  expect(start).toThrow(`src: must be an http or https address like https://rates.example, not ${src}`);
});
