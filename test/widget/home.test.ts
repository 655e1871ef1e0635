import { describe, expect, it } from 'vitest';
import { homeOf } from '../../widget/home.ts';

describe('the home of a script', () => {
  it.each([
    ['https://rates.example/widget.js', 'https://rates.example/'],
    ['https://rates.example/fx/widget.js?v=2', 'https://rates.example/fx/'],
    ['https://rates.example/widget/0.1.0-abcdef12.js', 'https://rates.example/'],
    ['https://rates.example/fx/widget/0.1.0-abcdef12.js', 'https://rates.example/fx/'],
    // A service that is mounted under such a name.
    ['https://rates.example/widget/widget.js', 'https://rates.example/widget/'],
  ])('%s is %s', (script, home) => expect(homeOf(script)).toBe(home));
});
