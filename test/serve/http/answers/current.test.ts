import { expect, it } from 'vitest';
import { createCurrentAnswers } from '../../../../src/serve/http/answers/current.ts';
import { prepare } from '../../../../src/serve/http/answers/prepared.ts';
import { snapshotOf } from '../../../support/fixed-feed.ts';

const contextOf = (url: string) => ({ env: { incoming: { url, headers: {} } } }) as never;

it('keeps a bounded number of addresses, and none that is long', () => {
  const snapshot = snapshotOf([]);
  const answers = createCurrentAnswers({ snapshot: () => snapshot }, () => 0);
  const respond = (url: string) =>
    answers.respond(contextOf(url), snapshot, url, 'no-cache', () => prepare(url, 'text/plain'));
  for (let index = 0; index < 1_000; index += 1) respond(`/rates?codes=${index}`);
  const found = Array.from({ length: 1_000 }, (_, index) => answers.find(`/rates?codes=${index}`, {}));
  expect(found.filter((it) => it !== null).length).toBeLessThanOrEqual(256);
  expect(found.at(-1)?.form.bytes).toBe('/rates?codes=999');
  const long = `/rates?codes=${'K'.repeat(200)}`;
  respond(long);
  expect(answers.find(long, {})).toBeNull();
});

it('finds nothing after the snapshot was replaced, even at the same position', () => {
  let snapshot = snapshotOf([]);
  const answers = createCurrentAnswers({ snapshot: () => snapshot }, () => 0);
  answers.respond(contextOf('/rates'), snapshot, '', 'no-cache', () => prepare('1', 'text/plain'));
  expect(answers.find('/rates', {})).not.toBeNull();
  snapshot = snapshotOf([]);
  expect(answers.find('/rates', {})).toBeNull();
});
