// rehearsal: the operator's view: the replicas' metrics, readiness, logs and `/sources`.
import type { SourceReport } from '../../src/rates/wire.ts';
import type { ServiceChild } from '../support/service/child.ts';
import { metric } from '../support/service/metric.ts';
import type { Stage } from './stage.ts';

export interface Look {
  /** HTTP status of `/readyz` of each replica; 0 = no answer. */
  ready: number[];
  /** Place of the leader, counted from 1; 0 = none. */
  leader: number;
  /** Whether each replica reaches its store. */
  storeUp: boolean[];
  /** Failing publishers and held figures: `cbu source-unreachable`, `nbk holds KZT (power-of-ten)`. */
  troubles: string[];
  /** Warnings and errors of all logs since the last look, each with its count. */
  warnings: string[];
}

/** The current answer of `/sources`. */
export async function sourcesOf(origin: string): Promise<SourceReport[]> {
  return ((await (await fetch(`${origin}/sources`)).json()) as { sources: SourceReport[] }).sources;
}

export function createOperator(stage: Stage) {
  const readTo = new Map<ServiceChild, number>();

  /** The log of a replaced replica counts as well. */
  function warnings(children: readonly ServiceChild[]): string[] {
    const counts = new Map<string, number>();
    for (const child of children) {
      const from = readTo.get(child) ?? 0;
      readTo.set(child, child.lines.length);
      for (const { level, msg, source } of child.lines.slice(from)) {
        if (level !== 'warn' && level !== 'error') continue;
        const text = source === undefined ? `${msg}` : `${source}: ${msg}`;
        counts.set(text, (counts.get(text) ?? 0) + 1);
      }
    }
    return [...counts].map(([text, count]) => (count === 1 ? text : `${text} ×${count}`));
  }

  return {
    async look(): Promise<Look> {
      const { replicas, origin } = stage.stack;
      const ready = replicas.map(
        async (it) => (await fetch(`${it.origin}/readyz`).catch(() => null))?.status ?? 0,
      );
      const leading = replicas.map((it) => metric(it, 'ticker_leads'));
      const up = replicas.map((it) => metric(it, 'ticker_store_up'));
      const sources = await sourcesOf(origin).catch(() => []);
      return {
        ready: await Promise.all(ready),
        leader: (await Promise.all(leading)).indexOf(1) + 1,
        storeUp: (await Promise.all(up)).map((it) => it === 1),
        troubles: sources.flatMap(troublesOf),
        warnings: warnings([...replicas, stage.alone()]),
      };
    },
  };
}

function troublesOf({ id, lastError, lastGoodPoll, held }: SourceReport): string[] {
  const isDown = lastError !== null && (lastGoodPoll === null || lastError.at > lastGoodPoll);
  return [
    ...(isDown ? [`${id} ${lastError.kind}`] : []),
    ...held.map(({ code, rule }) => `${id} holds ${code} (${rule})`),
  ];
}
