// poll: what the other rows of a bank's document say, now and the last time it was believed.

import type { DocumentRow } from '../../guard/rules.ts';
import type { Bulletin, Code } from '../../rates/fixing.ts';

export interface RowMemory {
  /** The other rows of a bulletin's document, each beside what it said before. */
  of(bulletin: Bulletin): DocumentRow[];
  /** Remembers the rows of a bulletin that was believed. */
  learn(bulletin: Bulletin): void;
}

/** Kept in the process: after a restart the rule that asks for it is stricter until the first bulletin is believed. */
export function createRowMemory(): RowMemory {
  const before = new Map<Code, string>();
  return {
    of: ({ others }) =>
      [...(others ?? [])].map(([code, perUnit]) => ({ code, perUnit, before: before.get(code) ?? null })),
    learn({ others }) {
      for (const [code, perUnit] of others ?? []) before.set(code, perUnit);
    },
  };
}
