import { expect, it } from 'vitest';
import { jsonText } from '../../src/command/terminal.ts';

it('JSON steers no terminal and is the same JSON', () => {
  // CSI as one character, which xterm obeys, beside the two that JSON escapes anyway.
  const hostile = { name: 'Bank \u009b31m \x1b[31m \u007f', rates: ['87.4500'] };
  for (const text of [jsonText(hostile), jsonText(hostile, 2)]) {
    expect(text.replaceAll('\n', '')).not.toMatch(/\p{Cc}/u);
    expect(JSON.parse(text)).toEqual(hostile);
  }
});
