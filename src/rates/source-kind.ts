// rates: what follows from the kind of a source.
import type { SourceKind } from './wire.ts';

const PUBLISHED: Record<SourceKind, boolean> = { official: true, market: true, seed: false, demo: false };

/** Whether figures of this kind have a publisher. The seed's are shipped or set by hand, and the demo's are invented. */
export function isPublished(kind: SourceKind): boolean {
  return PUBLISHED[kind];
}
