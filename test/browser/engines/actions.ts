// test: mouse and keys as actions of WebDriver, for the browsers that are controlled by it.
import { type EnginePage, KEYS } from './engine.ts';

/** A sequence of actions of one device. */
type Sequence = { type: string; id: string; actions: Record<string, unknown>[]; parameters?: object };

/** Returns the mouse and the keys of a page. `perform` sends actions to its browser. */
export function createInput(
  perform: (actions: Sequence[]) => Promise<unknown>,
): Pick<EnginePage, 'move' | 'down' | 'up' | 'press'> {
  const mouse = async (action: Record<string, unknown>) => {
    const parameters = { pointerType: 'mouse' };
    await perform([{ type: 'pointer', id: 'mouse', parameters, actions: [action] }]);
  };
  return {
    move: (x, y) => mouse({ type: 'pointerMove', x: Math.round(x), y: Math.round(y), duration: 0 }),
    down: () => mouse({ type: 'pointerDown', button: 0 }),
    up: () => mouse({ type: 'pointerUp', button: 0 }),
    async press(key) {
      const actions = ['keyDown', 'keyUp'].map((type) => ({ type, value: KEYS[key] }));
      await perform([{ type: 'key', id: 'keys', actions }]);
    },
  };
}
