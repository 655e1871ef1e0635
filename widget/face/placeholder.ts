// widget: prevents a layout shift when the ticker replaces the page's own content of the element.

/**
 * Returns a rule that makes the ticker as high as the element's own content was, margins included. `--ticker-height`
 * of the page overrides it.
 */
export function reservedHeightRule({
  offsetHeight,
  firstElementChild,
  lastElementChild,
}: HTMLElement): string {
  if (!offsetHeight) return '';
  const first = firstElementChild ? getComputedStyle(firstElementChild).marginTop : 0;
  const last = lastElementChild ? getComputedStyle(lastElementChild).marginBottom : 0;
  const height = `height:var(--ticker-height,max(${offsetHeight}px,1.2em))`;
  // Margins of blocks collapse through the element, so they were outside of it. Inline elements have none here.
  return (
    `:host{margin-block:${first} ${last}}.ticker{min-${height}}` +
    // Content of a single line is lower than the ticker's own line height.
    `.as-strip,.as-compact{${height};line-height:1}`
  );
}
