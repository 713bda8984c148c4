import type { Principal } from '../shared/principal.js';
import { endable, mapEach } from '../shared/stream.js';
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
  return mapEach(
    endable((signal) => log.follow(organizationId, filter, start, signal)),
    show,
  );
}
