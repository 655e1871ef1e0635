// widget: the service that a script was loaded from.

/**
 * Returns the base address of the service for the address of its script: the folder of `/widget.js`, or the parent of
 * `/widget/` for the immutable copy `/widget/{version}.js`.
 */
export function homeOf(script: string): string {
  return new URL(/\/widget\/\d[^/]*\.js$/.test(new URL(script).pathname) ? '..' : '.', script).href;
}
