import type { Change } from '../event/event.service.js';
import type { EventType, NewEvent } from '../event/event.states.js';
import type { MasterKey } from '../shared/encryption.js';
import type { Database, TenantDb } from '../shared/database.js';
import { newId } from '../shared/id.js';
import type { Keyring } from '../shared/keyring.js';
import type { SearchIndex } from '../shared/search-index.js';
import { IdentityLinkRepository } from './identity-link.repository.js';
import { IdentityRepository } from './identity.repository.js';
import {
  absorbed,
  type Claim,
  type Identity,
  type JudgedSession,
  newIdentity,
  unverified,
  wordsOf,
} from './identity.states.js';

/** Finds out whose session it was, by the caller's own id of the person or by the document, never by a name. */
export class IdentityLinkService {
  constructor(
    private readonly database: Database,
    private readonly keyring: Keyring,
    private readonly master: MasterKey,
    private readonly search: SearchIndex,
  ) {}

  /** Whom the gateway knows by this already. */
  async find(claim: Claim): Promise<string | undefined> {
    return this.database.tenant(claim.organizationId, (db) => this.ownerOf(db, claim));
  }

  /** Makes the identity of a session that has its verdict, or links it to the one that there is; in the verdict's change. */
  async link(change: Change, session: JudgedSession, known?: string): Promise<string> {
    const { db, now } = change;
    const { organizationId } = session;
    const identities = new IdentityRepository(db, organizationId, this.keyring);
    const wanted = known ?? (await this.ownerOf(db, session));
    const found = wanted === undefined ? undefined : await identities.lock(wanted);
    // Who was erased comes back as somebody new.
    const before = found && !found.erasedAt ? found : await this.begin(change, session, identities);
    const links = new IdentityLinkRepository(db, organizationId);
    const [earlier] = await links.ofSessions([session.id]);
    const isTakenBack = earlier?.verified === true && !session.verified;
    const after = absorbed(isTakenBack ? await this.unlearn(before, session, links) : before, session, now);
    await identities.update(after);
    if (isTakenBack) await identities.enroll(after.id, null);
    if (session.verified) await this.learn(db, after, session, identities);
    await links.link({
      sessionId: session.id,
      identityId: after.id,
      documentType: session.documentType,
      verified: session.verified,
    });
    const data = { sessionId: session.id, verified: session.verified };
    if (before.completedAt) await change.append(identityEvent(after, {}, 'IDENTITY_LINKED', data));
    return after.id;
  }

  private async ownerOf(db: TenantDb, claim: Claim): Promise<string | undefined> {
    const links = new IdentityLinkRepository(db, claim.organizationId);
    for (const fingerprint of this.fingerprints(claim)) {
      const owner = await links.ownerOf(claim.mode, fingerprint);
      // The caller calls this person something new: the document of another does not make them that other.
      if (owner !== undefined) return (await this.mayBe(db, owner, claim)) ? owner : undefined;
    }
    return undefined;
  }

  private async mayBe(db: TenantDb, id: string, { organizationId, externalId }: Claim): Promise<boolean> {
    const [identity] = await new IdentityRepository(db, organizationId, this.keyring).findMany([id]);
    const own = identity?.person.externalId;
    return identity !== undefined && !identity.erasedAt && (!externalId || !own || own === externalId);
  }

  private async begin(change: Change, session: JudgedSession, identities: IdentityRepository): Promise<Identity> {
    const { db, now } = change;
    const { organizationId } = session;
    const links = new IdentityLinkRepository(db, organizationId);
    const id = newId();
    const [first] = this.fingerprints(session);
    const owner = first ? await links.claim(session.mode, first, id) : id;
    const other = owner === id ? undefined : await identities.lock(owner);
    if (other && !other.erasedAt && session.externalId === other.person.externalId) return other;
    const identity = newIdentity(id, session, now);
    await this.keyring.create(db, { organizationId, subjectId: id }, now);
    await identities.insert(identity);
    await this.search.addWords(db, { organizationId, subjectId: id }, wordsOf(identity.person));
    await change.append(identityEvent(identity, {}, 'IDENTITY_CREATED', { sessionId: session.id }));
    return identity;
  }

  /** Whom another session has verified stays so, without a face: the one that was enrolled may be somebody else's. */
  private async unlearn(identity: Identity, session: JudgedSession, links: IdentityLinkRepository): Promise<Identity> {
    const sessions = await links.sessionsOf([identity.id]);
    const isVerified = sessions.some(({ sessionId, verified }) => verified && sessionId !== session.id);
    return isVerified ? identity : unverified(identity);
  }

  /** What a verified session teaches: its document, its face, the words by which the person is found. */
  private async learn(db: TenantDb, identity: Identity, session: JudgedSession, identities: IdentityRepository) {
    const { organizationId, id } = identity;
    const links = new IdentityLinkRepository(db, organizationId);
    for (const fingerprint of this.fingerprints(session)) await links.claim(identity.mode, fingerprint, id);
    if (session.face) await identities.enroll(id, session.face);
    await this.search.addWords(db, { organizationId, subjectId: id }, wordsOf(identity.person));
  }

  /** Keyed: without the master key nobody can try numbers. The caller's own id goes first. */
  private fingerprints({ organizationId, externalId, document }: Claim): Buffer[] {
    const texts = [
      ...(externalId === undefined ? [] : [`external\0${externalId}`]),
      ...(document ? [`document\0${document.country ?? ''}\0${document.type}\0${plain(document.number)}`] : []),
    ];
    return texts.map((text) => this.master.mac('identity', `${organizationId}\0${text}`));
  }

  externalFingerprint(organizationId: string, externalId: string): Buffer {
    return this.master.mac('identity', `${organizationId}\0external\0${externalId}`);
  }
}

const plain = (number: string): string => number.toUpperCase().replace(/[^\p{L}\p{N}]/gu, '');

export const identityEvent = (
  { id, mode }: Identity,
  cause: Pick<NewEvent, 'endpoint' | 'actor'>,
  type: EventType,
  data: Readonly<Record<string, unknown>> = {},
): NewEvent => ({ subjectKind: 'identity', subjectId: id, mode, ...cause, type, data });
