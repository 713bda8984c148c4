import { setTimeout } from 'node:timers/promises';
import { selfie } from '../../tools/specimen/faces.js';
import { drawSpecimen, type SpecimenType } from '../../tools/specimen/documents.js';
import { PERSON, type Person } from '../../tools/specimen/person.js';
import { blobOf } from './documents.js';
import { type Gateway, operator } from './gateway.js';
import type { CreateVerificationSessionInput } from './generated/operations.js';
import * as api from './generated/operations.js';
import { readyForImages, type Subject } from './subject.js';

/** Hands in everything that a verification wants, and finalizes it. */
export async function handInAndFinalize(
  gateway: Gateway,
  input: CreateVerificationSessionInput,
  {
    type = 'DRIVER_LICENSE',
    face = selfie,
    person = PERSON,
  }: { type?: SpecimenType; face?: () => Promise<Buffer>; person?: Person } = {},
): Promise<Subject & { verified: boolean | null }> {
  const subject = await readyForImages(gateway, type, input);
  const { sessionId, headers } = subject;
  const { front, back } = await drawSpecimen(type, new Date(), person);
  await gateway.get(api.AddFrontDocument, { sessionId, image: blobOf(front) }, headers);
  if (back) await gateway.get(api.AddBackDocument, { sessionId, image: blobOf(back) }, headers);
  const { generateLivenessSession } = await gateway.get(api.StartLivenessDocument, { sessionId }, headers);
  const { token } = generateLivenessSession.liveness;
  await gateway.get(api.ProcessLivenessDocument, { sessionId, token, selfie: blobOf(await face()) }, headers);
  await gateway.get(api.FinalizeDocument, { sessionId, settings: null }, headers);
  return { ...subject, verified: await verdictOf(gateway, sessionId) };
}

/** A busy machine may take longer than finalizeVerification waits. */
async function verdictOf(gateway: Gateway, id: string): Promise<boolean | null> {
  for (;;) {
    const { verificationSession } = await gateway.get(api.ReadVerdictDocument, { id }, operator);
    if (verificationSession?.status !== 'IN_PROGRESS') return verificationSession?.verified ?? null;
    await setTimeout(50);
  }
}
