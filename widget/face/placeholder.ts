// widget: keeps the page where it is when the ticker takes the place of what the page had put into the element.

/** The rule by which the ticker stands as high as the element's own content has stood, margins included. */
export function floorOf({ offsetHeight, firstElementChild, lastElementChild }: HTMLElement): string {
  if (!offsetHeight) return '';
  const first = firstElementChild ? getComputedStyle(firstElementChild).marginTop : 0;
  const last = lastElementChild ? getComputedStyle(lastElementChild).marginBottom : 0;
  // Margins of blocks have stood outside the element; those of inline elements are zero here.
  return (
    `:host{margin-block:${first} ${last}}.ticker{min-block-size:${offsetHeight}px}` +
    `.as-strip,.as-compact{block-size:${offsetHeight}px}`
  );
}
