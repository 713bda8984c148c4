import type { CreateVerificationSessionInput, DocumentType } from './generated/operations.js';
import * as api from './generated/operations.js';
import { type Gateway, type Headers, operator, sdk } from './gateway.js';

/** A session with the credentials of the app on its subject's device. */
export interface Subject {
  readonly sessionId: string;
  readonly headers: Headers;
}

export async function openSession(
  gateway: Gateway,
  input: CreateVerificationSessionInput = {},
  headers: Headers = operator,
): Promise<Subject> {
  const { createVerificationSession } = await gateway.get(api.CreateSessionDocument, { input }, headers);
  const { session, sdkToken } = createVerificationSession;
  return { sessionId: session.id, headers: sdk(sdkToken, session.client.id) };
}

/** Consented, and of a document type: ready for images. */
export async function readyForImages(
  gateway: Gateway,
  documentType: DocumentType = 'PASSPORT',
  input: CreateVerificationSessionInput = {},
): Promise<Subject> {
  const subject = await openSession(gateway, input);
  const { sessionId, headers } = subject;
  await gateway.get(api.GiveConsentDocument, { sessionId, consented: true }, headers);
  await gateway.get(api.SetDocumentTypeDocument, { sessionId, documentType }, headers);
  return subject;
}
