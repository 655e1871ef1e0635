// test: all foreign pages of the gallery.
import { LAYOUTS } from './layouts.ts';
import { RESETS } from './resets.ts';
import { SCHEMES } from './schemes.ts';
import type { Stranger } from './stranger.ts';
import { WORLDS } from './worlds.ts';

export const STRANGERS: readonly Stranger[] = [...LAYOUTS, ...RESETS, ...SCHEMES, ...WORLDS];
