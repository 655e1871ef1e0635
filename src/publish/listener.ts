// publish: the listeners, grouped by medium and selection of codes, because a group shares its encoded frames.
import type { Code } from '../rates/fixing.ts';
import { type Channel, createChannel, type Medium } from './channel.ts';

/** One open stream. Only the hub changes it. */
export interface Listener<Target> {
  readonly target: Target;
  group: Group<Target>;
  /** The position up to which it got changes. An epoch other than the feed's means that it got none. */
  epoch: string;
  seq: number;
  /** Time of the last write, in milliseconds of the monotonic clock. */
  sentAt: number;
  /** Time since which it has unsent bytes, by the same clock; `DRAINED` = none. */
  stalledAt: number;
  /** What it gets after it has drained: the newest value of each changed currency, or the rest of a replay. */
  owed: 'nothing' | 'newest' | 'replay';
}

/** Not a time: the monotonic clock starts at zero. */
export const DRAINED = -1;

/** The listeners of one selection over one medium. `codes: null` = all. */
export interface Group<Target> {
  readonly key: string;
  readonly codes: ReadonlySet<Code> | null;
  readonly medium: Medium<Target>;
  readonly channel: Channel;
  readonly listeners: Set<Listener<Target>>;
}

/** All listeners by group. */
export interface Groups<Target> extends Iterable<Group<Target>> {
  /** The group of a selection; it is created for its first listener. */
  of(medium: Medium<Target>, codes: ReadonlySet<Code> | null): Group<Target>;
  /** Removes a listener, and its group with the last listener. A second call does nothing. */
  leave(listener: Listener<Target>): void;
  /** Number of listeners. */
  readonly size: number;
}

/** Creates an empty list. */
export function createGroups<Target>(): Groups<Target> {
  const groups = new Map<string, Group<Target>>();
  return {
    [Symbol.iterator]: () => groups.values(),
    of(medium, codes) {
      const key = `${medium.name} ${codes === null ? '*' : [...codes].sort().join()}`;
      const known = groups.get(key);
      if (known !== undefined) return known;
      const channel = createChannel(medium.frame, codes);
      const group = { key, codes, medium, channel, listeners: new Set<Listener<Target>>() };
      groups.set(key, group);
      return group;
    },
    leave(listener) {
      const { key, listeners } = listener.group;
      // After a second call the key may belong to a newer group.
      if (listeners.delete(listener) && listeners.size === 0) groups.delete(key);
    },
    get size() {
      let size = 0;
      for (const { listeners } of groups.values()) size += listeners.size;
      return size;
    },
  };
}
