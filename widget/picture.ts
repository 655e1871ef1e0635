// widget: what a picture of the ticker has in common with it: the words of all languages, the figures, the line of a
// card. The service draws pictures, and gets this as a bundle: the element itself has one language at a time.
import { LANGUAGES, tableOf } from './text/table.ts';
import { learn } from './text/words.ts';

for (const language of LANGUAGES) learn(language, tableOf(language));

export { DAYS as HISTORY_DAYS, MIN_REACH, reachOf, shapeOf } from './face/spark.ts';
export { type Cut, cutTo, type Direction } from './text/numbers.ts';
export { commonBadge } from './text/states.ts';
export { dateText } from './text/time.ts';
export { bankOf, type View, viewOf } from './text/view.ts';
export { type Words, wordsFor } from './text/words.ts';
