import type { EventLog } from '../event/event.service.js';
import type { Organization, OrganizationService } from '../organization/organization.service.js';
import { asOwner } from '../shared/database.js';
import { newId } from '../shared/id.js';
import { takeIdempotencyKey } from '../shared/idempotency.js';
import type { IssuedKey, KeyService } from './key.service.js';

const ENDPOINT = 'Mutation.createOrganization';
/** Whose idempotency keys those of the platform are: nobody's id. */
const PLATFORM = '*';

export interface NewOrganization {
  readonly id: string;
  readonly name: string;
  readonly idempotencyKey?: string | null;
}

/** How an organization begins: itself, and the ADMIN key that opens it. */
export class FoundingService {
  constructor(
    private readonly organizations: OrganizationService,
    private readonly keys: KeyService,
    private readonly log: EventLog,
  ) {}

  /** @throws DomainError BAD_USER_INPUT, CONFLICT, IDEMPOTENCY_KEY_REUSED */
  async create({ idempotencyKey, ...input }: NewOrganization): Promise<IssuedKey & { organization: Organization }> {
    const { id, name } = input;
    this.organizations.checkId(id);
    const issued = await this.log.change(id, async (change) => {
      const keyId = newId();
      const request = { organizationId: PLATFORM, operation: ENDPOINT, key: idempotencyKey, input };
      const first = await asOwner(change.db, () => takeIdempotencyKey(change.db, request, keyId, change.now));
      if (first) return this.keys.reissue(change, id, first);
      await this.organizations.found(change, id, name, ENDPOINT);
      const key = { id: keyId, organizationId: id, name: 'First key', role: 'ADMIN', mode: 'LIVE' } as const;
      return this.keys.insert(change, key, { actor: 'platform', mode: 'LIVE', endpoint: ENDPOINT });
    });
    const organization = await this.organizations.find(id);
    if (!organization) throw new Error('an organization that was made is gone');
    return { organization, ...issued };
  }

  /** The organization, made without a key where there is none. */
  async ensure(id: string, name: string): Promise<void> {
    if (await this.organizations.find(id)) return;
    await this.log.change(id, (change) => this.organizations.found(change, id, name, ENDPOINT));
  }
}
