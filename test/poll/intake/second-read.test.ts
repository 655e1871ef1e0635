import { describe, expect, it } from 'vitest';
import { createSecondRead } from '../../../src/poll/intake/second-read.ts';
import { fixingOf } from '../../support/figures.ts';

const figure = (perDollar: string) => fixingOf('KGS', perDollar);
const reads =
  (...perDollars: string[]) =>
  async () =>
    perDollars.map(figure);
const never = async () => expect.unreachable('read again');

describe('a new figure', () => {
  it('is confirmed by a second read with the same figure', async () => {
    await createSecondRead().confirm(figure('87.4500'), reads('87.4500'));
  });

  it('is refused when the second read has another figure, also within the band, or none', async () => {
    const look = createSecondRead();
    await expect(look.confirm(figure('87.4600'), reads('87.4500'))).rejects.toThrow(
      'KGS read as 87.4600 for 1 on 2026-04-02, and then as 87.4500 for 1 on 2026-04-02',
    );
    await expect(look.confirm(figure('87.4600'), reads())).rejects.toThrow('and then as missing');
  });

  it('is confirmed by the last read of the poll before, also by its second read', async () => {
    const look = createSecondRead();
    await expect(look.confirm(figure('87.4600'), reads('87.4500'))).rejects.toThrow();
    await look.confirm(figure('87.4500'), never);
  });

  it('is not confirmed by a read before a poll with a known figure', async () => {
    const look = createSecondRead();
    await expect(look.confirm(figure('87.4600'), reads('87.4500'))).rejects.toThrow();
    look.forget('KGS');
    await expect(look.confirm(figure('87.4500'), reads('87.4600'))).rejects.toThrow();
  });

  it('is confirmed by a first read after which the bank did not answer', async () => {
    const look = createSecondRead();
    const silent = async () => Promise.reject(new Error('silent'));
    await expect(look.confirm(figure('87.4500'), silent)).rejects.toThrow('silent');
    await look.confirm(figure('87.4500'), never);
  });
});
