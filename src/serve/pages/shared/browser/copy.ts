// serve, in the browser: buttons that copy the text beside them and confirm it.

/** How long a button shows its confirmation. */
const CONFIRMED_MS = 2_500;

/** Each button copies the text of the `pre` before it. `announcement` is a live region for screen readers. */
export function startCopying(root: HTMLElement, announcement: HTMLElement): void {
  for (const button of root.querySelectorAll<HTMLButtonElement>('.copyable button')) {
    const before = button.textContent ?? '';
    let timer: ReturnType<typeof setTimeout>;
    button.addEventListener('click', async () => {
      const source = button.closest('.copyable')?.querySelector('pre');
      if (!source) return;
      const message = await copy(source, button);
      button.textContent = message;
      announcement.textContent = message;
      clearTimeout(timer);
      timer = setTimeout(() => {
        button.textContent = before;
        announcement.textContent = '';
      }, CONFIRMED_MS);
    });
  }
}

async function copy(source: HTMLElement, { dataset }: HTMLElement): Promise<string> {
  try {
    await navigator.clipboard.writeText(source.textContent ?? '');
    return dataset.copied ?? '';
  } catch {
    // Without https there is no clipboard API: the text is selected, so that the reader can copy it with one key.
    getSelection()?.selectAllChildren(source);
    return dataset.byHand ?? '';
  }
}
