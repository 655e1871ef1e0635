// widget: gets what answers a reader's hand, once it is needed, and passes everything on to it.
import type { Hands, HandsDeps, LoadHands } from './hands.ts';

/** Without hands the figures can be read all the same. */
export function createReach(loadHands: LoadHands, deps: HandsDeps, dress: (sheet: CSSStyleSheet) => void) {
  let hands: Hands | undefined;
  let isAsked = false;
  return {
    /** Asks for them where nobody has yet; what failed is asked for again the next time. */
    async ask(home: string): Promise<void> {
      if (isAsked) return;
      isAsked = true;
      try {
        const { createHands } = await loadHands(home);
        hands = createHands(deps);
        dress(hands.sheet);
      } catch {
        isAsked = false;
      }
    },
    refresh: () => hands?.refresh(),
    hide: () => hands?.hide(),
    release: () => hands?.release(),
  };
}
