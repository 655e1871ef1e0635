// widget: the messages that a `for await` loop has not read yet.

/** A loop that leaves more messages unread restarts from a snapshot. This bounds the memory. */
const MAX_QUEUE = 1_000;

/** Keeps messages from the start, or from the first call of `drain`. */
export function createQueue<T>(fromStart: boolean, onOverflow: () => void) {
  let items: T[] | undefined = fromStart ? [] : undefined;
  let ended = false;
  let arrive = () => {};
  return {
    push(item: T): void {
      items?.push(item);
      arrive();
      if (items && items.length > MAX_QUEUE) {
        items = [];
        onOverflow();
      }
    },
    end(): void {
      ended = true;
      arrive();
    },
    async *drain(): AsyncGenerator<T, void> {
      items ??= [];
      while (!ended) {
        const item = items.shift();
        if (item) yield item;
        else
          await new Promise<void>((resolve) => {
            arrive = resolve;
          });
      }
    },
  };
}
