// widget: what a `for await` loop has not taken yet.

/** A loop that takes nothing for this long starts over from a snapshot instead of filling the memory. */
const MAX_QUEUE = 1_000;

/** Keeps from the start, or from the first `drain` on. */
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
