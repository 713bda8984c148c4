import { expect } from 'vitest';
import * as api from '../../support/generated/operations.js';
import { ID, LINK, type Teller } from '../../support/operations/teller.js';
import { PERSONA } from './persona.js';
import type { Opened } from './session.story.js';

const DOCUMENT = { id: ID, type: 'DRIVER_LICENSE', ...PERSONA };
const PASSED = {
  imageManipulation: 'PASS',
  isIdentityDocument: 'PASS',
  onlineDuplication: 'PASS',
  suspiciousWords: 'PASS',
};
const MATCHES = {
  documentNumber: true,
  documentExpiration: true,
  documentIssue: true,
  documentCategory: true,
  birthDate: true,
  sex: true,
  eyeColor: true,
  height: true,
  weight: true,
  firstName: true,
  middleName: true,
  lastName: true,
  suffixName: true,
  street: true,
  city: true,
  state: true,
  postalCode: true,
};

/** What was read on a document, from each of its sources and merged; what its tests say; its pictures. */
export async function tellOfDocuments(teller: Teller, { sessionId: id }: Opened): Promise<void> {
  const merged = { ...DOCUMENT, session: { id }, dataSource: 'MERGED' };
  await teller.tell(api.DocumentReadDocument, { id }, { verificationSession: { document: merged } });
  const nodes = [{ ...DOCUMENT, dataSource: 'FRONT_OCR' }];
  await teller.tell(
    api.DocumentListDocument,
    { id, first: 1, skip: 0 },
    { verificationSession: { documents: { totalCount: 2, nodes } } },
  );
  const crosschecks = { documentNumber: true, name: true, address: true };
  const testReport = { documentFront: PASSED, documentBack: PASSED, dmv: MATCHES, crosschecks };
  await teller.tell(api.SessionTestReadDocument, { id }, { verificationSession: { testReport } });
  await tellOfPicture(teller, id, 'DRIVER_LICENSE_FRONT');
  await tellOfPicture(teller, id, 'DRIVER_LICENSE_BACK');
  await tellOfPicture(teller, id, 'SELFIE');
}

export async function tellOfPicture(teller: Teller, id: string, fileType: api.StorageFileType): Promise<void> {
  const capture = { fileType, downloadUrl: LINK };
  const told = await teller.tell(api.DocumentDownloadDocument, { id, fileType }, { verificationSession: { capture } });
  const file = await fetch(told.verificationSession?.capture?.downloadUrl ?? '');
  expect(file.headers.get('content-type')).toBe('image/jpeg');
}
