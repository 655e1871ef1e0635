// widget: loads the part for pointer and keyboard, and forwards calls to it.
import type { Interaction, InteractionDeps, LoadInteraction } from './interaction.ts';

/**
 * `addSheet` receives the styles of the part. Until the part is loaded, or if it cannot be loaded, the figures are shown
 * all the same.
 */
export function createLazyInteraction(
  load: LoadInteraction,
  deps: InteractionDeps,
  addSheet: (sheet: CSSStyleSheet) => void,
) {
  let interaction: Interaction | undefined;
  let isRequested = false;
  return {
    /** Loads the part once. After a failure the next call tries again. Never rejects. */
    async request(home: string): Promise<void> {
      if (isRequested) return;
      isRequested = true;
      try {
        const { createInteraction } = await load(home);
        interaction = createInteraction(deps);
        addSheet(interaction.sheet);
      } catch {
        isRequested = false;
      }
    },
    refresh: () => interaction?.refresh(),
    hide: () => interaction?.hide(),
    release: () => interaction?.release(),
  };
}
