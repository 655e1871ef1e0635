// poll: a new figure is read twice before it is published.
import type { Bulletin, Code } from '../../rates/fixing.ts';
import { unreadable } from '../../sources/source.ts';

/** The reads of new figures that are not confirmed yet. */
export interface SecondRead {
  /**
   * Returns when a second read, by `again` or in the poll before, had the same figure. Throws `source-unreadable`
   * when the two differ, and the errors of the read.
   */
  confirm(bulletin: Bulletin, again: () => Promise<Bulletin[]>): Promise<void>;
  /** Forgets the earlier reads, after a poll that read a known figure: they no longer confirm a new one. */
  forget(code: Code): void;
}

/**
 * A digit that is damaged in transfer, or in a file that the bank is writing, can stay inside every band, and NBKR
 * and NBT print nothing with which a figure can be checked. Two reads are not damaged in the same way. A new figure
 * comes once a day, so that this is one more request a day.
 */
export function createSecondRead(): SecondRead {
  const seen = new Map<Code, string>();
  const textOf = ({ date, printed, nominal }: Bulletin) => `${printed} for ${nominal} on ${date}`;
  return {
    forget: (code) => void seen.delete(code),
    async confirm(bulletin, again) {
      const { code } = bulletin;
      const text = textOf(bulletin);
      // The poll before may have failed after its first read: that read counts.
      if (seen.get(code) === text) return;
      seen.set(code, text);
      const second = (await again()).find((it) => it.code === code);
      const secondText = second === undefined ? 'missing' : textOf(second);
      seen.set(code, secondText);
      if (secondText !== text) throw unreadable(`${code} read as ${text}, and then as ${secondText}`);
    },
  };
}
