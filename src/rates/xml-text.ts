// rates: text as it may stand in XML, between tags or in a quoted attribute.

/** What XML 1.0 does not allow at all is left out; a bank's name has none of it. */
export function xmlText(text: string): string {
  return text
    .replace(/[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/gu, '')
    .replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
}
