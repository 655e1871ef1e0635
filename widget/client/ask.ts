// widget: one question to the service, with an end: what hangs must not hold up what is shown.

/** What has not answered by then is no quick first paint. */
const LIMIT_MS = 3_000;

/** The JSON at an address; undefined for every failure. `stop` gives up at once. */
export function ask<T>(url: string): { answer: Promise<T | undefined>; stop(): void } {
  const control = new AbortController();
  const stop = () => control.abort();
  const timer = setTimeout(stop, LIMIT_MS);
  const answer = fetch(url, control)
    .then((response) => (response.ok ? response.json() : undefined))
    .catch(() => undefined)
    .finally(() => clearTimeout(timer));
  return { answer, stop };
}
