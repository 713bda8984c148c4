import { setTimeout } from 'node:timers/promises';
import type { CreateIdentificationInput, CreateScoringInput } from './generated/operations.js';
import * as api from './generated/operations.js';
import { picture } from './documents.js';
import { type Gateway, type Headers, operator } from './gateway.js';

/** What the sandbox is to see in a picture. */
export interface Magic {
  readonly scenario?: string;
  readonly fields?: Readonly<Record<string, string>>;
}

/** A picture that the sandbox reads as it says; each one has bytes of its own. */
export async function magicPicture(magic: Magic = {}): Promise<Blob> {
  const plain = await picture();
  const mark = Object.keys(magic).length === 0 ? '' : `\nproofgate-sandbox:${JSON.stringify(magic)}`;
  return new Blob([plain, `\n${crypto.randomUUID()}${mark}\n`], { type: plain.type });
}

/** Of VERIDAS, which nobody has configured: the sandbox answers in its name. */
export const VERIDAS_CARD: CreateScoringInput = {
  organizationId: 'demo',
  document: { type: 'IDENTITY_CARD', country: 'ES' },
  provider: 'VERIDAS',
  expiresIn: 'P1D',
};

export async function openScoring(gateway: Gateway, input: Partial<CreateScoringInput> = {}): Promise<string> {
  const asked = { input: { ...VERIDAS_CARD, ...input } };
  const { createScoring } = await gateway.get(api.CreateScoringDocument, asked, operator);
  return createScoring.scoring.id;
}

export async function readScoring(gateway: Gateway, id: string, headers: Headers = operator) {
  const { scoring } = await gateway.get(api.ReadScoringDocument, { id }, headers);
  if (!scoring) throw new Error('the scoring is gone');
  return scoring;
}

/** The scoring once its run is over: a busy machine may take longer than scoreScoring waits. */
export async function settledScoring(gateway: Gateway, id: string, headers: Headers = operator) {
  for (;;) {
    const scoring = await readScoring(gateway, id, headers);
    if (scoring.status !== 'PROCESSING') return scoring;
    await setTimeout(50);
  }
}

/** A holder, as the app on their device proves itself. */
export interface Signer {
  readonly id: string;
  readonly scoringId: string;
  readonly headers: Headers;
}
export const DEVICE: Headers = {
  'x-installation_id': 'installation-1',
  'x-fingerprint': 'fingerprint-1',
  'x-location': '40.4168,-3.7038',
  'user-agent': 'SignerApp/1.0',
};
/** 12345678Z, shown by the sandbox's Anna Maria Eriksson. */
export const ANNA: Partial<CreateIdentificationInput> = {
  name: 'Anna María',
  lastName: 'Eriksson',
  identityDocument: { documentNumber: '12345678Z', documentType: 'NIF' },
};
export const ANNAS_CARD: Magic = { fields: { documentNumber: '12345678Z' } };

/** An identification, and its holder on a device of theirs that has read it once. */
export async function openIdentification(
  gateway: Gateway,
  input: Partial<CreateIdentificationInput> = {},
): Promise<Signer> {
  const asked = { organizationId: 'demo', scoring: { provider: 'VERIDAS' as const }, ...ANNA, ...input };
  const { createIdentification } = await gateway.get(api.CreateIdentificationDocument, { input: asked }, operator);
  const { identification, holderToken } = createIdentification;
  const headers = { authorization: `Bearer ${holderToken}`, ...DEVICE };
  await gateway.get(api.ReadIdentificationDocument, { id: identification.id }, headers);
  return { id: identification.id, scoringId: identification.scoring.id, headers };
}
