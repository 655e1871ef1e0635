// publish: who listens, grouped by medium and selection of codes, because a group shares its encoded frames.
import type { Code } from '../rates/fixing.ts';
import { type Channel, createChannel, type Medium } from './channel.ts';

/** One open stream. Only the hub changes it. */
export interface Listener<Target> {
  readonly target: Target;
  group: Group<Target>;
  /** Position up to which it was served. An epoch that is not the feed's: it was not served at all. */
  epoch: string;
  seq: number;
  /** When something was last sent, in milliseconds of the monotonic clock. */
  sentAt: number;
  /** Since when a part of what was sent has not left, by the same clock; `DRAINED` = all has left. */
  stalledAt: number;
  /** What is sent once it has drained: the newest value of each changed currency, or the rest of a replay. */
  owed: 'nothing' | 'newest' | 'replay';
}

/** No time of a clock that starts at zero. */
export const DRAINED = -1;

/** The listeners of one selection over one medium. `codes: null` = all. */
export interface Group<Target> {
  readonly key: string;
  readonly codes: ReadonlySet<Code> | null;
  readonly medium: Medium<Target>;
  readonly channel: Channel;
  readonly listeners: Set<Listener<Target>>;
}

export interface Groups<Target> extends Iterable<Group<Target>> {
  /** The group of a selection; it is made when the first listener asks for it. */
  of(medium: Medium<Target>, codes: ReadonlySet<Code> | null): Group<Target>;
  /** Removes a listener, and its group with the last one. A second call changes nothing. */
  leave(listener: Listener<Target>): void;
  /** Number of listeners. */
  readonly size: number;
}

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
