import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { childrenOf, childText, readXml } from '../../../src/sources/reading/xml.ts';
import { cbrDaily, cbtDay, nbkDay, nbkrDaily, nbtDay, nbtRange } from '../../support/banks/documents.ts';

const unreadable = expect.objectContaining({ kind: 'source-unreadable' });

describe('the XML reader', () => {
  it('counts no level inside a comment, a CDATA section or a quoted value', () => {
    const text = `<a c="${'>'.repeat(20)}"><!--${'<x>'.repeat(20)}--><b><![CDATA[${'<x>'.repeat(20)}]]></b></a>`;
    expect(readXml(text, 'a').attributes.get('c')).toBe('>'.repeat(20));
  });

  it('returns text as it is written: 0012 and 5.40 are unchanged', () => {
    const root = readXml('<a k="0012"><b>5.40</b><b> 0x10 </b></a>', 'a');
    expect(root.attributes.get('k')).toBe('0012');
    expect(childrenOf(root, 'b').map((it) => it.text)).toEqual(['5.40', '0x10']);
    expect(childText(root, 'c')).toBeUndefined();
  });

  it('ignores a byte order mark, a declaration, comments and carriage returns', () => {
    const text = '\ufeff<?xml version="1.0"?>\r\n<!-- a bank -->\r\n<a>\r\n\t<b>1</b>\r\n</a>\r\n';
    expect(childText(readXml(text, 'a'), 'b')).toBe('1');
  });

  it('expands the five predefined entities and no other', () => {
    const text = '<a><b>&lt;&gt;&amp;&quot;&apos;</b><b>&#57;&euro;</b></a>';
    expect(childrenOf(readXml(text, 'a'), 'b').map((it) => it.text)).toEqual(['<>&"\'', '&#57;&euro;']);
  });

  it.each([
    ['another root', '<html><body/></html>'],
    ['two roots', '<a></a><a></a>'],
    ['no markup', 'Service temporarily unavailable'],
    ['nothing', ''],
    ['a root that is not closed', '<a><b>1</b>'],
    ['a child that is not closed', '<a><b>1</a>'],
    ['crossed elements', '<a><b><c>1</b></c></a>'],
    ['text behind the root', '<a><b>1</b></a> and more'],
    ['a DOCTYPE', '<!DOCTYPE a><a><b>1</b></a>'],
    ['a declared entity', '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>'],
    ['a comment that stays open', '<a><b>1</b></a><!-- '],
    ['a tag inside a tag', '<a><b <c>1</c></a>'],
    ['a quote that stays open', '<a><b c="1>1</b></a>'],
    ['a text of five thousand characters', `<a><b>${'1'.repeat(5_000)}</b></a>`],
    ['a comment of five thousand characters', `<a><!--${'-'.repeat(5_000)}--><b>1</b></a>`],
    ['ten thousand elements', `<a>${'<b/>'.repeat(10_001)}</a>`],
    ['nine levels', `${'<a>'.repeat(9)}${'</a>'.repeat(9)}`],
  ])('refuses %s', (_what, text) => {
    expect(() => readXml(text, 'a')).toThrow(unreadable);
  });

  it('refuses a hundred thousand levels without recursion', () => {
    expect(() => readXml('<a>'.repeat(100_000), 'a')).toThrow(/nested deeper than 8/);
  });

  it.each([
    ['rates', nbkDay('2030-01-08', '500.1')],
    ['CurrencyRates', nbkrDaily('2030-01-08', '90,1000')],
    ['ValCurs', nbtDay('2030-01-08', '10.1000')],
    ['ValCurs', nbtRange({ '2030-01-08': '10.1000' })],
    ['cbt_currency_rate', cbtDay('08.01.2030', '3.5')],
    ['ValCurs', cbrDaily('2030-01-10', { USD: ['1', '90,0000'] })],
  ])('refuses a %s document wherever it is cut off', (root, text) => {
    for (let length = 0; length < text.length; length += 1) {
      expect(() => readXml(text.slice(0, length), root), `${length} characters`).toThrow(unreadable);
    }
    expect(readXml(text, root).name).toBe(root);
  });

  it('returns an element or throws one kind of error for any text', () => {
    const piece = fc.constantFrom(
      '<a>',
      '</a>',
      '<b k="1"',
      '/>',
      '<!--',
      '-->',
      '<![CDATA[',
      ']]>',
      '&',
      '<?',
      '?>',
      '1.5',
      ' ',
    );
    const texts = fc.oneof(
      fc.string(),
      fc.array(piece, { maxLength: 20 }).map((it) => `<a>${it.join('')}</a>`),
    );
    fc.assert(
      fc.property(texts, (text) => {
        try {
          return readXml(text, 'a').name === 'a';
        } catch (error) {
          expect(error).toEqual(unreadable);
          return true;
        }
      }),
    );
  });
});
