// serve: the address of this service for a client, for pages and answers that contain the full address.

/**
 * `PUBLIC_URL`, or else the request's `Host` with the scheme of `X-Forwarded-Proto`. A client can forge both headers,
 * so a shared cache must not keep an answer that contains them. Empty without a valid host: then paths stay relative.
 */
export function publicAddressOf(
  publicUrl: string | null,
  header: (name: string) => string | undefined,
): string {
  if (publicUrl !== null) return publicUrl;
  const scheme = header('x-forwarded-proto') === 'https' ? 'https' : 'http';
  const address = `${scheme}://${header('host') ?? ''}`;
  return URL.canParse(address) ? new URL(address).origin : '';
}

/**
 * Whether an address has the host that a request was sent to. A proxy may remove the port from `Host`: then only the
 * names are compared.
 */
export function isSameHost(asked: URL, host: string | undefined): boolean {
  if (host === undefined || !URL.canParse(`http://${host}`)) return false;
  const called = new URL(`http://${host}`);
  return called.port === '' ? called.hostname === asked.hostname : called.host === asked.host;
}
