// serve: code in the documentation, with a copy button, and with one language open at a time.
import type { Snippet } from './requests.ts';

/** Text with a copy button, which is hidden until the browser's script shows it. */
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

/** `group` must be unique in the page: opening one language of a group closes the others. */
export function snippets(all: readonly Snippet[], group: string) {
  return all.map(({ language, code: text }, at) => (
    <details name={group} open={at === 0}>
      <summary>{language}</summary>
      {code(text, `${language}, ${group}`, language)}
    </details>
  ));
}

/** JSON with indents; text unchanged. */
export function readable(value: unknown): string {
  return typeof value === 'string' ? value.trimEnd() : JSON.stringify(value, null, 2);
}
