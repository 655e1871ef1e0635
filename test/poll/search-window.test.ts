import { beforeEach, describe, expect, it } from 'vitest';
import { createSearchWindow, type SearchWindow } from '../../src/poll/search-window.ts';
import { nbk } from '../../src/sources/banks/nbk.ts';

const NOW = new Date('2030-02-13T06:00:00Z');
let searchWindow: SearchWindow;
beforeEach(() => {
  searchWindow = createSearchWindow(nbk.calendar);
});

describe('the search window', () => {
  it('is a year and the longest closure in the first search, and while the bank is unreachable', () => {
    expect(searchWindow.since(NOW)).toBe('2029-02-01');
    expect(searchWindow.since(NOW)).toBe('2029-02-01');
  });

  it('is the longest closure after a bulletin was found within it', () => {
    searchWindow.note('2030-02-13');
    expect(searchWindow.since(NOW)).toBe('2030-02-01');
  });

  it('is the longest closure after a search that found nothing', () => {
    searchWindow.note(null);
    expect(searchWindow.since(NOW)).toBe('2030-02-01');
  });

  it('reaches back to the last bulletin of a bank that has stopped publishing', () => {
    searchWindow.note('2029-11-20');
    searchWindow.note(null);
    expect(searchWindow.since(NOW)).toBe('2029-11-20');
    expect(searchWindow.since(new Date('2030-03-13T06:00:00Z'))).toBe('2029-11-20');
  });

  it('does not reach back to a date of long ago', () => {
    searchWindow.note('2001-01-01');
    expect(searchWindow.since(NOW)).toBe('2030-02-01');
  });
});
