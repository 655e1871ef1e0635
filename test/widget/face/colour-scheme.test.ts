import { describe, expect, it } from 'vitest';
import { schemeFor } from '../../../widget/face/colour-scheme.ts';

describe('the colour scheme for a text colour', () => {
  it.each([
    ['rgb(0, 0, 0)', 'light'],
    ['rgb(102, 102, 102)', 'light'],
    ['rgba(255, 255, 255, 0.87)', 'dark'],
    ['color(srgb 0.93 0.93 0.93)', 'dark'],
    ['color(srgb 1e-7 0.02 0.1 / 0.5)', 'light'],
    // Readable on light and on dark backgrounds: the page's own scheme decides.
    ['rgb(140, 140, 140)', ''],
  ])('%s is %j', (textColour, scheme) => expect(schemeFor(textColour)).toBe(scheme));
});
