// serve: pieces of code in the documentation: to read, to copy, and one language open at a time.
import type { Snippet } from './requests.ts';

/** Text with a button that the browser's script shows; without one it is text. */
export function code(text: string, label: string, language?: string) {
  return (
    <div class="copyable">
      <pre tabindex={0} data-language={language}>
        {text}
      </pre>
      <button
        type="button"
        hidden
        aria-label={`Copy ${label}`}
        data-copied="Copied"
        data-by-hand="Selected: copy it now"
      >
        Copy
      </button>
    </div>
  );
}

/** `group` is one's own within the page: its languages open one after another. */
export function snippets(all: readonly Snippet[], group: string) {
  return all.map(({ language, code: text }, at) => (
    <details name={group} open={at === 0}>
      <summary>{language}</summary>
      {code(text, `${language}, ${group}`, language)}
    </details>
  ));
}

/** JSON as it is read; anything else as it came. */
export function readable(value: unknown): string {
  return typeof value === 'string' ? value.trimEnd() : JSON.stringify(value, null, 2);
}
