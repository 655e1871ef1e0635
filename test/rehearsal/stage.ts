// rehearsal: the machines of a night: banks, Redis, three replicas behind nginx, and one single service.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { allPages, CALM_FIGURES, originsAt } from '../support/banks/all-banks.ts';
import { type Bank, openBank } from '../support/banks/bank.ts';
import { type ServiceChild, startChild } from '../support/service/child.ts';
import { leads } from '../support/service/fleet.ts';
import { type Stack, startStack } from '../support/service/stack.ts';
import { until } from '../support/until.ts';
import type { Printed } from './observed.ts';

type Publisher = keyof typeof CALM_FIGURES;

const CODE: Record<Publisher, string> = { nbkr: 'KGS', nbk: 'KZT', nbt: 'TJS', cbu: 'UZS', cbt: 'TMT' };
const REPLICAS = 3;
const TOKEN = 'a token for the rehearsal';

export interface Stage {
  stack: Stack;
  bank: Bank;
  /** The service on the embedded store. */
  alone(): ServiceChild;
  /** Correct figures so far, in the order of printing. */
  printed: Printed[];
  /** A bank prints another figure, in its own notation. Returns it as on the wire. */
  print(publisher: Publisher, figure: string): string;
  /** The Kyrgyz bank prints its next figure, a tyiyn above the last one. */
  printNext(): string;
  /** Waits for a leader, and returns its place. */
  leader(): Promise<number>;
  /** Polls by the operators' listener, without waiting for the next retry. */
  pollByHand(publisher: Publisher): Promise<void>;
  /** Kills the single service and starts it again with its files. */
  restartAlone(): Promise<void>;
  close(): Promise<void>;
}

/** Starts everything. The Tajik bank is down from the start, and the seed has no figure of its currency. */
export async function openStage(): Promise<Stage> {
  const dir = await mkdtemp(join(tmpdir(), 'ticker-rehearsal-'));
  const seedFile = join(dir, 'seed.json');
  const seed = { code: 'TMT', nominal: '1', value: CALM_FIGURES.cbt, date: '2026-01-01' };
  await writeFile(seedFile, JSON.stringify({ rates: [seed] }));
  const { bank, printed, print, printNext } = await openPress();
  bank.setFault({ kind: 'refuse' }, 'nbt');
  const settings = {
    ...originsAt(bank),
    SOURCES: 'nbkr,nbk,nbt,cbu,cbt,cbr',
    SEED_FILE: seedFile,
    // The windows of a bank are hours apart: here they are seconds apart.
    POLL_CRON: '* * * * * *',
    BACKFILL_DAYS: '0',
    RATE_LIMIT: '0',
    ADMIN_TOKEN: TOKEN,
  };
  // This Redis saves nothing, so that it restarts empty.
  const stack = await startStack(REPLICAS, settings, undefined, []);
  const aloneSettings = { ...settings, DATA_DIR: join(dir, 'data') };
  let alone = await startChild(aloneSettings);

  async function leader(): Promise<number> {
    let place = -1;
    await until('a leader', async () => {
      place = (await Promise.all(stack.replicas.map(leads))).indexOf(true);
      return place !== -1;
    });
    return place;
  }

  return {
    stack,
    bank,
    alone: () => alone,
    printed,
    print,
    printNext,
    leader,
    async pollByHand(publisher) {
      const leading = stack.replicas[await leader()];
      const response = await fetch(`${leading?.opsOrigin}/admin/poll?source=${publisher}`, {
        method: 'POST',
        headers: { authorization: `Bearer ${TOKEN}` },
      });
      if (!response.ok)
        throw new Error(`the poll of ${publisher} by hand was answered with ${response.status}`);
    },
    async restartAlone() {
      await alone.end('SIGKILL');
      alone = await startChild(aloneSettings);
    },
    async close() {
      await stack.stop();
      await alone.end();
      await bank.close();
      await rm(dir, { recursive: true, force: true });
    },
  };
}

/** The banks' figures of the night. The date is fixed, so that a midnight during the run changes nothing. */
async function openPress() {
  const today = new Date().toISOString().slice(0, 10);
  const newest: Partial<Record<Publisher, string>> = {};
  const printed: Printed[] = [];
  const wire = (figure: string) => figure.replace(',', '.');
  for (const id of Object.keys(CODE) as Publisher[])
    printed.push({ code: CODE[id], figure: wire(CALM_FIGURES[id]) });
  const bank = await openBank(allPages(today));
  let step = 0;

  function print(publisher: Publisher, figure: string): string {
    newest[publisher] = figure;
    printed.push({ code: CODE[publisher], figure: wire(figure) });
    bank.setPages(allPages(today, newest));
    return wire(figure);
  }

  return {
    bank,
    printed,
    print,
    printNext() {
      step += 1;
      return print('nbkr', (90 + step / 100).toFixed(4).replace('.', ','));
    },
  };
}
