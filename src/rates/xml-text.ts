// rates: text escaped for XML and HTML, between tags or in a quoted attribute.

const NAMES: Record<string, string> = { '&': 'amp', '<': 'lt', '>': 'gt', '"': 'quot' };

/** Characters that XML 1.0 forbids are left out; no bank's name contains any. */
export function xmlText(text: string): string {
  return text
    .replace(/[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/gu, '')
    .replace(/[&<>"]/g, (sign) => `&${NAMES[sign]};`);
}
