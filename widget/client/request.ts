// widget: one request with a time limit, because a request that hangs must not delay what is shown.

/** A later answer would be no quick first paint. The stream takes over then. */
const LIMIT_MS = 3_000;

/** Requests JSON. The answer is undefined after any failure. `stop` aborts the request. */
export function requestJson<T>(url: string): { answer: Promise<T | undefined>; stop(): void } {
  const control = new AbortController();
  const stop = () => control.abort();
  const timer = setTimeout(stop, LIMIT_MS);
  const answer = fetch(url, control)
    .then((response) => (response.ok ? response.json() : undefined))
    .catch(() => undefined)
    .finally(() => clearTimeout(timer));
  return { answer, stop };
}
