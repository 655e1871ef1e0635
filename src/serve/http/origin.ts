// serve: the address by which a caller knows this service, for pages and answers that must name it whole.

/**
 * `PUBLIC_URL`, or else the `Host` of the request with the scheme that a proxy in front names. A caller can forge both:
 * an answer that holds them without `PUBLIC_URL` must not be kept by a shared cache. Empty where there is no host to
 * name, so that paths stay relative.
 */
export function addressOf(publicUrl: string | null, header: (name: string) => string | undefined): string {
  if (publicUrl !== null) return publicUrl;
  const scheme = header('x-forwarded-proto') === 'https' ? 'https' : 'http';
  const address = `${scheme}://${header('host') ?? ''}`;
  return URL.canParse(address) ? new URL(address).origin : '';
}

/**
 * Whether an address names the host that a request was sent to. A proxy may have dropped the port from `Host`; then the
 * name alone is compared.
 */
export function isSameHost(asked: URL, host: string | undefined): boolean {
  if (host === undefined || !URL.canParse(`http://${host}`)) return false;
  const called = new URL(`http://${host}`);
  return called.port === '' ? called.hostname === asked.hostname : called.host === asked.host;
}
