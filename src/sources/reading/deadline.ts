// sources: the deadline of requests to a publisher.

/**
 * Returns a function that creates signals. Each aborts `ms` milliseconds after its creation, or when `closing` does.
 * `AbortSignal.any` with `AbortSignal.timeout` is not used: Node may collect the two as garbage while a request waits
 * for them (nodejs/node#57736); then a hung bank was waited for without end, in two of five runs.
 */
export function createDeadlines(ms: number, closing: AbortSignal): () => AbortSignal {
  const open = new Set<AbortController>();
  const abortAll = () => {
    for (const controller of open) controller.abort();
  };
  return () => {
    const controller = new AbortController();
    if (closing.aborted) controller.abort();
    // One listener for all signals, and none while no request is open: `closing` exists as long as the process.
    if (open.size === 0) closing.addEventListener('abort', abortAll);
    open.add(controller);
    // The timer references the controller. A process with no other work does not wait for it.
    setTimeout(() => {
      open.delete(controller);
      if (open.size === 0) closing.removeEventListener('abort', abortAll);
      controller.abort();
    }, ms).unref();
    return controller.signal;
  };
}
