import type { Change, EventLog } from '../event/event.service.js';
import { causeOf, changeSubject, type Cause, noSuch, type SubjectEvent } from '../event/subject-change.js';
import type { Database, TenantDb } from '../shared/database.js';
import { isId } from '../shared/id.js';
import { TooEarly } from '../shared/job-failure.js';
import type { JobKind, Jobs } from '../shared/jobs.js';
import type { Keyring } from '../shared/keyring.js';
import type { Page, PageRequest } from '../shared/page.js';
import type { Operator, Principal } from '../shared/principal.js';
import type { SearchIndex } from '../shared/search-index.js';
import { type IdentificationFilter, IdentificationRepository } from './identification.repository.js';
import {
  type Device,
  type Identification,
  moved,
  nextStatus,
  type ValidationAttempt,
} from './identification.states.js';
import { ValidationAttemptRepository } from './validation-attempt.repository.js';

export type { Identification };

/** Ends an identification whose time is over. */
export const IDENTIFICATION_EXPIRY: JobKind<{ organizationId: string; identificationId: string }> = {
  queue: 'identification-expiry',
  retryLimit: 10,
  expireInSeconds: 60,
};

type Apply = (
  identification: Identification,
  change: Change,
) => Promise<readonly [Identification, readonly SubjectEvent[]]>;
export type ListedIdentifications = Omit<IdentificationFilter, 'mode' | 'id' | 'tokens'> & {
  readonly searchTerm?: string | undefined;
};

/** Reads identifications and changes them, one change at a time, each with its events. */
export class IdentificationService {
  constructor(
    private readonly database: Database,
    private readonly log: EventLog,
    private readonly keyring: Keyring,
    private readonly search: SearchIndex,
    private readonly jobs: Jobs,
  ) {}

  async find(organizationId: string, id: string): Promise<Identification | undefined> {
    if (!isId(id)) return undefined;
    return this.database.tenant(organizationId, (db) => this.repository(db, organizationId).find(id));
  }

  /** What this principal may see of it: a holder their own, a test key no live one, an SDK none. */
  visible(principal: Principal, found: Identification | undefined): Identification | undefined {
    if (!found || principal.kind === 'sdk') return undefined;
    if (principal.kind === 'holder' && principal.identificationId !== found.id) return undefined;
    return principal.mode === 'LIVE' || found.mode === 'SANDBOX' ? found : undefined;
  }

  /** Undefined where there is none that this principal may see. */
  async read(principal: Principal, id: string): Promise<Identification | undefined> {
    return this.visible(principal, await this.find(principal.organizationId, id));
  }

  /** The same; a holder's first read binds the identification to the device that it comes from. */
  async readOn(principal: Principal, id: string, device: Partial<Device>): Promise<Identification | undefined> {
    const found = await this.read(principal, id);
    if (!found || principal.kind !== 'holder' || found.device || device.fingerprint === undefined) return found;
    if (found.status !== 'PENDING') return found;
    return this.change(principal.organizationId, id, causeOf(principal, 'Query.identification'), async (current) =>
      current.device || current.status !== 'PENDING'
        ? [current, []]
        : [{ ...current, device }, [{ type: 'IDENTIFICATION_DEVICE_RECORDED' }]],
    );
  }

  /** @throws DomainError NOT_FOUND */
  async require(principal: Principal, id: string): Promise<Identification> {
    const identification = await this.read(principal, id);
    if (!identification) throw noSuch('identification');
    return identification;
  }

  /** Newest first, and how many there are in all, counted where that is asked for. */
  async list(
    { organizationId, mode }: Operator,
    { searchTerm = '', ...asked }: ListedIdentifications,
    request: PageRequest,
  ): Promise<{ page: Page<Identification>; count: () => Promise<number> }> {
    const term = searchTerm.trim();
    const filter = {
      ...asked,
      mode: mode === 'SANDBOX' ? mode : undefined,
      ...(isId(term) ? { id: term.toLowerCase() } : { tokens: this.search.tokens(organizationId, term, {}) }),
    };
    const read = <T>(ask: (identifications: IdentificationRepository) => Promise<T>): Promise<T> =>
      this.database.tenant(organizationId, (db) => ask(this.repository(db, organizationId)));
    const page = await read((identifications) => identifications.page(filter, request));
    return { page, count: () => read((identifications) => identifications.count(filter)) };
  }

  /** Newest first. */
  async attemptsOf(organizationId: string, ids: readonly string[]): Promise<ValidationAttempt[]> {
    return this.database.tenant(organizationId, (db) =>
      new ValidationAttemptRepository(db, organizationId, this.keyring).ofIdentifications(ids),
    );
  }

  async recordAttempt(db: TenantDb, organizationId: string, attempt: ValidationAttempt): Promise<void> {
    await new ValidationAttemptRepository(db, organizationId, this.keyring).insert(attempt);
  }

  /** @throws DomainError NOT_FOUND, IDENTIFICATION_NOT_OPEN */
  async close(operator: Operator, id: string): Promise<Identification> {
    return this.changeAs(operator, id, 'Mutation.closeIdentification', async (current, { now }) => [
      { ...moved(current, 'close', now), closedAt: now },
      [{ type: 'IDENTIFICATION_CLOSED' }],
    ]);
  }

  /** The job of IDENTIFICATION_EXPIRY: harmless where the identification has ended otherwise. */
  async expire(organizationId: string, id: string): Promise<void> {
    await this.change(organizationId, id, {}, async (current, { now }) => {
      const status = nextStatus(current.status, 'expire');
      if (!status) return [current, []];
      if (current.expiresAt > now) throw new TooEarly(current.expiresAt);
      return [{ ...current, status }, [{ type: 'IDENTIFICATION_EXPIRED' }]];
    });
  }

  /** @throws DomainError NOT_FOUND, and what `apply` throws */
  change(organizationId: string, id: string, cause: Cause, apply: Apply): Promise<Identification> {
    const subject = { kind: 'identification' as const, organizationId, id, cause };
    return changeSubject(this.log, subject, (db) => this.repository(db, organizationId), apply);
  }

  /** The same, for a principal: who may not see the identification is told that there is none. */
  async changeAs(principal: Principal, id: string, endpoint: string, apply: Apply): Promise<Identification> {
    await this.require(principal, id);
    return this.change(principal.organizationId, id, causeOf(principal, endpoint), apply);
  }

  repository(db: TenantDb, organizationId: string): IdentificationRepository {
    return new IdentificationRepository(db, organizationId, this.keyring);
  }
}
