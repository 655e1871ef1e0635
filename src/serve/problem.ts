// serve: errors as RFC 9457 says them. Never cached: a wrong answer must not outlive its cause.

/** An `application/problem+json` answer. `detail` is for the person who called. */
export function problem(
  status: number,
  title: string,
  detail: string,
  headers: Record<string, string> = {},
): Response {
  return new Response(JSON.stringify({ type: 'about:blank', title, status, detail }), {
    status,
    headers: { 'content-type': 'application/problem+json', 'cache-control': 'no-store', ...headers },
  });
}

export const badRequest = (detail: string) => problem(400, 'Bad request', detail);
export const notFound = (detail: string) => problem(404, 'Not found', detail);
export const notReady = (detail: string) => problem(503, 'Not ready', detail, { 'retry-after': '1' });
