import type { Change, EventLog } from '../event/event.service.js';
import { organizationEvent } from '../event/event.states.js';
import type { Caches } from '../shared/cache/caches.js';
import type { ReadThrough } from '../shared/cache/read-through.js';
import { organizationVersions } from '../shared/cache/versions.js';
import type { Database } from '../shared/database.js';
import { badInput, DomainError } from '../shared/errors.js';
import type { Outbound } from '../shared/outbound.js';
import { type Operator, ownOrganization } from '../shared/principal.js';
import { type Organization, OrganizationRepository } from './organization.repository.js';
import {
  changedPolicy,
  DEFAULT_POLICY,
  type OrganizationPolicy,
  type PolicyChange,
  SLUG,
} from './organization.states.js';

export type { Organization };

const LONGEST_NAME = 200;
const DAY = 24 * 3600 * 1000;
const LONGEST_RETENTION = 3660 * DAY;
const HIGHEST_RATE = 1_000_000;

export interface OrganizationChange {
  readonly id: string;
  readonly name?: string | null;
  readonly policy?: PolicyChange | null;
}

/** Tenants and what they decide for themselves. */
export class OrganizationService {
  private readonly policies: ReadThrough<OrganizationPolicy>;

  constructor(
    private readonly database: Database,
    private readonly log: EventLog,
    private readonly outbound: Outbound,
    caches: Caches,
  ) {
    this.policies = caches.of<OrganizationPolicy>({
      name: 'policy',
      versions: organizationVersions,
      sealedBy: 'installation',
      load: async (organizationId) => {
        const organization = await this.find(organizationId);
        return new Map(organization ? [[organizationId, organization.policy]] : []);
      },
    });
  }

  async find(organizationId: string): Promise<Organization | undefined> {
    if (!SLUG.test(organizationId)) return undefined;
    return this.database.tenant(organizationId, (db) => new OrganizationRepository(db, organizationId).find());
  }

  /** @throws DomainError NOT_FOUND */
  async require(organizationId: string): Promise<Organization> {
    const organization = await this.find(organizationId);
    if (!organization) throw new DomainError('NOT_FOUND', { message: 'There is no such organization.' });
    return organization;
  }

  /** What the organization has decided. */
  async policyOf(organizationId: string): Promise<OrganizationPolicy> {
    return (await this.policies.find(organizationId, organizationId)) ?? DEFAULT_POLICY;
  }

  /**
   * Begins a tenant within the change that makes it.
   * @throws DomainError BAD_USER_INPUT, or CONFLICT where there is one of this id
   */
  async found({ db, now, append }: Change, id: string, name: string, endpoint: string): Promise<void> {
    if (!(await new OrganizationRepository(db, id).insert(checkedName(name), now)))
      throw new DomainError('CONFLICT', { message: 'There is an organization of this id.' });
    await append(organizationEvent(id, { actor: 'platform', mode: 'LIVE', endpoint }, 'ORGANIZATION_CREATED'));
  }

  /** @throws DomainError BAD_USER_INPUT where it cannot be the id of a tenant */
  checkId(id: string): void {
    if (!SLUG.test(id)) throw badInput('input.id', 'must be 2 to 63 lower-case letters, digits and single hyphens');
  }

  /** @throws DomainError NOT_FOUND, BAD_USER_INPUT */
  async update(operator: Operator, { id, name, policy: change }: OrganizationChange): Promise<Organization> {
    ownOrganization(operator, id);
    this.checkPolicy(change ?? {});
    return this.log.change(id, async ({ db, append }) => {
      const organizations = new OrganizationRepository(db, id);
      const organization = await organizations.lock();
      if (!organization) throw new DomainError('NOT_FOUND', { message: 'There is no such organization.' });
      const updated = {
        ...organization,
        name: name === null || name === undefined ? organization.name : checkedName(name),
        policy: changedPolicy(organization.policy, change ?? {}),
      };
      if ((updated.policy.tokenIssuer === null) !== (updated.policy.jwksUrl === null))
        throw badInput('input.policy.jwksUrl', 'goes together with tokenIssuer');
      await organizations.update(updated.name, updated.policy);
      const cause = { actor: operator.keyId, mode: operator.mode, endpoint: 'Mutation.updateOrganization' };
      const fields = [...(name ? ['name'] : []), ...Object.keys(change ?? {})];
      await append(organizationEvent(id, cause, 'ORGANIZATION_UPDATED', { fields }));
      return updated;
    });
  }

  private checkPolicy({ evidenceRetention, jwksUrl, tokenIssuer, rateLimit }: PolicyChange): void {
    if (typeof evidenceRetention === 'number' && evidenceRetention > LONGEST_RETENTION)
      throw badInput('input.policy.evidenceRetention', 'must be at most P3660D');
    if (typeof rateLimit === 'number' && (rateLimit < 1 || rateLimit > HIGHEST_RATE))
      throw badInput('input.policy.rateLimit', `must be from 1 to ${HIGHEST_RATE}`);
    if (typeof tokenIssuer === 'string' && (tokenIssuer === '' || tokenIssuer.length > 500))
      throw badInput('input.policy.tokenIssuer', 'must be 1 to 500 characters');
    if (typeof jwksUrl === 'string' && !this.outbound.allows(jwksUrl))
      throw badInput('input.policy.jwksUrl', 'must be a public https address');
  }
}

function checkedName(name: string): string {
  const trimmed = name.trim();
  if (trimmed === '' || trimmed.length > LONGEST_NAME)
    throw badInput('input.name', `must be 1 to ${LONGEST_NAME} characters`);
  return trimmed;
}
