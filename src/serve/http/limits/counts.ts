// serve: counts by key, without an entry for a count of zero.

/** Counts by key. */
export interface Counts {
  of(key: string): number;
  add(key: string): void;
  /** Must be called once for each `add`. */
  remove(key: string): void;
}

export function createCounts(): Counts {
  const counts = new Map<string, number>();
  return {
    of: (key) => counts.get(key) ?? 0,
    add: (key) => void counts.set(key, (counts.get(key) ?? 0) + 1),
    remove(key) {
      const rest = (counts.get(key) ?? 1) - 1;
      if (rest === 0) counts.delete(key);
      else counts.set(key, rest);
    },
  };
}
