// widget: the parts that pictures share with the element: texts of all languages, number formats, the line of a card.
// The service imports it as a bundle.
import { LANGUAGES, tableOf } from './text/table.ts';
import { addWords } from './text/words.ts';

for (const language of LANGUAGES) addWords(language, tableOf(language));

export { DAYS as HISTORY_DAYS, MIN_REACH, reachOf, shapeOf } from './face/spark.ts';
export { type Direction, numberFormatOf, type PriceFormat } from './text/numbers.ts';
export { commonBadge } from './text/states.ts';
export { dateText } from './text/time.ts';
export { bankOf, type RateView, viewOf } from './text/view.ts';
export { type Words, wordsFor } from './text/words.ts';
