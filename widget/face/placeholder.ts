// widget: keeps the page where it is when the ticker takes the place of what the page had put into the element.

/**
 * The rule by which the ticker stands as high as the element's own content has stood, margins included. A height that
 * the page names itself is what the page wants.
 */
export function floorOf({ offsetHeight, firstElementChild, lastElementChild }: HTMLElement): string {
  if (!offsetHeight) return '';
  const first = firstElementChild ? getComputedStyle(firstElementChild).marginTop : 0;
  const last = lastElementChild ? getComputedStyle(lastElementChild).marginBottom : 0;
  const height = `height:var(--ticker-height,max(${offsetHeight}px,1.2em))`;
  // Margins of blocks have stood outside the element; those of inline elements are zero here.
  return (
    `:host{margin-block:${first} ${last}}.ticker{min-${height}}` +
    // Lower than its type: a single line of text that the page has not given more room.
    `.as-strip,.as-compact{${height};line-height:1}`
  );
}
