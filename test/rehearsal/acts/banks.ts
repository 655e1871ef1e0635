// rehearsal: the banks' faults of a night: one is down from the start, one goes down for hours, one prints an extra
// zero.
import { setTimeout as sleep } from 'node:timers/promises';
import type { Snapshot } from '../../../src/rates/wire.ts';
import { metric } from '../../support/service/metric.ts';
import { sourcesOf } from '../operator.ts';
import type { Scene } from '../scene.ts';
import type { Stage } from '../stage.ts';

/** The fault table's time until all replicas show a change. */
export const SHOWN_MS = 3_000;
const QUIET_CHANGES = 5;
const LIE_MS = 15_000;

/** Whether readers at nginx get this figure. */
export async function isShown({ stack }: Stage, code: string, figure: string): Promise<boolean> {
  const { rates } = (await (await fetch(`${stack.origin}/rates`)).json()) as Snapshot;
  return rates.some(({ base, inverse }) => base === code && inverse === figure);
}

/** Whether the log of any replica has such a line. */
export const logged = ({ stack }: Stage, fits: (line: Record<string, unknown>) => boolean) =>
  stack.replicas.some(({ lines }) => lines.some(fits));

/** The report of one publisher in `/sources`. */
export const sourceOf = async ({ stack }: Stage, id: string) =>
  (await sourcesOf(stack.origin)).find((source) => source.id === id);

/** A quiet evening, except for the bank that has been unreachable since the start of the service. */
export async function evening({ stage, mark, says, recovers }: Scene): Promise<void> {
  await mark('A quiet evening. The Tajik bank has not answered since the start.');
  await says('missing', 'no TJS', {
    '/rates/TJS': async () => {
      const answer = await fetch(`${stage.stack.origin}/rates/TJS`);
      return answer.status === 503 && (await answer.text()).includes('no rate for TJS yet');
    },
    '/sources': async () => (await sourceOf(stage, 'nbt'))?.lastError?.kind === 'source-unreachable',
    'the log': () => logged(stage, (it) => it.source === 'nbt' && it.msg === 'poll failed'),
  });
  for (let change = 0; change < QUIET_CHANGES; change += 1) {
    const figure = stage.printNext();
    await recovers('a change shown', SHOWN_MS, () => isShown(stage, 'KGS', figure));
    await sleep(1_000);
  }
}

/** One bank recovers, another is down for the rest of the night and prints a figure that cannot be read. */
export async function banksDown({ stage, mark, says, recovers }: Scene): Promise<string> {
  await mark('The Tajik bank is back, an operator polls it by hand.');
  stage.bank.setFault(null, 'nbt');
  await stage.pollByHand('nbt');
  await recovers('TJS shown once its bank was back', SHOWN_MS, () => isShown(stage, 'TJS', '10.0000'));
  await sleep(2_000);
  await mark('The Uzbek bank goes down, and is down until the morning.');
  stage.bank.setFault({ kind: 'status', status: 503 }, 'cbu');
  await says('down', 'the Uzbek bank', {
    '/sources': async () => (await sourceOf(stage, 'cbu'))?.lastError?.kind === 'source-unreachable',
    'the log': () => logged(stage, (it) => it.source === 'cbu' && it.msg === 'poll failed'),
  });
  const unread = stage.print('cbu', '12010.00');
  const figure = stage.printNext();
  await recovers('a change shown while a bank is down', SHOWN_MS, () => isShown(stage, 'KGS', figure));
  await sleep(3_000);
  return unread;
}

/** The Kazakh bank prints an extra zero. */
export async function liar({ stage, audiences, mark, says, recovers }: Scene): Promise<void> {
  await mark('The Kazakh bank prints 5000.00 in place of 500.00, again and again.');
  const lie = (body: Buffer) => Buffer.from(body.toString().replaceAll('500.00', '5000.00'));
  stage.bank.setFault({ kind: 'damage', damage: lie }, 'nbk');
  const isHeld = ({ base, status }: { base: string; status: string }) => base === 'KZT' && status === 'held';
  const metrics = stage.stack.replicas[await stage.leader()];
  await says('held', 'KZT', {
    '/rates': async () => {
      const snapshot = (await (await fetch(`${stage.stack.origin}/rates`)).json()) as Snapshot;
      return snapshot.rates.some(isHeld);
    },
    'every stream': () =>
      audiences.every(({ listeners }) =>
        listeners.every(({ received }) => received.some(({ rates }) => JSON.parse(rates).some(isHeld))),
      ),
    '/sources': async () => (await sourceOf(stage, 'nbk'))?.held[0]?.rule === 'power-of-ten',
    'the metrics': async () => metrics !== undefined && (await metric(metrics, 'ticker_held')) > 0,
    'the log': () => logged(stage, (it) => it.source === 'nbk' && `${it.msg}`.startsWith('held: ')),
  });
  await sleep(LIE_MS);
  await mark('The Kazakh bank mends its page: 501.25.');
  stage.bank.setFault(null, 'nbk');
  const figure = stage.print('nbk', '501.25');
  await recovers('KZT shown once its bank was mended', SHOWN_MS, () => isShown(stage, 'KZT', figure));
  await sleep(2_000);
}

/** The bank that was down all night recovers. */
export async function morning({ stage, mark, recovers }: Scene, unread: string): Promise<void> {
  await mark('Morning. The Uzbek bank is back, an operator polls it by hand.');
  stage.bank.setFault(null, 'cbu');
  await stage.pollByHand('cbu');
  await recovers('UZS shown once its bank was back', SHOWN_MS, () => isShown(stage, 'UZS', unread));
  await sleep(2_000);
}
