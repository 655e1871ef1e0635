// test: the engine Chromium, controlled through Playwright.
import { launch } from '../chromium.ts';
import type { Launcher } from './engine.ts';

export const chromium: Launcher = {
  name: 'Chromium',
  async launch({ reducedMotion }) {
    const browser = await launch();
    return {
      async open(width, height) {
        const motion = reducedMotion ? 'reduce' : 'no-preference';
        const context = await browser.newContext({ viewport: { width, height }, reducedMotion: motion });
        const page = await context.newPage();
        return {
          evaluate: page.evaluate.bind(page),
          async goto(url) {
            await page.goto(url);
          },
          resize: (nextWidth, nextHeight) => page.setViewportSize({ width: nextWidth, height: nextHeight }),
          move: (x, y) => page.mouse.move(x, y),
          down: () => page.mouse.down(),
          up: () => page.mouse.up(),
          press: (key) => page.keyboard.press(key),
          screenshot: () => page.screenshot(),
          close: () => context.close(),
        };
      },
      close: () => browser.close(),
    };
  },
};
