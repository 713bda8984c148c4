import { operator } from '../../support/gateway.js';
import * as api from '../../support/generated/operations.js';
import { ID, inDays, LINK, type Teller, TIME } from '../../support/operations/teller.js';
import { NAMES, PERSONA } from './persona.js';
import type { Opened } from './session.story.js';

const REACHED = { email: 'anna@example.com', phone: '+1 555 0100', metadata: { tier: 'gold' } };

/** The person that a verification left behind. */
export async function tellOfIdentities(teller: Teller, id: string, { clientId, headers }: Opened): Promise<void> {
  const { metadata, ...contact } = REACHED;
  await teller.gateway.get(api.UpdateIdentityDocument, { input: { identityId: id, ...REACHED } }, operator);
  const person = {
    id,
    ...contact,
    ...NAMES,
    createdAt: TIME,
    completedAt: TIME,
    externalId: 'person-PASSIVE',
    birthDate: PERSONA.birthDate,
    gender: PERSONA.gender,
    street: PERSONA.street,
    city: PERSONA.city,
    state: PERSONA.state,
    postalCode: PERSONA.postalCode,
    documentFrontGiven: true,
    documentFrontGivenAt: TIME,
    livenessDetected: true,
    livenessDetectedAt: TIME,
    ofacStatus: 'CLEAR',
    ofacDetectedAt: TIME,
    dmvStatus: 'MATCH',
    dmvDetectedAt: TIME,
    verified: true,
    verifiedAt: TIME,
    lastVerified: TIME,
    identityScore: 1,
  };
  const filter = {
    clientId: [clientId],
    userId: ['user-1'],
    searchTerm: 'eriksson',
    createdFrom: inDays(-1),
    createdTo: inDays(1),
    metadata,
  };
  await teller.tell(
    api.IdentitiesListDocument,
    { filter, first: 10, skip: 0 },
    { viewer: { organization: { identities: { totalCount: 1, nodes: [person] } } } },
  );
  await teller.tell(
    api.IdentitiesReadDocument,
    { id, ids: [id], filter: { id: [id], metadata } },
    { identity: person, identitiesById: [{ id }], viewer: { organization: { identities: { totalCount: 1 } } } },
  );
  await teller.tell(api.IdentityStatusForSdkDocument, { id }, { identityStatus: { verified: true } }, headers);
  const document = { id: ID, type: 'DRIVER_LICENSE', dataSource: 'MERGED', ...PERSONA };
  await teller.tell(api.IdentityDocumentReadDocument, { id, type: 'DRIVER_LICENSE' }, { identity: { document } });
  const image = { fileType: 'SELFIE', downloadUrl: LINK };
  await teller.tell(api.IdentityImageReadDocument, { id, fileType: 'SELFIE' }, { identity: { image } });
}
