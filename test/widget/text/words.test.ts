import { describe, expect, it } from 'vitest';
import { LANGUAGES, tableOf } from '../../../widget/text/table.ts';
import { agoText, dateText } from '../../../widget/text/time.ts';
import { addWords, wordsFor } from '../../../widget/text/words.ts';

for (const language of LANGUAGES.slice(1)) addWords(language, tableOf(language));

const NOW = Date.parse('2026-05-23T12:00:00Z');
const ago = (minutes: number, language: string) =>
  agoText(new Date(NOW - minutes * 60_000).toISOString(), NOW, wordsFor(language));

describe('a language', () => {
  it.each(LANGUAGES)('%s has every word', (language) => {
    const { wordFor } = wordsFor(language);
    for (const word of [
      'KGS',
      'KZT',
      'TJS',
      'UZS',
      'TMT',
      'rates',
      'unreachable',
      'none',
      'pause',
      'stale',
      'held',
      'seed',
      'ago',
    ]) {
      expect(wordFor(word)).not.toBe('');
      expect(wordFor(word)).not.toContain('|');
      if (language !== 'en') expect(wordFor(word)).not.toBe(word);
    }
  });

  it('that nobody has written down is English', () => {
    expect(wordsFor('de').wordFor('pause')).toBe('Pause');
    expect(wordsFor('RU-kg').wordFor('pause')).toBe('Пауза');
  });

  it('says what is not in its table as it is, whatever it is called', () => {
    expect(wordsFor('ru').wordFor('constructor')).toBe('constructor');
  });
});

describe('time', () => {
  it.each([
    [0, 'en', '1 minute ago'],
    [5, 'en', '5 minutes ago'],
    [61, 'en', '1 hour ago'],
    [1, 'ru', '1 минуту назад'],
    [3, 'ru', '3 минуты назад'],
    [5, 'ru', '5 минут назад'],
    [11, 'ru', '11 минут назад'],
    [21, 'ru', '21 минуту назад'],
    [52, 'ru', '52 минуты назад'],
    [180, 'ru', '3 часа назад'],
    [5, 'ky', '5 мүнөт мурун'],
    [5, 'tk', '5 minut öň'],
    [3_000, 'en', '2026-05-21'],
    [3_000, 'tg', '21.05.2026'],
  ])('%d minutes in %s are %s', (minutes, language, text) => expect(ago(minutes, language)).toBe(text));

  it('names a day as the language does', () => {
    expect(dateText('2026-05-23', wordsFor('en'))).toBe('2026-05-23');
    expect(dateText('2026-05-23', wordsFor('uz'))).toBe('23.05.2026');
  });
});
