// publish: who listens to what: the listeners of one selection over one medium share their frames.
import type { Code } from '../rates/fixing.ts';
import { type Channel, createChannel, type Medium } from './channel.ts';

/** Somebody who listens. Only the hub changes it. */
export interface Listener<Target> {
  readonly target: Target;
  group: Group<Target>;
  /** Served up to here. An epoch that is not the feed's: not served at all. */
  epoch: string;
  seq: number;
  /** When something was last sent, in milliseconds of the monotonic clock. */
  saidAt: number;
  /** Since when not all that was sent has left, by the same clock; `DRAINED` = it has. */
  stalledAt: number;
  /**
   * What it is told once it has drained: after a stall the newest values of what changed; amid a replay the next of
   * what it came back for.
   */
  owed: 'nothing' | 'newest' | 'replay';
}

export interface Group<Target> {
  key: string;
  codes: ReadonlySet<Code> | null;
  medium: Medium<Target>;
  channel: Channel;
  listeners: Set<Listener<Target>>;
}

/** No time of a clock that starts at zero. */
export const DRAINED = -1;

export interface Groups<Target> {
  /** The group of a selection, made when nobody has it yet. */
  of(medium: Medium<Target>, codes: ReadonlySet<Code> | null): Group<Target>;
  /** Takes a listener out of its group; an empty group is forgotten. */
  leave(listener: Listener<Target>): void;
  all(): Iterable<Group<Target>>;
}

export function createGroups<Target>(): Groups<Target> {
  const groups = new Map<string, Group<Target>>();
  return {
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
      const { group } = listener;
      // Twice is once: meanwhile another group may have the key.
      if (group.listeners.delete(listener) && group.listeners.size === 0) groups.delete(group.key);
    },
    all: () => groups.values(),
  };
}
