// poll: a new figure is read twice before anybody sees it.
import type { Bulletin, Code } from '../../rates/fixing.ts';
import { unreadable } from '../../sources/source.ts';

export interface SecondRead {
  /**
   * Returns when a second read, `again` or the poll before, has said the same. Throws `source-unreadable` when the two
   * differ, and what the read throws.
   */
  confirm(bulletin: Bulletin, again: () => Promise<Bulletin[]>): Promise<void>;
  /** A poll that read a known figure lies between: what was read before it confirms nothing any more. */
  forget(code: Code): void;
}

/**
 * A digit that is damaged on its way, or a file caught while its bank writes it, may stay inside every band: NBKR and
 * NBT print nothing that a figure could be checked against. Damaged twice in the same way it is not. A new figure comes
 * once a day, so this costs a bank one request a day.
 */
export function createSecondRead(): SecondRead {
  const seen = new Map<Code, string>();
  const textOf = ({ date, printed, nominal }: Bulletin) => `${printed} for ${nominal} on ${date}`;
  return {
    forget: (code) => void seen.delete(code),
    async confirm(bulletin, again) {
      const { code } = bulletin;
      const text = textOf(bulletin);
      // The poll before may have been cut off after its first read: that one counts.
      if (seen.get(code) === text) return;
      seen.set(code, text);
      const second = (await again()).find((it) => it.code === code);
      const secondText = second === undefined ? 'missing' : textOf(second);
      seen.set(code, secondText);
      if (secondText !== text) throw unreadable(`${code} read as ${text}, and then as ${secondText}`);
    },
  };
}
