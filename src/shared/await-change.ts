import { Bell } from './bell.js';
import type { Fanout } from './fanout.js';

/** In case the wake was lost. */
const POLL_MILLISECONDS = 1000;

/** What `read` gives once it is settled, or as it is when the time is up: looked at after every change of the organization. */
export async function awaitChange<Value>(
  fanout: Fanout,
  organizationId: string,
  milliseconds: number,
  read: () => Promise<Value>,
  isSettled: (value: Value) => boolean,
): Promise<Value> {
  const deadline = performance.now() + milliseconds;
  const bell = new Bell();
  const unsubscribe = fanout.subscribe((woken) => {
    if (woken === organizationId) bell.ring();
  });
  try {
    for (;;) {
      bell.reset();
      const value = await read();
      const left = deadline - performance.now();
      if (isSettled(value) || left <= 0) return value;
      await bell.rung(Math.min(left, POLL_MILLISECONDS));
    }
  } finally {
    unsubscribe();
  }
}
