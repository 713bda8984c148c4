import type { Headers } from '../../support/gateway.js';
import * as api from '../../support/generated/operations.js';
import type { Teller } from '../../support/operations/teller.js';
import { ANNAS_CARD, magicPicture } from '../../support/scoring.js';

const DEVICE: api.DeviceInput = {
  installationId: 'installation-1',
  fingerprint: 'fingerprint-1',
  location: { latitude: 40.4168, longitude: -3.7038 },
  userAgent: 'SignerApp/1.0',
};
const ON_THEIR_DEVICE: Headers = {
  'x-installation_id': 'installation-1',
  'x-fingerprint': 'fingerprint-1',
  'x-location': '40.4168,-3.7038',
  'user-agent': 'SignerApp/1.0',
};

/** A signer who proves to be who they say, and one whose signature nobody wants any more. */
export async function tellOfIdentifications(teller: Teller): Promise<void> {
  const create = async (more: Partial<api.CreateIdentificationInput>) => {
    const input = {
      organizationId: 'demo',
      name: 'Anna María',
      lastName: 'Eriksson',
      identityDocument: { documentNumber: '12345678Z', documentType: 'NIF', country: 'ES' },
      configurationName: 'MEDIUM',
      expiresIn: 'P7D',
      scoring: { provider: 'INTERNAL' },
      ...more,
    } as const;
    const { configurationName, identityDocument, name, scoring } = input;
    const expected = { status: 'PENDING', name, configurationName, identityDocument, scoring };
    const told = await teller.tell(
      api.IdentificationCreateDocument,
      { input },
      { createIdentification: { identification: expected } },
    );
    const { identification, holderToken } = told.createIdentification;
    return { ...identification, headers: { authorization: `Bearer ${holderToken}`, ...ON_THEIR_DEVICE } };
  };
  const { id, scoring, headers } = await create({ scoring: { provider: 'VERIDAS' } });
  await teller.tell(
    api.IdentificationGetMetadataDocument,
    { id },
    {
      identification: {
        status: 'PENDING',
        configurationName: 'MEDIUM',
        identityDocument: { documentNumber: '******78Z', documentType: 'NIF' },
        scoring: { id: scoring.id, document: { type: 'IDENTITY_CARD', country: 'ES' } },
      },
    },
    headers,
  );
  const [front, back] = await Promise.all([magicPicture(ANNAS_CARD), magicPicture(ANNAS_CARD)]);
  const shown = { scoringId: scoring.id, front, back, selfie: null };
  await teller.gateway.get(api.ScoreScoringDocument, shown, headers);
  await teller.tell(
    api.IdentificationValidateDocument,
    { input: { identificationId: id, device: DEVICE } },
    { validateIdentification: { identification: { id, status: 'VALIDATED', rejectionReasons: [] } } },
    headers,
  );
  const unwanted = await create({
    configurationName: 'LOW',
    identityDocument: { documentNumber: 'X1234567L', documentType: 'NIE', country: 'ES' },
  });
  await teller.tell(
    api.IdentificationCloseDocument,
    { id: unwanted.id },
    { closeIdentification: { identification: { id: unwanted.id, status: 'CLOSED' } } },
  );
  const identityDocument = { documentNumber: 'L898902C3', documentType: 'PASSPORT', country: 'SE' } as const;
  await create({ configurationName: 'HIGH', identityDocument });
  await create({ scoring: { provider: 'EXTERNAL' } });
}
