// widget: which service a script came from.

/**
 * The folder of the service for the address of its script: that of `/widget.js`, and the one above `/widget/` for the
 * immutable copy `/widget/{version}.js`.
 */
export function homeOf(script: string): string {
  return new URL(/\/widget\/\d[^/]*\.js$/.test(new URL(script).pathname) ? '..' : '.', script).href;
}
