// sources: how long a publisher may take.

/**
 * Answers a signal that aborts `ms` milliseconds after it was asked for, or when `closing` does. Not by
 * `AbortSignal.any` with `AbortSignal.timeout`: Node may collect the two as garbage while a request waits for them
 * (nodejs/node#57736), and a bank that hung was then waited for without end, in two of five runs.
 */
export function createDeadlines(ms: number, closing: AbortSignal): () => AbortSignal {
  const open = new Set<AbortController>();
  const abortAll = () => {
    for (const controller of open) controller.abort();
  };
  return () => {
    const controller = new AbortController();
    if (closing.aborted) controller.abort();
    // One listener for all, and none while nothing is asked: `closing` lives as long as the process.
    if (open.size === 0) closing.addEventListener('abort', abortAll);
    open.add(controller);
    // The timer is what keeps the controller. A process that has nothing else to do need not wait for it.
    setTimeout(() => {
      open.delete(controller);
      if (open.size === 0) closing.removeEventListener('abort', abortAll);
      controller.abort();
    }, ms).unref();
    return controller.signal;
  };
}
