import type { TenantDb } from '../shared/database.js';
import { DomainError } from '../shared/errors.js';
import type { Mode, Principal } from '../shared/principal.js';
import type { Change, EventLog } from './event.service.js';
import type { EventType, NewEvent, SubjectKind } from './event.states.js';

/** What has a life of its own: a session, a scoring, an identification. */
export interface Subject {
  readonly id: string;
  readonly mode: Mode;
  readonly status: string;
  /** Counts the changes: the guard of every update. */
  readonly version: number;
}
/** Where subjects of a kind are kept, within one transaction. */
export interface SubjectStore<Kept extends Subject> {
  /** Holds the row until the transaction ends: the next change waits for this one. */
  find(id: string, lock: 'for update'): Promise<Kept | undefined>;
  /** False where another change came first. */
  update(subject: Kept): Promise<boolean>;
}
export interface SubjectEvent {
  readonly type: EventType;
  readonly data?: Readonly<Record<string, unknown>>;
}
/** Who and what caused a change, for its history. */
export interface Cause {
  readonly endpoint?: string;
  readonly actor?: string;
}

export const causeOf = (principal: Principal, endpoint: string): Cause => ({
  endpoint,
  actor: principal.kind === 'operator' ? principal.keyId : principal.kind,
});

/** What happened to a subject; its status goes along, as it was after the change. */
export const eventOf = (kind: SubjectKind, subject: Subject, cause: Cause, { type, data }: SubjectEvent): NewEvent => ({
  subjectKind: kind,
  subjectId: subject.id,
  mode: subject.mode,
  ...cause,
  type,
  data: { ...data, status: subject.status },
});

/**
 * Changes one subject under its row lock, and tells of it. What `apply` refuses is rolled back whole; without events
 * nothing is written.
 * @throws DomainError NOT_FOUND, CONFLICT, and what `apply` throws
 */
export async function changeSubject<Kept extends Subject>(
  log: EventLog,
  { kind, organizationId, id, cause }: { kind: SubjectKind; organizationId: string; id: string; cause: Cause },
  storeOf: (db: TenantDb) => SubjectStore<Kept>,
  apply: (subject: Kept, change: Change) => Promise<readonly [Kept, readonly SubjectEvent[]]>,
): Promise<Kept> {
  return log.change(organizationId, async (change) => {
    const store = storeOf(change.db);
    const subject = await store.find(id, 'for update');
    if (!subject) throw noSuch(kind);
    const [changed, events] = await apply(subject, change);
    if (events.length === 0) return subject;
    if (!(await store.update(changed))) throw new DomainError('CONFLICT');
    for (const event of events) await change.append(eventOf(kind, changed, cause, event));
    return { ...changed, version: subject.version + 1 };
  });
}

export const noSuch = (kind: SubjectKind): DomainError =>
  new DomainError('NOT_FOUND', { message: `There is no such ${kind}.` });
