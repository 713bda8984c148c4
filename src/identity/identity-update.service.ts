import { badInput, DomainError } from '../shared/errors.js';
import { isId, newId } from '../shared/id.js';
import type { Keyring } from '../shared/keyring.js';
import type { Operator } from '../shared/principal.js';
import type { SearchIndex } from '../shared/search-index.js';
import type { Change } from '../event/event.service.js';
import type { SanctionsService } from '../sanctions/sanctions.service.js';
import { IdentityLinkRepository } from './identity-link.repository.js';
import { IdentityRepository } from './identity.repository.js';
import type { IdentityLinkService } from './identity-link.service.js';
import { type IdentityService, stringPairs } from './identity.service.js';
import { type Identity, type KnownPerson, wordsOf } from './identity.states.js';

const MOST_METADATA = 50;
const LONGEST = 500;
const LONGEST_NOTE = 2000;

/** What is left out stays, null clears. */
export interface IdentityChange {
  readonly identityId: string;
  readonly externalId?: string | null;
  readonly email?: string | null;
  readonly phone?: string | null;
  readonly metadata?: Readonly<Record<string, unknown>> | null;
}
export interface NewException {
  readonly identityId: string;
  readonly list: string;
  readonly entityId: string;
  readonly note: string;
  readonly expiresAt?: Date | null;
}

/** What operators change of people. */
export class IdentityUpdateService {
  constructor(
    private readonly identities: IdentityService,
    private readonly links: IdentityLinkService,
    private readonly sanctions: SanctionsService,
    private readonly search: SearchIndex,
    private readonly keyring: Keyring,
  ) {}

  /** @throws DomainError NOT_FOUND, BAD_USER_INPUT, CONFLICT where another identity has this external id */
  async update(operator: Operator, change: IdentityChange): Promise<Identity> {
    const metadata = change.metadata === undefined ? undefined : checkedMetadata(change.metadata ?? {});
    const given = contactsOf(change);
    return this.identities.change(operator, change.identityId, 'Mutation.updateIdentity', async (before, within) => {
      requireStanding(before);
      const person: KnownPerson = { ...before.person, ...given };
      if (person.externalId !== before.person.externalId) await this.rename(before, person.externalId, within);
      const subject = { organizationId: before.organizationId, subjectId: before.id };
      const identity = { ...before, person, metadata: metadata ?? before.metadata };
      await this.search.remove(within.db, subject);
      await this.search.addWords(within.db, subject, wordsOf(person));
      await this.search.addPairs(within.db, subject, identity.metadata);
      const fields = [...Object.keys(given), ...(metadata ? ['metadata'] : [])];
      return { identity, type: 'IDENTITY_UPDATED', data: { fields } };
    });
  }

  /** @throws DomainError NOT_FOUND, BAD_USER_INPUT */
  async exceptHit(operator: Operator, given: NewException): Promise<Identity> {
    const { identityId, list, entityId, note } = given;
    if (note.trim() === '' || note.length > LONGEST_NOTE)
      throw badInput('input.note', `must say why, in at most ${LONGEST_NOTE} characters`);
    return this.identities.change(
      operator,
      identityId,
      'Mutation.exceptSanctionsHit',
      async (identity, { db, now }) => {
        requireStanding(identity);
        if (given.expiresAt && given.expiresAt <= now) throw badInput('input.expiresAt', 'must lie ahead');
        const exceptions = this.sanctions.exceptions(db, identity.organizationId);
        const id = newId();
        await exceptions.insert({
          id,
          identityId,
          list,
          entryId: entityId,
          note,
          createdBy: operator.keyId,
          createdAt: now,
          expiresAt: given.expiresAt ?? undefined,
        });
        return { identity, type: 'SANCTIONS_EXCEPTED', data: { exceptionId: id, list, entityId } };
      },
    );
  }

  /** @throws DomainError NOT_FOUND */
  async revokeException(operator: Operator, id: string): Promise<Identity> {
    const exception = isId(id) ? await this.sanctions.findException(operator.organizationId, id) : undefined;
    if (!exception) throw new DomainError('NOT_FOUND', { message: 'There is no such exception.' });
    const { identityId, list, entryId } = exception;
    return this.identities.change(
      operator,
      identityId,
      'Mutation.revokeSanctionsException',
      async (identity, { db, now }) => {
        await this.sanctions.exceptions(db, identity.organizationId).revoke(id, now);
        return {
          identity,
          type: 'SANCTIONS_EXCEPTION_REVOKED',
          data: { exceptionId: id, list, entityId: entryId },
        };
      },
    );
  }

  /**
   * Destroys the identity's own key, its face, and all by which it could be found or known again; its sessions have keys
   * of their own. Twice is the same as once.
   * @throws DomainError NOT_FOUND
   */
  async erase(operator: Operator, identityId: string): Promise<Identity & { readonly erasedAt: Date }> {
    const endpoint = 'Mutation.eraseIdentity';
    const identity = await this.identities.change(operator, identityId, endpoint, async (before, change) => {
      if (before.erasedAt) return undefined;
      const { organizationId, id } = before;
      const subject = { organizationId, subjectId: id };
      await this.keyring.destroy(change.db, subject);
      await this.search.remove(change.db, subject);
      await new IdentityLinkRepository(change.db, organizationId).release(id);
      await new IdentityRepository(change.db, organizationId, this.keyring).enroll(id, null);
      return { identity: { ...before, metadata: {}, person: {}, erasedAt: change.now }, type: 'IDENTITY_ERASED' };
    });
    const { erasedAt } = identity;
    if (!erasedAt) throw new Error('an erased identity has no time of its erasure');
    return { ...identity, erasedAt };
  }

  private async rename(before: Identity, externalId: string | undefined, { db }: Change): Promise<void> {
    const { organizationId, id, mode } = before;
    const links = new IdentityLinkRepository(db, organizationId);
    const fingerprintOf = (text: string) => this.links.externalFingerprint(organizationId, text);
    if (before.person.externalId !== undefined) await links.release(id, fingerprintOf(before.person.externalId));
    if (externalId === undefined) return;
    const owner = await links.claim(mode, fingerprintOf(externalId), id);
    if (owner !== id) throw new DomainError('CONFLICT', { message: 'Another identity has this external id.' });
  }
}

/** @throws DomainError CONFLICT */
function requireStanding({ erasedAt }: Identity): void {
  if (erasedAt) throw new DomainError('CONFLICT', { message: 'The identity was erased.' });
}

function contactsOf(change: IdentityChange): Partial<Record<'externalId' | 'email' | 'phone', string | undefined>> {
  const given = (['externalId', 'email', 'phone'] as const).filter((name) => change[name] !== undefined);
  return Object.fromEntries(
    given.map((name) => {
      const value = change[name]?.trim();
      if (value !== undefined && (value === '' || value.length > LONGEST))
        throw badInput(`input.${name}`, `must be 1 to ${LONGEST} characters`);
      return [name, value];
    }),
  );
}

function checkedMetadata(metadata: Readonly<Record<string, unknown>>): Record<string, string> {
  const pairs = stringPairs('input.metadata', metadata);
  if (Object.keys(pairs).length > MOST_METADATA)
    throw badInput('input.metadata', `holds more than ${MOST_METADATA} pairs`);
  const long = Object.entries(pairs).find((pair) => pair.some((text) => text.length > LONGEST));
  if (long) throw badInput(`input.metadata.${long[0].slice(0, 40)}`, `is longer than ${LONGEST} characters`);
  return pairs;
}
