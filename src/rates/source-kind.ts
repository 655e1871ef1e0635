// rates: what follows from the kind of a source.
import type { SourceKind } from './wire.ts';

const PUBLISHED: Record<SourceKind, boolean> = { official: true, market: true, seed: false, demo: false };

/** Whether a publisher stands behind figures of this kind: the seed's are shipped or set by hand, the demo's invented. */
export function isPublished(kind: SourceKind): boolean {
  return PUBLISHED[kind];
}
