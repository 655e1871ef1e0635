// serve, in the browser: buttons that copy the text beside them and confirm it.

/** How long a button shows its confirmation. */
const SAID_MS = 2_500;

/** Each button copies the text of the `pre` before it. `told` is a live region for screen readers. */
export function startCopying(root: HTMLElement, told: HTMLElement): void {
  for (const button of root.querySelectorAll<HTMLButtonElement>('.copyable button')) {
    const before = button.textContent ?? '';
    let timer: ReturnType<typeof setTimeout>;
    button.addEventListener('click', async () => {
      const source = button.closest('.copyable')?.querySelector('pre');
      if (!source) return;
      const said = await copy(source, button);
      button.textContent = said;
      told.textContent = said;
      clearTimeout(timer);
      timer = setTimeout(() => {
        button.textContent = before;
        told.textContent = '';
      }, SAID_MS);
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
