// poll: the other rows of a bank's document, now and in the last accepted document.

import type { DocumentRow } from '../../guard/rules.ts';
import type { Bulletin, Code } from '../../rates/fixing.ts';

/** The other rows of the last accepted document. */
export interface RowMemory {
  /** The other rows of a bulletin's document, each with its figure before. */
  of(bulletin: Bulletin): DocumentRow[];
  /** Keeps the rows of an accepted bulletin. */
  learn(bulletin: Bulletin): void;
}

/** Kept in the process: after a restart the rule that uses it is stricter until the first bulletin is accepted. */
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
