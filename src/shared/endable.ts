/**
 * An async generator that can be ended while it waits. A generator's own `return()` takes effect at its next `yield`,
 * which for one that waits for news may never come; this one is told by a signal as well.
 */
export function endable<Value>(make: (signal: AbortSignal) => AsyncGenerator<Value>): AsyncIterableIterator<Value> {
  const controller = new AbortController();
  const generator = make(controller.signal);
  return {
    next: () => generator.next(),
    return: async () => {
      controller.abort();
      return generator.return(undefined);
    },
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}
