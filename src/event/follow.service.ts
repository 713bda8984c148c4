import { endable } from '../shared/endable.js';
import type { Principal } from '../shared/principal.js';
import type { EventFilter, EventLog, PublishedEvent } from './event.service.js';

/**
 * The events that a principal asked for, each as `show` tells it; what it tells nothing of is passed over. A test key
 * is told of SANDBOX alone.
 * @throws DomainError BAD_USER_INPUT, CURSOR_EXPIRED for `after`
 */
export async function followEvents<Update>(
  log: EventLog,
  { organizationId, mode }: Principal,
  wanted: EventFilter,
  after: string | null | undefined,
  show: (event: PublishedEvent) => Promise<Update | undefined>,
): Promise<AsyncIterableIterator<Update>> {
  const start = await log.startingPoint(organizationId, after ?? undefined);
  const filter: EventFilter = { ...wanted, ...(mode === 'SANDBOX' ? { mode } : {}) };
  return endable((signal) => shown(log.follow(organizationId, filter, start, signal), show));
}

async function* shown<Update>(
  events: AsyncIterable<PublishedEvent>,
  show: (event: PublishedEvent) => Promise<Update | undefined>,
): AsyncGenerator<Update> {
  for await (const event of events) {
    const update = await show(event);
    if (update) yield update;
  }
}
