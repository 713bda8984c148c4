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

/**
 * What is made of each value; undefined is passed over. Unlike an async generator it passes `return` on at once, even
 * while it waits, and leaves little behind for each value: thousands may wait for the same.
 */
export function mapEach<From, To>(
  source: AsyncIterator<From>,
  map: (value: From) => Promise<To | undefined> | To | undefined,
): AsyncIterableIterator<To> {
  const mapped = async (value: From) => {
    try {
      return await map(value);
    } catch (error) {
      await source.return?.(); // nobody asks for more after a failure
      throw error;
    }
  };
  return {
    async next() {
      for (let next = await source.next(); !next.done; next = await source.next()) {
        const value = await mapped(next.value);
        if (value !== undefined) return { done: false, value };
      }
      return { done: true, value: undefined };
    },
    async return() {
      await source.return?.();
      return { done: true, value: undefined };
    },
    async throw(error: unknown) {
      await source.return?.();
      throw error;
    },
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}
