// widget: loads the part for pointer and keyboard, and forwards calls to it.
import type { Hands, HandsDeps, LoadHands } from './interaction.ts';

/** Until the part is loaded, or if it cannot be loaded, the figures are shown all the same. */
export function createReach(loadHands: LoadHands, deps: HandsDeps, dress: (sheet: CSSStyleSheet) => void) {
  let hands: Hands | undefined;
  let isAsked = false;
  return {
    /** Loads the part once. After a failure the next call tries again. */
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
